/** The timers of a loop, the next one to be due first. */
import { AddressMap } from './addressMap';
import type { Timer } from './objects';

/** A binary heap whose entries know their place, so that a timer that was cancelled or has run leaves in O(log n). */
export class TimerHeap {
  readonly #heap: Timer[] = [];
  /** The due time of each entry of the heap: comparing must not touch the objects. */
  #when = new Float64Array(16);
  readonly #byHandle = new AddressMap<Timer>();

  get size(): number {
    return this.#heap.length;
  }

  get(handle: number): Timer | undefined {
    return this.#byHandle.get(handle);
  }

  /** Adds a timer; one of the same handle is replaced, for its object must be gone. Returns that one. */
  add(timer: Timer): Timer | undefined {
    const before = this.#byHandle.get(timer.handle);
    if (before !== undefined) this.remove(before);
    this.#byHandle.set(timer.handle, timer);
    this.#heap.push(timer);
    if (this.#heap.length > this.#when.length) {
      const when = new Float64Array(2 * this.#when.length);
      when.set(this.#when);
      this.#when = when;
    }
    this.#up(timer, this.#heap.length - 1);
    return before;
  }

  remove(timer: Timer): void {
    const index = timer.index;
    if (index < 0) return;
    this.#byHandle.delete(timer.handle);
    timer.index = -1;
    const last = this.#heap.pop()!;
    if (last === timer) return;
    this.#up(last, index);
    this.#down(last, last.index);
  }

  /**
   * The first `count` timers in order of their due time, those of the same time in order of creation;
   * with `before` (µs of the loop's clock) only those due earlier. Costs O(count²), whatever the number of timers.
   */
  first(count: number, before = Infinity): Timer[] {
    const found: Timer[] = [];
    const candidates: Timer[] = this.#heap.length > 0 ? [this.#heap[0]!] : [];
    while (found.length < count && candidates.length > 0) {
      let best = 0;
      for (let i = 1; i < candidates.length; i++) if (earlier(candidates[i]!, candidates[best]!)) best = i;
      const timer = candidates[best]!;
      if (timer.when >= before) break;
      found.push(timer);
      candidates[best] = candidates[candidates.length - 1]!;
      candidates.pop();
      for (const child of [2 * timer.index + 1, 2 * timer.index + 2]) {
        if (child < this.#heap.length) candidates.push(this.#heap[child]!);
      }
    }
    return found;
  }

  #up(timer: Timer, from: number): void {
    const heap = this.#heap;
    const when = this.#when;
    const time = timer.when;
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const other = when[parent]!;
      if (time > other || (time === other && timer.serial > heap[parent]!.serial)) break;
      this.#put(heap[parent]!, other, index);
      index = parent;
    }
    this.#put(timer, time, index);
  }

  #down(timer: Timer, from: number): void {
    const heap = this.#heap;
    const when = this.#when;
    const time = timer.when;
    let index = from;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      const right = child + 1;
      if (right < heap.length && (when[right]! < when[child]! || (when[right] === when[child] && heap[right]!.serial < heap[child]!.serial))) child = right;
      const other = when[child]!;
      if (other > time || (other === time && heap[child]!.serial > timer.serial)) break;
      this.#put(heap[child]!, other, index);
      index = child;
    }
    this.#put(timer, time, index);
  }

  #put(timer: Timer, when: number, index: number): void {
    this.#heap[index] = timer;
    this.#when[index] = when;
    timer.index = index;
  }
}

const earlier = (a: Timer, b: Timer): boolean => a.when < b.when || (a.when === b.when && a.serial < b.serial);
