/** Writes the icons of the gutter, `media/gutter-*.svg`, all from one description; a test holds them together. Run it by hand after a change. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inRoot } from './paths.mjs';

/** Colours of a state on dark and on light; both have a contrast of 4.5 or more, also in the high-contrast themes. */
const COLORS = {
  yield: { dark: '#8f8f8f', light: '#6e6e6e' },
  ceded: { dark: '#4fc1ff', light: '#0067c0' },
  never: { dark: '#d19aff', light: '#7a2ea8' },
  parked: { dark: '#7ee0a3', light: '#0b6b3a' },
  blocked: { dark: '#ff6b6b', light: '#c4001a' },
};
/** What stands on a filled shape. */
const INK = { dark: '#0b0b0b', light: '#ffffff' };
/** Of a mark whose line is no longer what the program runs. */
const STALE_OPACITY = 0.45;

/** @typedef {keyof typeof COLORS} State @typedef {'dark' | 'light'} Theme */

/** @type {Readonly<Record<State, (color: string, ink: string, number: string) => string>>} */
const SHAPES = {
  yield: (color) => `<circle cx="8" cy="8" r="3" fill="none" stroke="${color}" stroke-width="1.5"/>`,
  // away and back
  ceded: (color) =>
    `<path d="M3.5 8a4.5 4.5 0 1 0 1.6-3.4" fill="none" stroke="${color}" stroke-width="1.7"/><path d="M6.6 2.2 4.6 5.2 8 6z" fill="${color}"/><circle cx="8" cy="8" r="1.8" fill="${color}"/>`,
  // straight through
  never: (color) => `<path d="M8 2v8" fill="none" stroke="${color}" stroke-width="1.9"/><path d="M4.2 8.6h7.6L8 14z" fill="${color}"/>`,
  // they sit here
  parked: (color, ink, number) =>
    `<rect x="1.5" y="2" width="13" height="12" rx="3" fill="${color}"/>` +
    (number === ''
      ? `<path d="M6.2 5v6M9.8 5v6" stroke="${ink}" stroke-width="1.8"/>`
      : `<text x="8" y="11.6" fill="${ink}" font-family="sans-serif" font-size="${number.length > 1 ? 9 : 10.5}" font-weight="700" text-anchor="middle">${number}</text>`),
  blocked: (color, ink) => `<path d="M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2z" fill="${color}"/><path d="M4.5 8h7" stroke="${ink}" stroke-width="2.2"/>`,
};

/** @returns {ReadonlyMap<string, string>} path from the root → contents */
export function gutterIcons() {
  const files = new Map();
  for (const theme of /** @type {const} */ (['dark', 'light'])) {
    for (const state of /** @type {State[]} */ (Object.keys(SHAPES))) {
      if (state !== 'parked') files.set(`media/gutter-${state}-${theme}.svg`, icon(state, theme));
      if (state !== 'yield') files.set(`media/gutter-${state}-stale-${theme}.svg`, icon(state, theme, '', STALE_OPACITY));
    }
    for (const number of ['1', '2', '3', '4', '5', '6', '7', '8', '9', '9+']) {
      files.set(`media/gutter-parked-${number.replace('+', 'plus')}-${theme}.svg`, icon('parked', theme, number));
    }
  }
  return files;
}

/** @param {State} state @param {Theme} theme @param {string} number @param {number} opacity */
function icon(state, theme, number = '', opacity = 1) {
  const shape = SHAPES[state](COLORS[state][theme], INK[theme], number);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${opacity < 1 ? `<g opacity="${opacity}">${shape}</g>` : shape}</svg>\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) for (const [file, text] of gutterIcons()) writeFileSync(inRoot(file), text);
