/** Where entries of the Problems view go when the text around them is edited. */
import { expect, it } from 'vitest';
import { type Edit, movedRange } from '../../src/host/movedPlaces';

const at = (line: number, character: number): { line: number; character: number } => ({ line, character });
const RANGE = { start: at(5, 4), end: at(5, 20) };
const edit = (from: [number, number], to: [number, number], text: string): Edit => ({ range: { start: at(...from), end: at(...to) }, text });

it.each<[string, Edit, unknown]>([
  ['a line before it', edit([2, 0], [2, 0], 'import time\n'), { start: at(6, 4), end: at(6, 20) }],
  ['a line before it that goes', edit([2, 0], [3, 0], ''), { start: at(4, 4), end: at(4, 20) }],
  ['its indentation', edit([5, 0], [5, 0], '  '), { start: at(5, 6), end: at(5, 22) }],
  ['a comment behind it', edit([5, 20], [5, 20], '  # soon'), RANGE],
  ['a line behind it', edit([6, 0], [9, 3], ''), RANGE],
])('moves them with %s', (_, change, moved) => {
  expect(movedRange(RANGE, [change])).toEqual(moved);
});

it.each<[string, Edit]>([
  ['a letter in it', edit([5, 10], [5, 11], 'x')],
  ['a letter more in it', edit([5, 10], [5, 10], 'x')],
  ['its first letter', edit([5, 4], [5, 5], '')],
  ['all around it', edit([0, 0], [9, 0], 'pass\n')],
])('lets them go with %s', (_, change) => {
  expect(movedRange(RANGE, [change])).toBeNull();
});

it('takes one edit after the other', () => {
  expect(movedRange(RANGE, [edit([0, 0], [0, 0], '\n'), edit([6, 0], [6, 4], '')])).toEqual({ start: at(6, 0), end: at(6, 16) });
  expect(movedRange(RANGE, [edit([0, 0], [0, 0], '\n'), edit([6, 5], [6, 6], '')])).toBeNull();
});
