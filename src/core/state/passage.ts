/**
 * The way of a state into bytes and out of them again. Each class says once, in `pass`, what it consists
 * of: a writer notes the values that it is shown, a reader hands back those that were noted. So what is
 * written and what is read cannot drift apart.
 *
 * A state's objects point at each other in circles. What several may point at is in a `Pool`: it is written
 * once, and everywhere else only its number is.
 */
import { type Column, larger, ofLength } from './column';
import { type Narrowed, Narrower, type Slice } from './narrow';

/** What a pool holds. */
export interface Pooled {
  /** Its place in the pool while a passage is under way; says nothing otherwise. */
  mark: number;
}

/** All objects of one class that a passage has met, in the order in which it met them. */
export class Pool<T extends Pooled> {
  readonly items: T[] = [];
  #passed = 0;
  readonly #nobody: T;

  /**
   * @param make a new object, whose fields are passed later
   * @param passFields lets the passage have everything that an object consists of, and sets in another what the passage
   * answers: an object that is only written is not touched
   */
  constructor(
    readonly make: () => T,
    readonly passFields: (from: T, to: T) => void,
  ) {
    this.#nobody = make();
  }

  /** Passes the fields of those met since the last call; returns whether there were any. */
  passNew(reading: boolean): boolean {
    const before = this.#passed;
    // passing one may meet more
    while (this.#passed < this.items.length) {
      const item = this.items[this.#passed++]!;
      this.passFields(item, reading ? item : this.#nobody);
    }
    return this.#passed > before;
  }
}

/** What was written of a state. Values are shared with it, not copied: they never change. */
export interface Written {
  /** The numbers, then the columns. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly values: readonly unknown[];
  /** How many numbers columns had: that is what writing takes time for. */
  readonly numbers: number;
}

export interface Passage {
  /** Into a new object: what it holds now are defaults. */
  readonly reading: boolean;
  number(value: number): number;
  flag(value: boolean): boolean;
  /** Anything that never changes: a text, a site, evidence. */
  value<T>(value: T): T;
  /** The first `length` numbers of a column; what a reader answers has room for `room` of them. */
  column<T extends Column>(column: T, length: number, room?: number): T;
  /** Part of a column's numbers; a reader writes them there, where there must be zeros. */
  slice(slice: Slice): void;
  /** The elements of a list; a reader adds them to it. */
  items<T>(list: T[], pass: (item: T | undefined) => T): void;
  /** The entries of a map; a reader adds them to it. */
  map<K, V>(map: Map<K, V>, passKey: (key: K | null) => K, passValue: (value: V | null) => V): void;
  ref<T extends Pooled>(pool: Pool<T>, value: T | null): T | null;
}

/** Columns begin at multiples of so many bytes. */
const ALIGNMENT = 8;
const aligned = (size: number): number => Math.ceil(size / ALIGNMENT) * ALIGNMENT;
const FIRST_CAPACITY = 1024;

export class StateWriter implements Passage {
  readonly reading = false;
  /** The first says how many there are. */
  #numbers = new Float64Array(FIRST_CAPACITY);
  #count = 1;
  /** Put together at the end, when it is known how much they are. */
  readonly #columns: Uint8Array[] = [];
  #columnBytes = 0;
  #looked = 0;
  readonly #narrower = new Narrower();
  readonly #values: unknown[] = [];

  end(): Written {
    this.#numbers[0] = this.#count;
    let at = this.#count * this.#numbers.BYTES_PER_ELEMENT;
    const bytes = new Uint8Array(at + this.#columnBytes);
    bytes.set(new Uint8Array(this.#numbers.buffer, 0, at));
    for (const column of this.#columns) {
      bytes.set(column, at);
      at += aligned(column.length);
    }
    return { bytes, values: this.#values, numbers: this.#looked };
  }

  number(value: number): number {
    if (this.#count === this.#numbers.length) this.#numbers = larger(this.#numbers, 2 * this.#count);
    this.#numbers[this.#count++] = value;
    return value;
  }

  flag(value: boolean): boolean {
    this.number(value ? 1 : 0);
    return value;
  }

  value<T>(value: T): T {
    this.number(this.#values.length);
    this.#values.push(value);
    return value;
  }

  column<T extends Column>(column: T, length: number): T {
    this.slice({ column, from: 0, width: 1, count: length });
    return column;
  }

  slice(slice: Slice): void {
    const { size, base, first, bytes } = this.#narrower.narrow(slice);
    this.number(size);
    this.number(base);
    if (this.flag(first !== null)) this.number(first!);
    this.#columns.push(bytes);
    this.#columnBytes += aligned(bytes.length);
    this.#looked += slice.count;
  }

  items<T>(list: T[], pass: (item: T | undefined) => T): void {
    this.number(list.length);
    for (const item of list) pass(item);
  }

  map<K, V>(map: Map<K, V>, passKey: (key: K | null) => K, passValue: (value: V | null) => V): void {
    this.number(map.size);
    for (const [key, value] of map) {
      passKey(key);
      passValue(value);
    }
  }

  ref<T extends Pooled>(pool: Pool<T>, value: T | null): T | null {
    if (value === null) this.number(0);
    else {
      const { items } = pool;
      const { mark } = value;
      if (mark < items.length && items[mark] === value) this.number(mark + 1);
      else {
        value.mark = items.length;
        this.number(items.push(value));
      }
    }
    return value;
  }
}

export class StateReader implements Passage {
  readonly reading = true;
  readonly #numbers: Float64Array;
  #count = 1;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #at: number;
  readonly #values: readonly unknown[];
  readonly #narrower = new Narrower();

  constructor({ bytes, values }: Written) {
    this.#numbers = new Float64Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / Float64Array.BYTES_PER_ELEMENT));
    this.#bytes = bytes;
    this.#at = this.#numbers[0]! * this.#numbers.BYTES_PER_ELEMENT;
    this.#values = values;
  }

  number(): number {
    return this.#numbers[this.#count++]!;
  }

  flag(): boolean {
    return this.number() === 1;
  }

  value<T>(known: T): T {
    return (this.#values[this.number()] as T | null) ?? known;
  }

  column<T extends Column>(column: T, length: number, room = length): T {
    const read = ofLength(column, room);
    this.slice({ column: read, from: 0, width: 1, count: length });
    return read;
  }

  slice(slice: Slice): void {
    const size = this.number() as Narrowed['size'];
    const base = this.number();
    const first = this.flag() ? this.number() : null;
    this.#narrower.widen({ size, base, first }, this.#bytes.buffer, this.#bytes.byteOffset + this.#at, slice);
    this.#at += aligned(size * slice.count);
  }

  items<T>(list: T[], pass: (item: T | undefined) => T): void {
    for (let left = this.number(); left > 0; left--) list.push(pass(undefined));
  }

  map<K, V>(map: Map<K, V>, passKey: (key: K | null) => K, passValue: (value: V | null) => V): void {
    for (let left = this.number(); left > 0; left--) map.set(passKey(null), passValue(null));
  }

  ref<T extends Pooled>(pool: Pool<T>): T | null {
    const place = this.number() - 1;
    if (place < 0) return null;
    // met in the same order as when it was written: a number is either known or the next
    if (place < pool.items.length) return pool.items[place]!;
    const made = pool.make();
    pool.items.push(made);
    return made;
  }
}
