/** What is left of loops that were let go (`retireLoops.ts`). */
import type { LoopState } from './loopState';
import type { Passage } from './passage';

/** Loops with serial numbers in a row whose class has the same name. */
interface Range {
  readonly first: number;
  last: number;
  /** Name id. */
  readonly name: number;
}

export class RetiredLoops {
  /** How many there are; one that runs again is still one of them. */
  count = 0;
  /** Sums of what the loops had, and of all their times the last. */
  iterations = 0;
  busy = 0;
  idle = 0;
  /** Without that in waits and pauses. */
  overhead = 0;
  /** Of each loop no more than its `busy`. */
  recording = 0;
  time = 0;
  /** The part of `busy` of loops that hide their queue, and the name id of the first of them; 0: there is none. */
  hiddenBusy = 0;
  hiddenBy = 0;
  /** In order of the numbers. */
  readonly #ranges: Range[] = [];

  add(loop: LoopState): void {
    this.iterations += loop.iterations;
    this.busy += loop.busy;
    this.idle += loop.idle;
    this.overhead += Math.max(0, loop.overhead - loop.idleOverhead - loop.held);
    this.recording += Math.min(loop.recording.total, loop.busy);
    this.time = Math.max(this.time, loop.time);
    if (loop.hidesQueue) {
      this.hiddenBusy += loop.busy;
      if (this.hiddenBy === 0) this.hiddenBy = loop.name;
    }
    this.#addSerial(loop.serial, loop.name);
  }

  has(serial: number): boolean {
    return this.#rangeOf(serial) !== null;
  }

  /** Name id of the loop's class; 0: it is none of them. */
  nameOf(serial: number): number {
    return this.#rangeOf(serial)?.name ?? 0;
  }

  pass(io: Passage): void {
    this.count = io.number(this.count);
    this.iterations = io.number(this.iterations);
    this.busy = io.number(this.busy);
    this.idle = io.number(this.idle);
    this.overhead = io.number(this.overhead);
    this.recording = io.number(this.recording);
    this.time = io.number(this.time);
    this.hiddenBusy = io.number(this.hiddenBusy);
    this.hiddenBy = io.number(this.hiddenBy);
    io.items(this.#ranges, (range) => ({ first: io.number(range?.first ?? 0), last: io.number(range?.last ?? 0), name: io.number(range?.name ?? 0) }));
  }

  #rangeOf(serial: number): Range | null {
    const range = this.#ranges[this.#lastFrom(serial)];
    return range !== undefined && serial <= range.last ? range : null;
  }

  #addSerial(serial: number, name: number): void {
    if (this.has(serial)) return;
    this.count += 1;
    const at = this.#lastFrom(serial);
    const before = this.#ranges[at];
    if (before?.last === serial - 1 && before.name === name) before.last = serial;
    else this.#ranges.splice(at + 1, 0, { first: serial, last: serial, name });
  }

  /** Index of the last range that begins at or before `serial`; -1: there is none. */
  #lastFrom(serial: number): number {
    return this.#ranges.findLastIndex(({ first }) => first <= serial);
  }
}
