/** What is shipped: the files of the packaged extension and their size. */
import { readdirSync, statSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { beforeAll, expect, test } from 'vitest';
import { type Entry, type ZipFile, openPromise } from 'yauzl';
import { inRoot } from '../../scripts/paths.mjs';

const MEGABYTE = 2 ** 20;

const vsix = process.env['LOOP_INSPECTOR_VSIX'] ?? '';
let zip: ZipFile;
const entries = new Map<string, Entry>();

beforeAll(async () => {
  zip = await openPromise(vsix, { autoClose: false });
  for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  return () => zip.close();
});

test('has exactly these files', () => {
  const pictures = readdirSync(inRoot('media')).map((name) => `extension/media/${name}`);
  const examples = readdirSync(inRoot('examples'))
    .filter((name) => name.endsWith('.py'))
    .map((name) => `extension/examples/${name}`);
  const python = readdirSync(inRoot('src/runtimes/python/loop_inspector'))
    .filter((name) => name.endsWith('.py'))
    .map((name) => `extension/dist/python/loop_inspector/${name}`);
  expect([...entries.keys()].sort()).toEqual(
    [
      '[Content_Types].xml',
      'extension.vsixmanifest',
      'extension/LICENSE.txt',
      'extension/changelog.md',
      'extension/dist/embeddedPython.mjs',
      'extension/dist/extension.js',
      'extension/dist/inspector.js',
      'extension/dist/pyodide/package.json',
      'extension/dist/pyodide/pyodide-lock.json',
      'extension/dist/pyodide/pyodide.asm.mjs',
      'extension/dist/pyodide/pyodide.asm.wasm',
      'extension/dist/pyodide/pyodide.mjs',
      'extension/dist/pyodide/python_stdlib.zip',
      'extension/dist/pyodide/snapshot.bin',
      'extension/dist/webview/codicon.ttf',
      'extension/dist/webview/panel.css',
      'extension/dist/webview/panel.js',
      'extension/package.json',
      'extension/package.nls.json',
      'extension/readme.md',
      ...pictures,
      ...examples,
      ...python,
    ].sort(),
  );
});

test('is small enough to download without a thought', () => {
  expect(statSync(vsix).size).toBeLessThan(20 * MEGABYTE);
});

test('our own code in it is small: what loads at activation, and all of it', () => {
  const size = (name: string): number => entries.get(`extension/dist/${name}`)?.uncompressedSize ?? Number.NaN;
  expect(size('extension.js')).toBeLessThan(300_000);
  expect(size('extension.js') + size('inspector.js') + size('embeddedPython.mjs') + size('webview/panel.js')).toBeLessThan(MEGABYTE);
});

test('names no place outside of itself in its bundles', async () => {
  for (const name of ['extension.js', 'inspector.js', 'embeddedPython.mjs', 'webview/panel.js']) {
    const entry = entries.get(`extension/dist/${name}`);
    if (entry === undefined) throw new Error(`${name} is missing`);
    const bundle = await text(await zip.openReadStreamPromise(entry));
    expect(bundle, name).not.toContain(inRoot());
    expect(bundle, name).not.toContain('sourceMappingURL');
  }
});
