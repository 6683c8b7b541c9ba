/**
 * How many terminal cells a text takes, as VS Code's terminal counts them (xterm.js with its Unicode 11
 * widths): per code point, so that an emoji joined from several is as wide as its parts.
 */

/** East Asian Wide and Fullwidth blocks without the emoji, as [first, last]. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x3247],
  [0x3250, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18aff],
  [0x1b000, 0x1b2ff],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

const EMOJI = /^\p{Emoji_Presentation}$/u;
/** Regional indicators, which make flags in pairs, and emoji newer than Unicode 12: the terminal gives them one cell each. */
const NARROW_EMOJI =
  /^[\p{Regional_Indicator}\u{1f6d6}-\u{1f6df}\u{1f6fb}\u{1f6fc}\u{1f7f0}\u{1f90c}\u{1f972}\u{1f977}-\u{1f979}\u{1f9a3}\u{1f9a4}\u{1f9ab}-\u{1f9ad}\u{1f9cb}\u{1f9cc}\u{1fa74}-\u{1fa77}\u{1fa7b}-\u{1fa7f}\u{1fa83}-\u{1fa8f}\u{1fa96}-\u{1faff}]$/u;
const ZERO = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]$/u;
const SOFT_HYPHEN = '\u00ad';

/** Cells that `text` takes; control characters count as none. */
export function cellWidth(text: string): number {
  let cells = 0;
  for (const character of text) cells += widthOf(character);
  return cells;
}

function widthOf(character: string): 0 | 1 | 2 {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return 0;
  if (code < 0x300) return 1;
  if (character !== SOFT_HYPHEN && ZERO.test(character)) return 0;
  if (WIDE.some(([first, last]) => code >= first && code <= last)) return 2;
  return EMOJI.test(character) && !NARROW_EMOJI.test(character) ? 2 : 1;
}
