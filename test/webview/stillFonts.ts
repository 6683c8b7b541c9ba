/** Fonts for pictures that are compared: DejaVu from npm, so that they do not hang on what a machine has installed. */
import { readFileSync } from 'node:fs';
import { inRoot } from '../../scripts/paths.mjs';

const font = (family: string, weight: number): readonly [name: string, content: Uint8Array] => {
  const name = `${family}-latin-${weight}-normal.woff2`;
  return [name, readFileSync(inRoot('node_modules', '@fontsource', family, 'files', name))];
};

/** File name → content. */
export const STILL_FONTS: ReadonlyMap<string, Uint8Array> = new Map([font('dejavu-sans', 400), font('dejavu-sans', 700), font('dejavu-mono', 400)]);

const face = (family: string, file: string, weight: string): string => `@font-face { font-family: ${family}; font-weight: ${weight}; src: url(/${file}) format('woff2'); }`;

/** Goes behind the theme's sheet and takes its place as far as fonts go. */
export const STILL_SHEET = [
  face('StillSans', 'dejavu-sans-latin-400-normal.woff2', '1 599'),
  face('StillSans', 'dejavu-sans-latin-700-normal.woff2', '600 1000'),
  face('StillMono', 'dejavu-mono-latin-400-normal.woff2', '1 1000'),
  ":root { --vscode-font-family: StillSans; --vscode-editor-font-family: StillMono; }",
].join('\n');

/** Glyphs are drawn in grey and where they are, not fitted to a kind of screen. */
export const stillArgs: readonly string[] = ['--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb', '--force-device-scale-factor=1'];
