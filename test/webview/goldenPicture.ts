/**
 * Compares a picture with the golden one beside the tests. `UPDATE_SCREENSHOTS=1` writes the golden
 * ones anew instead; look at them before they are committed.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { dist, inRoot } from '../../scripts/paths.mjs';

/** How far a pixel's colour may be off (pixelmatch's `threshold`, from 0 to 1): the edges of glyphs differ by this between builds of a browser. */
const PIXEL_TOLERANCE = 0.15;
/** The share of pixels that may be off by more: three letters that are others are more than that already (0.0005 at 1600 px, see the tests). */
export const PICTURE_TOLERANCE = 0.0002;

const FOLDER = inRoot('test', 'webview', 'screenshots');
/** Where pictures go that are not as they should be, with what differs. */
const DIFFERENCES = path.join(dist, 'screenshots', 'differences');

/** @returns the share of pixels that differ, from 0 to 1; 1 also when the sizes do */
export function differingShare(golden: Uint8Array, picture: Uint8Array, differences?: string): number {
  // reading them takes longer than drawing them
  if (Buffer.compare(golden, picture) === 0) return 0;
  const before = PNG.sync.read(Buffer.from(golden));
  const after = PNG.sync.read(Buffer.from(picture));
  const { width, height } = before;
  if (after.width !== width || after.height !== height) return 1;
  const marked = new PNG({ width, height });
  // Pixels that are at an edge in both do not count: that is antialiasing.
  const different = pixelmatch(before.data, after.data, marked.data, width, height, { threshold: PIXEL_TOLERANCE });
  if (differences !== undefined && different > 0) writeFileSync(differences, PNG.sync.write(marked));
  return different / (width * height);
}

/** @returns null, or what is wrong and where to look */
export function compareWithGolden(name: string, picture: Uint8Array): string | null {
  const golden = path.join(FOLDER, `${name}.png`);
  if (process.env['UPDATE_SCREENSHOTS'] === '1') {
    mkdirSync(FOLDER, { recursive: true });
    // One that is still good stays, so that only those that changed are in the commit.
    if (!existsSync(golden) || differingShare(readFileSync(golden), picture) > 0) writeFileSync(golden, picture);
    return null;
  }
  if (!existsSync(golden)) return `There is no ${golden}. Make it with UPDATE_SCREENSHOTS=1.`;
  mkdirSync(DIFFERENCES, { recursive: true });
  const differences = path.join(DIFFERENCES, `${name}.differences.png`);
  const share = differingShare(readFileSync(golden), picture, differences);
  if (share <= PICTURE_TOLERANCE) return null;
  const seen = path.join(DIFFERENCES, `${name}.png`);
  writeFileSync(seen, picture);
  return `${(100 * share).toFixed(3)} % of the pixels of ${name} differ, ${100 * PICTURE_TOLERANCE} % may: see ${seen} and ${differences}.`;
}
