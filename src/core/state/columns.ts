/**
 * A table of numbers. What is known of a row is in columns, of which one holds the same of all rows: so 100,000 rows are looked
 * at in a few milliseconds. What almost every event of a row changes is in its record instead, where those numbers are next
 * to each other: a row among 100,000 is fetched from memory once, not once for each. Row 0 is nobody's: in it all is 0, and a number that names a row is 0 for "none".
 */
import { type Column, larger } from './column';
import type { Passage } from './passage';

const FIRST_CAPACITY = 64;
/** Fewer numbers than these are copied one by one in less time than it takes to ask for a copy. */
const SHORT = 16;
/** Rows whose numbers are passed together: their records stay in the processor's own memory meanwhile. */
const ROWS_AT_ONCE = 4096;

export const doubles = (): Float64Array<ArrayBuffer> => new Float64Array(FIRST_CAPACITY);
export const ints = (): Int32Array<ArrayBuffer> => new Int32Array(FIRST_CAPACITY);
export const bytes = (): Uint8Array<ArrayBuffer> => new Uint8Array(FIRST_CAPACITY);

/** Its columns are its fields. */
export abstract class Columns {
  /** Rows in use. */
  length = 1;
  /** Rows that there is room for. */
  #capacity = FIRST_CAPACITY;
  /** Doubles of a record, and how many of them are not whole numbers of 32 bits, two in each. */
  readonly #record: number;
  readonly #recordDoubles: number;
  /** The records, and the same memory as whole numbers of 32 bits: each record has doubles first, then those. */
  doubles: Float64Array<ArrayBuffer>;
  ints: Int32Array<ArrayBuffer>;
  /** Columns that are no part of a keyframe: read again they are zeros, or whoever has them works them out. */
  protected leftOut: readonly string[] = [];

  /** @param recordDoubles how many doubles a record has, before its ints @param record how many it is long */
  constructor(recordDoubles: number, record: number) {
    this.#recordDoubles = recordDoubles;
    this.#record = record;
    this.doubles = new Float64Array(FIRST_CAPACITY * this.#record);
    this.ints = new Int32Array(this.doubles.buffer);
  }

  /** Adds a row of zeros; returns its index. */
  append(): number {
    if (this.length === this.#capacity) this.#reserve(2 * this.#capacity);
    return this.length++;
  }

  /** Copies each row in `rows`, which rise, to the place of that number among them, and forgets all others. */
  keep(rows: Int32Array): void {
    const runs = runsOf(rows);
    for (const [, column, width] of this.columns()) {
      for (let run = 0; run + 1 < runs.length; run++) {
        const to = runs[run]!;
        const from = rows[to]!;
        const count = (runs[run + 1]! - to) * width;
        if (count < SHORT) for (let i = 0; i < count; i++) column[to * width + i] = column[from * width + i]!;
        else column.copyWithin(to * width, from * width, from * width + count);
      }
      column.fill(0, rows.length * width, this.length * width);
    }
    this.length = rows.length;
  }

  pass(io: Passage): void {
    this.length = io.number(this.length);
    // with some room, so that the first row more does not move all of it
    if (io.reading) this.#reserve(this.length + (this.length >> 3) + FIRST_CAPACITY);
    for (let row = 1; row < this.length; row += ROWS_AT_ONCE) this.#passRows(io, row, Math.min(ROWS_AT_ONCE, this.length - row));
  }

  #passRows(io: Passage, row: number, count: number): void {
    for (const [name, column] of this.columns()) if (name !== 'doubles' && !this.leftOut.includes(name)) io.slice({ column, from: row, width: 1, count });
    const { doubles, ints } = this;
    const width = this.#record;
    for (let at = 0; at < this.#recordDoubles; at++) io.slice({ column: doubles, from: row * width + at, width, count });
    for (let at = 2 * this.#recordDoubles; at < 2 * width; at++) io.slice({ column: ints, from: 2 * row * width + at, width: 2 * width, count });
  }

  /** The columns by their names, always in the same order, and how many numbers of each belong to a row: of `doubles` a record. */
  columns(): (readonly [name: string, column: Column, width: number])[] {
    return Object.entries(this)
      .filter((entry): entry is [string, Column] => ArrayBuffer.isView(entry[1]) && entry[0] !== 'ints')
      .map(([name, column]) => [name, column, name === 'doubles' ? this.#record : 1]);
  }

  #reserve(capacity: number): void {
    for (const [name, column, width] of this.columns()) this.#set(name, larger(column, capacity * width));
    this.#capacity = capacity;
  }

  #set(name: string, column: Column): void {
    Object.assign(this, { [name]: column });
    if (name === 'doubles') this.ints = new Int32Array(column.buffer, column.byteOffset, 2 * column.length);
  }
}

/** Where in `rows` those begin that follow each other without a gap; and its length. */
function runsOf(rows: Int32Array): readonly number[] {
  const runs: number[] = [];
  for (let at = 0; at < rows.length; at++) if (at === 0 || rows[at] !== rows[at - 1]! + 1) runs.push(at);
  return [...runs, rows.length];
}
