/**
 * The ready queue of a loop as it follows from the stream: handles run first-in first-out, so the length
 * of the queue after each row tells who queued what. A ring buffer of two numbers a handle.
 */
import { type Column, larger, ofLength } from './column';
import type { Passage } from './passage';

const FIRST_CAPACITY = 16;

export class ReadyQueue {
  /** Time at which each was queued, in ns of the loop's user time. */
  #since = new Float64Array(FIRST_CAPACITY);
  /** Who queued each, as `QueuedBy`. */
  #by = new Int32Array(FIRST_CAPACITY);
  #head = 0;
  length = 0;
  /** How many handles were ever taken: the first in the queue is handle number `taken`. */
  taken = 0;

  push(count: number, by: number, since: number): void {
    const needed = this.length + count;
    if (needed > this.#by.length) this.#grow(needed);
    const mask = this.#by.length - 1;
    let at = this.#head + this.length;
    for (let left = count; left > 0; left--) {
      this.#since[at & mask] = since;
      this.#by[at & mask] = by;
      at++;
    }
    this.length = needed;
  }

  /** Who queued the handle at `index` (0: the first), as `QueuedBy`. */
  byAt(index: number): number {
    return this.#by[(this.#head + index) & (this.#by.length - 1)]!;
  }

  sinceAt(index: number): number {
    return this.#since[(this.#head + index) & (this.#by.length - 1)]!;
  }

  /** Takes the first `count` handles out; there must be as many. */
  drop(count: number): void {
    this.#head = (this.#head + count) & (this.#by.length - 1);
    this.length -= count;
    this.taken += count;
  }

  /** Changes who queued the `count` handles from `index` on. */
  blame(index: number, count: number, by: number): void {
    for (let at = index; at < index + count; at++) this.#by[(this.#head + at) & (this.#by.length - 1)] = by;
  }

  /** Lets all handles wait from `since` on only: the loop did not run before. */
  restamp(since: number): void {
    this.#since.fill(since);
  }

  /** Only the handles that are in it: there may be room for many more. */
  pass(io: Passage): void {
    const length = io.number(this.length);
    this.taken = io.number(this.taken);
    const since = io.column(this.#inOrder(this.#since), length);
    const by = io.column(this.#inOrder(this.#by), length);
    if (!io.reading) return;
    this.#grow(length);
    this.length = length;
    this.#since.set(since);
    this.#by.set(by);
  }

  /** What `column` has of the handles in the queue, the first at the front. */
  #inOrder<T extends Column>(column: T): T {
    const untilEdge = Math.min(this.length, column.length - this.#head);
    const ordered = ofLength(column, this.length);
    ordered.set(column.subarray(this.#head, this.#head + untilEdge));
    ordered.set(column.subarray(0, this.length - untilEdge), untilEdge);
    return ordered;
  }

  #grow(needed: number): void {
    let capacity = this.#by.length;
    while (capacity < needed) capacity *= 2;
    this.#since = larger(this.#inOrder(this.#since), capacity);
    this.#by = larger(this.#inOrder(this.#by), capacity);
    this.#head = 0;
  }
}
