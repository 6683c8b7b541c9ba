import type { Future } from './objects';

/**
 * The pending futures of a loop in order of creation, without those that a timer will resolve: these
 * are waits for time, not for somebody. Linked through the futures, so that joining and leaving is cheap.
 */
export class PendingFutures {
  first: Future | null = null;
  #last: Future | null = null;
  count = 0;

  add(future: Future): void {
    if (future.listed) return;
    future.listed = true;
    future.previous = this.#last;
    if (this.#last === null) this.first = future;
    else this.#last.next = future;
    this.#last = future;
    this.count += 1;
  }

  remove(future: Future): void {
    if (!future.listed) return;
    future.listed = false;
    if (future.previous === null) this.first = future.next;
    else future.previous.next = future.next;
    if (future.next === null) this.#last = future.previous;
    else future.next.previous = future.previous;
    future.next = null;
    future.previous = null;
    this.count -= 1;
  }
}
