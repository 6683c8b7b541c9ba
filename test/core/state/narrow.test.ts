import { describe, expect, it } from 'vitest';
import type { Column } from '../../../src/core/state/column';
import { Narrower } from '../../../src/core/state/narrow';
import { random } from '../random';

/** What is read back, and the bytes that a number took. */
function there(column: Column, width = 1, from = 0, count = Math.floor((column.length - from + width - 1) / width)): { readonly back: Column; readonly size: number } {
  const { size, base, first, bytes } = new Narrower().narrow({ column, from, width, count });
  expect(bytes.length).toBe(size * count);
  // as in a keyframe, where others are before and behind
  const among = new Uint8Array(8 + bytes.length + 8).fill(0xff);
  among.set(bytes, 8);
  const back = new (column.constructor as new (length: number) => Column)(column.length);
  new Narrower().widen({ size, base, first }, among.buffer, 8, { column: back, from, width, count });
  return { back, size };
}

const of = (count: number, make: (at: number) => number): Float64Array<ArrayBuffer> => new Float64Array(count).map((_, at) => make(at));
const next = random(1);
/** A whole number from 0 to `most`. */
const upTo = (most: number): number => Math.floor(next() * (most + 1));

describe('a column', () => {
  it.each([
    ['zeros', of(100, () => 0), 0],
    ['the same everywhere', of(100, () => 7.6e14), 0],
    ['what rises evenly', of(100, (at) => 1e15 + 512 * at), 0],
    ['what falls evenly', of(100, (at) => 1e15 - 512 * at), 0],
    ['small numbers', of(100, () => upTo(255)), 1],
    ['small differences to a great one', of(100, () => 1e15 - upTo(255)), 1],
    ['what rises unevenly', of(100, (at) => 1e15 + 900 * at + upTo(99)), 1],
    ['what falls back once', of(100, (at) => 1e15 + 900 * (at % 50) + upTo(99)), 2],
    ['addresses', of(100, () => 0x7f00_0000_0000 + 16 * upTo(2 ** 28 - 1)), 4],
    ['times', of(100, () => upTo(2 ** 48 - 1)), 6],
    ['the greatest whole numbers', of(100, (at) => (at % 2) * Number.MAX_SAFE_INTEGER), 8],
    ['whole numbers too far apart to be told apart', of(100, (at) => (at % 2 === 0 ? -1 : 1) * (Number.MAX_SAFE_INTEGER - at)), 8],
    ['fractions', of(100, (at) => at / 3), 8],
    ['a single fraction', of(100, (at) => (at === 50 ? 0.5 : 0)), 8],
    ['no numbers', of(100, (at) => (at === 50 ? NaN : at)), 8],
    ['endless ones', of(100, (at) => (at === 50 ? -Infinity : at)), 8],
    ['one number', of(1, () => 1e15 + 1), 0],
    ['none', of(0, () => 0), 0],
    ['negative ones', new Int32Array(100).map(() => upTo(100) - 50), 1],
    ['all of 32 bits', new Int32Array([-(2 ** 31), 2 ** 31 - 1, 0, 5]), 4],
    ['bytes', new Uint8Array(100).map(() => upTo(255)), 1],
  ])('of %s comes back as it was', (_, column, size) => {
    const narrowed = there(column);
    expect(narrowed.back).toEqual(column);
    expect(narrowed.size).toBe(size);
  });

  it('of any numbers comes back as it was, whichever of them are taken', () => {
    for (let round = 0; round < 2000; round++) {
      const [great, span, slope] = [2 ** upTo(50), 2 ** upTo(49), upTo(3) * 2 ** upTo(20)];
      const whole = next() < 0.9;
      const column = of(upTo(300), (at) => great + slope * at + (whole ? upTo(span) : next() * span));
      const width = 1 + upTo(4);
      const from = upTo(width - 1);
      const { back } = there(column, width, from);
      const expected = column.map((number, at) => (at >= from && (at - from) % width === 0 ? number : 0));
      if (!back.every((number, at) => number === expected[at])) expect.fail(`round ${round}`);
    }
  });
});
