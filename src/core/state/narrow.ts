/**
 * Columns in as few bytes as hold them. What is known of tasks is mostly alike, or rises from one to the next: so a number is
 * kept as its difference to the least, or to the one before, in few bytes. Less is left to be packed, which
 * takes more time than this.
 */
import type { Column } from './column';

/** How a column was kept. */
export interface Narrowed {
  /** Bytes of a number. 0: all are the same, or rise evenly. 8: as they are, being no whole numbers or too far apart. */
  readonly size: 0 | 1 | 2 | 4 | 6 | 8;
  /** What was taken off each. */
  readonly base: number;
  /** The first number; the others are differences to the one before. Null: none is. */
  readonly first: number | null;
}

/** The numbers `from`, `from + width`, … of a column, `count` in all. */
export interface Slice {
  readonly column: Column;
  readonly from: number;
  readonly width: number;
  readonly count: number;
}

/** Works in memory that it keeps: a state has many columns. */
export class Narrower {
  #scratch = new Float64Array(0);

  /** Returns how the slice is kept, and its bytes. */
  narrow(slice: Slice): Narrowed & { readonly bytes: Uint8Array } {
    const numbers = this.#room(slice.count);
    const { least, most, isExact } = slice.column instanceof Float64Array ? gather(slice.column, slice, numbers) : gatherWhole(slice.column, slice, numbers);
    // as are most: many fields are of few tasks
    if (slice.count === 0 || (least === 0 && most === 0 && isExact)) return { size: 0, base: 0, first: null, bytes: NONE };
    if (!isExact) return { size: 8, base: 0, first: null, bytes: bytesOf(numbers.slice()) };
    const plain = spanOf({ least, most });
    // where a few steps are no shorter, all are not
    const { length } = numbers;
    const steps = length > FEW && spanOf(stepExtent(numbers, FEW)) >= plain ? null : stepExtent(numbers, length);
    const stepped = steps === null ? plain : spanOf(steps);
    if (steps === null || stepped >= plain) return { size: plain, base: least, first: null, bytes: less(numbers, least, plain) };
    const first = numbers[0]!;
    for (let at = length - 1; at > 0; at--) numbers[at]! -= numbers[at - 1]!;
    numbers[0] = steps.least;
    return { size: stepped, base: steps.least, first, bytes: less(numbers, steps.least, stepped) };
  }

  /** Writes what `narrow` made of such a slice into it, where nothing but zeros may be. @param begin of its bytes */
  widen({ size, base, first }: Narrowed, bytes: ArrayBuffer, begin: number, { column, from, width, count }: Slice): void {
    if (count === 0 || (size === 0 && base === 0 && first === null)) return;
    const numbers = this.#room(count);
    if (size === 0) numbers.fill(0);
    else numbers.set(new ARRAYS[size === 6 ? 4 : size](bytes, begin, count));
    if (size === 6) addHighWords(numbers, new Uint16Array(bytes, begin + 4 * count, count));
    if (first === null) spread(numbers, base, column, from, width);
    else spreadSteps(numbers, base, first, column, from, width);
  }

  #room(count: number): Float64Array {
    // mostly as many as before
    if (this.#scratch.length !== count) this.#scratch = new Float64Array(count);
    return this.#scratch;
  }
}

const NONE = new Uint8Array(0);
const TWO_32 = 2 ** 32;
const FEW = 64;
/** The difference of two whole numbers below this is exact. */
const EXACT = 2 ** 52;

/** Least and most of some numbers; `isExact`: differences of them are whole numbers, and right. */
interface Extent {
  readonly least: number;
  readonly most: number;
  readonly isExact: boolean;
}

/** Copies a slice's numbers. */
function gather(column: Float64Array, { from, width }: Slice, numbers: Float64Array): Extent {
  let least = Infinity;
  let most = -Infinity;
  // not a number, if one is not, or is infinite
  let fractions = 0;
  for (let at = 0, place = from; at < numbers.length; at++, place += width) {
    const number = column[place]!;
    numbers[at] = number;
    if (number < least) least = number;
    if (number > most) most = number;
    fractions += number - Math.floor(number);
  }
  return { least, most, isExact: fractions === 0 && least > -EXACT && most < EXACT };
}

function gatherWhole(column: Int32Array | Uint8Array, { from, width }: Slice, numbers: Float64Array): Extent {
  let least = 0x7fff_ffff;
  let most = -0x8000_0000;
  for (let at = 0, place = from; at < numbers.length; at++, place += width) {
    const number = column[place]!;
    numbers[at] = number;
    if (number < least) least = number;
    if (number > most) most = number;
  }
  return { least, most, isExact: true };
}

/** Of the differences from each of the first `count` numbers to the next. */
function stepExtent(numbers: Float64Array, count: number): { readonly least: number; readonly most: number } {
  let least = Infinity;
  let most = -Infinity;
  for (let at = 1; at < count; at++) {
    const step = numbers[at]! - numbers[at - 1]!;
    if (step < least) least = step;
    if (step > most) most = step;
  }
  return { least, most };
}

/** Each number less `base`, in `size` bytes. */
function less(numbers: Float64Array, base: number, size: Narrowed['size']): Uint8Array {
  const count = numbers.length;
  if (size === 0) return NONE;
  if (size === 8) return bytesOf(numbers.map((number) => number - base));
  if (size !== 6) {
    const narrowed = new ARRAYS[size](count);
    for (let at = 0; at < count; at++) narrowed[at] = numbers[at]! - base;
    return bytesOf(narrowed);
  }
  const bytes = new Uint8Array(size * count);
  const low = new Uint32Array(bytes.buffer, 0, count);
  const high = new Uint16Array(bytes.buffer, 4 * count, count);
  for (let at = 0; at < count; at++) {
    const number = numbers[at]! - base;
    const upper = Math.floor(number / TWO_32);
    high[at] = upper;
    low[at] = number - upper * TWO_32;
  }
  return bytes;
}

function addHighWords(numbers: Float64Array, words: Uint16Array): void {
  for (let at = 0; at < numbers.length; at++) numbers[at]! += words[at]! * TWO_32;
}

function spread(numbers: Float64Array, base: number, column: Column, from: number, width: number): void {
  for (let at = 0, place = from; at < numbers.length; at++, place += width) column[place] = numbers[at]! + base;
}

function spreadSteps(numbers: Float64Array, base: number, first: number, column: Column, from: number, width: number): void {
  let number = first - base - numbers[0]!;
  for (let at = 0, place = from; at < numbers.length; at++, place += width) column[place] = number += numbers[at]! + base;
}

const ARRAYS = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: Float64Array } as const;

/** Bytes that whole numbers take, less the least. */
function spanOf({ least, most }: { readonly least: number; readonly most: number }): Narrowed['size'] {
  const span = most - least;
  if (span <= 0) return 0;
  if (span < 2 ** 8) return 1;
  if (span < 2 ** 16) return 2;
  if (span < TWO_32) return 4;
  return span < 2 ** 48 ? 6 : 8;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);
