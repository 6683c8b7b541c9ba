import { expect, it } from 'vitest';
import { cellWidth } from '../../src/host/cellWidth';

it.each([
  ['', 0],
  ['abc', 3],
  ['naïve', 5],
  ['e\u0301', 1],
  ['\u200b', 0],
  ['日本語', 6],
  ['ｱ', 1],
  ['⌚', 2],
  ['☂', 1],
  ['🐍', 2],
  ['𠮷', 2],
  ['→', 1],
  ['🫠', 1],
])('%j is %i cells wide', (text, cells) => {
  expect(cellWidth(text)).toBe(cells);
});
