/** Who took how much of one iteration: the steps of one coroutine function, or the runs of one callback, count together. */
import type { Passage } from './passage';

const FIRST_CAPACITY = 256;

export interface Share {
  /** Site id of a coroutine function, or the negative name id of a plain callback. */
  readonly who: number;
  /** ns */
  readonly length: number;
  readonly handles: number;
}

/** Numbers that belong to small ids, valid for one turn. */
class Sums {
  #length = new Float64Array(FIRST_CAPACITY);
  #handles = new Int32Array(FIRST_CAPACITY);
  #turn = new Int32Array(FIRST_CAPACITY);
  readonly seen: number[] = [];

  add(id: number, length: number, turn: number): void {
    if (id >= this.#turn.length) this.#grow(id);
    if (this.#turn[id] !== turn) {
      this.#turn[id] = turn;
      this.#length[id] = 0;
      this.#handles[id] = 0;
      this.seen.push(id);
    }
    this.#length[id]! += length;
    this.#handles[id]! += 1;
  }

  pass(io: Passage, turn: number): void {
    const seen = [...this.seen];
    io.items(seen, (id = 0) => io.number(id));
    for (const id of seen) {
      if (io.reading) this.add(id, 0, turn);
      this.#length[id] = io.number(this.#length[id]!);
      this.#handles[id] = io.number(this.#handles[id]!);
    }
  }

  share(id: number, who: number): Share {
    return { who, length: this.#length[id]!, handles: this.#handles[id]! };
  }

  #grow(id: number): void {
    let capacity = this.#turn.length;
    while (capacity <= id) capacity *= 2;
    const larger = <T extends Float64Array | Int32Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.#length = larger(this.#length, new Float64Array(capacity));
    this.#handles = larger(this.#handles, new Int32Array(capacity));
    this.#turn = larger(this.#turn, new Int32Array(capacity));
  }
}

export class TurnShares {
  readonly #tasks = new Sums();
  readonly #callbacks = new Sums();
  #turn = 1;
  /** Of all that was added in this turn; ns. */
  total = 0;
  handles = 0;

  addTask(code: number, length: number): void {
    this.total += length;
    this.handles += 1;
    this.#tasks.add(code, length, this.#turn);
  }

  addCallback(name: number, length: number): void {
    this.total += length;
    this.handles += 1;
    this.#callbacks.add(name, length, this.#turn);
  }

  /** The biggest first, at most `count`. */
  biggest(count: number): Share[] {
    const shares = [...this.#tasks.seen.map((id) => this.#tasks.share(id, id)), ...this.#callbacks.seen.map((id) => this.#callbacks.share(id, -id))];
    return shares.sort((a, b) => b.length - a.length).slice(0, count);
  }

  pass(io: Passage): void {
    this.total = io.number(this.total);
    this.handles = io.number(this.handles);
    this.#tasks.pass(io, this.#turn);
    this.#callbacks.pass(io, this.#turn);
  }

  /** A new turn begins. */
  clear(): void {
    this.#turn += 1;
    this.total = 0;
    this.handles = 0;
    this.#tasks.seen.length = 0;
    this.#callbacks.seen.length = 0;
  }
}
