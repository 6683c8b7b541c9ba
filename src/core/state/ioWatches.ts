/** What a loop watches besides its timers, as the last sample told. */
import type { Passage } from './passage';

export interface IoWatch {
  /** A file descriptor, or the number of a signal. */
  readonly descriptor: number;
  /** `IoWhat` */
  readonly what: number;
  /** Name id of the callback. */
  readonly name: number;
}

export class IoWatches {
  /** How many there are; of so many not all are told. */
  total = 0;
  readonly #list: IoWatch[] = [];
  #expected = 0;

  begin(total: number, count: number): void {
    this.total = total;
    this.#list.length = 0;
    this.#expected = count;
  }

  add(watch: IoWatch): void {
    if (this.#list.length < this.#expected) this.#list.push(watch);
  }

  get list(): readonly IoWatch[] {
    return this.#list;
  }

  pass(io: Passage): void {
    this.total = io.number(this.total);
    this.#expected = io.number(this.#expected);
    io.items(this.#list, (watch) => io.value(watch!));
  }

  clear(): void {
    this.begin(0, 0);
  }
}
