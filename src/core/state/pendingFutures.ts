import type { FutureTable } from './futureTable';
import { FutureRecord, FutureInt } from './objectColumns';
import type { Future } from './objects';
import type { Passage } from './passage';

/**
 * The pending futures of a loop in order of creation, without those that a timer will resolve: these
 * are waits for time, not for somebody. Linked through the futures, so that joining and leaving is cheap.
 */
export class PendingFutures {
  readonly #table: FutureTable;
  /** Places of futures, here and below; 0: none. */
  #first = 0;
  #last = 0;
  count = 0;

  constructor(table: FutureTable) {
    this.#table = table;
  }

  get first(): Future | null {
    return this.#table.at(this.#first);
  }

  add(slot: number): void {
    const { ints } = this.#table.columns;
    const at = slot * FutureRecord.ints;
    if (ints[at + FutureInt.listed] === 1) return;
    ints[at + FutureInt.listed] = 1;
    ints[at + FutureInt.previous] = this.#last;
    if (this.#last === 0) this.#first = slot;
    else ints[this.#last * FutureRecord.ints + FutureInt.next] = slot;
    this.#last = slot;
    this.count += 1;
  }

  remove(slot: number): void {
    const { ints } = this.#table.columns;
    const at = slot * FutureRecord.ints;
    if (ints[at + FutureInt.listed] === 0) return;
    const before = ints[at + FutureInt.previous]!;
    const after = ints[at + FutureInt.next]!;
    ints[at + FutureInt.listed] = 0;
    if (before === 0) this.#first = after;
    else ints[before * FutureRecord.ints + FutureInt.next] = after;
    if (after === 0) this.#last = before;
    else ints[after * FutureRecord.ints + FutureInt.previous] = before;
    ints[at + FutureInt.next] = 0;
    ints[at + FutureInt.previous] = 0;
    this.count -= 1;
  }

  /** The links between are the futures' own. */
  pass(io: Passage): void {
    this.#first = io.number(this.#first);
    this.#last = io.number(this.#last);
    this.count = io.number(this.count);
  }
}
