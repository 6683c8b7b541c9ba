/** The timers of a loop, the next one to be due first. */
import { AddressMap } from './addressMap';
import { larger } from './column';
import { TimerRecord, TimerDouble } from './objectColumns';
import type { Timer } from './objects';
import type { Passage } from './passage';
import type { TimerTable } from './timerTable';

const FIRST_CAPACITY = 16;

/** Children of a place in the heap: their times are next to each other in memory, and half as many places change as in a binary heap. */
const CHILDREN = 4;

/** A heap whose entries know their place, so that a timer that was cancelled or has run leaves in O(log n). */
export class TimerHeap {
  readonly #table: TimerTable;
  /** The timers' places in the table; and the due time of each, as comparing must not look elsewhere. */
  #heap = new Int32Array(FIRST_CAPACITY);
  #when = new Float64Array(FIRST_CAPACITY);
  readonly #byHandle = new AddressMap();
  size = 0;

  constructor(table: TimerTable) {
    this.#table = table;
  }

  /** Place of the timer of that handle; 0: there is none. */
  find(handle: number): number {
    return this.#byHandle.get(handle);
  }

  /** Adds a timer. There must be none of the same handle. */
  add(slot: number): void {
    const { doubles } = this.#table.columns;
    const at = slot * TimerRecord.doubles;
    this.#byHandle.set(doubles[at + TimerDouble.handle]!, slot);
    if (this.size === this.#heap.length) {
      this.#heap = larger(this.#heap, 2 * this.size);
      this.#when = larger(this.#when, 2 * this.size);
    }
    this.size += 1;
    this.#up(slot, doubles[at + TimerDouble.when]!, this.size - 1);
  }

  remove(slot: number): void {
    const { doubles, heap } = this.#table.columns;
    const index = heap[slot]! - 1;
    if (index < 0) return;
    this.#byHandle.delete(doubles[slot * TimerRecord.doubles + TimerDouble.handle]!);
    heap[slot] = 0;
    this.size -= 1;
    const last = this.#heap[this.size]!;
    const when = this.#when[this.size]!;
    if (index < this.size) {
      this.#up(last, when, index);
      this.#down(last, when, heap[last]! - 1);
    }
    this.#table.release(slot);
  }

  /**
   * The first `count` timers in order of their due time, those of the same time in order of creation;
   * with `before` (µs of the loop's clock) only those due earlier. Costs O(count²), whatever the number of timers.
   */
  first(count: number, before = Infinity): Timer[] {
    const found: Timer[] = [];
    const candidates: Timer[] = this.size > 0 ? [this.#table.of(this.#heap[0]!)] : [];
    while (found.length < count && candidates.length > 0) {
      let best = 0;
      for (let i = 1; i < candidates.length; i++) if (earlier(candidates[i]!, candidates[best]!)) best = i;
      const timer = candidates[best]!;
      if (timer.when >= before) break;
      found.push(timer);
      candidates[best] = candidates[candidates.length - 1]!;
      candidates.pop();
      const firstChild = CHILDREN * timer.index + 1;
      for (let child = firstChild; child < Math.min(firstChild + CHILDREN, this.size); child++) candidates.push(this.#table.of(this.#heap[child]!));
    }
    return found;
  }

  /** The timers' own fields are passed with their table, before; the rest follows from them. */
  pass(io: Passage): void {
    const size = (this.size = io.number(this.size));
    this.#heap = io.column(this.#heap, Math.max(1, size));
    if (!io.reading) return;
    const { doubles, heap } = this.#table.columns;
    this.#when = new Float64Array(this.#heap.length);
    this.#byHandle.reserve(size);
    for (let index = 0; index < size; index++) {
      const slot = this.#heap[index]!;
      this.#when[index] = doubles[slot * TimerRecord.doubles + TimerDouble.when]!;
      heap[slot] = index + 1;
      this.#byHandle.set(doubles[slot * TimerRecord.doubles + TimerDouble.handle]!, slot);
    }
  }

  #up(slot: number, time: number, from: number): void {
    const heap = this.#heap;
    const when = this.#when;
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 2;
      const other = when[parent]!;
      if (time > other || (time === other && this.#isYounger(slot, heap[parent]!))) break;
      this.#put(heap[parent]!, other, index);
      index = parent;
    }
    this.#put(slot, time, index);
  }

  #down(slot: number, time: number, from: number): void {
    const heap = this.#heap;
    const when = this.#when;
    const { size } = this;
    let index = from;
    for (;;) {
      const first = CHILDREN * index + 1;
      if (first >= size) break;
      let child = first;
      let other = when[first]!;
      const end = Math.min(first + CHILDREN, size);
      for (let next = first + 1; next < end; next++) {
        if (when[next]! > other || (when[next] === other && this.#isYounger(heap[next]!, heap[child]!))) continue;
        child = next;
        other = when[next]!;
      }
      if (other > time || (other === time && this.#isYounger(heap[child]!, slot))) break;
      this.#put(heap[child]!, other, index);
      index = child;
    }
    this.#put(slot, time, index);
  }

  /** Whether the timer `one` was set after `other`. */
  #isYounger(one: number, other: number): boolean {
    const { doubles } = this.#table.columns;
    return doubles[one * TimerRecord.doubles + TimerDouble.serial]! > doubles[other * TimerRecord.doubles + TimerDouble.serial]!;
  }

  #put(slot: number, when: number, index: number): void {
    this.#heap[index] = slot;
    this.#when[index] = when;
    this.#table.columns.heap[slot] = index + 1;
  }
}

const earlier = (a: Timer, b: Timer): boolean => a.when < b.when || (a.when === b.when && a.serial < b.serial);
