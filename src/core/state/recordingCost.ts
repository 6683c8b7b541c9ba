/**
 * What recording itself costs the program, besides samples, which are measured: an estimate by kind of row. The runtime
 * measures what a row and a look at the clock take there; how many of them an event is worth was fitted to the
 * workloads of `npm run bench`, which prints the estimate beside what was measured.
 */
import type { Passage } from './passage';

/** ns */
export interface RecordingCosts {
  readonly iteration: number;
  /** One in which the loop did not ask for I/O, as it watches none (`polling.py`): less than nothing, as asyncio's own would have. */
  readonly spared: number;
  /** A handle that I/O has queued, besides what its own row takes. */
  readonly arrival: number;
  /** A step that gave up control without waiting for anything, one that parked, one that ended; a callback. */
  readonly yielded: number;
  readonly parked: number;
  readonly ended: number;
  readonly callback: number;
  readonly task: number;
  /** A task's step that began at once, besides what its task takes. */
  readonly eager: number;
  readonly future: number;
  readonly timer: number;
  /** So much time from one event to the next doubles what each takes: the program has used the processor's caches meanwhile. */
  readonly apart: number;
  /** What it takes there to write a row: a measure of how quick the interpreter is. */
  readonly written: number;
}

export const NO_COSTS: RecordingCosts = { written: 0, iteration: 0, spared: 0, arrival: 0, yielded: 0, parked: 0, ended: 0, callback: 0, task: 0, eager: 0, future: 0, timer: 0, apart: 1 };

type EventCosts = Omit<RecordingCosts, 'written'>;

/** Rows: under WebAssembly none of that was seen. */
const NEVER = 1e9;
/** By so many times at most an event takes longer where the next is far. */
const MOST_APART = 5;

/**
 * Events in rows' worth; a step, a callback and (not under WebAssembly) an iteration read the clock besides. Less than none: the loop
 * that records them needs less for them than asyncio's.
 */
const NATIVE: EventCosts = { iteration: 1.1, spared: -6.2, arrival: 4, yielded: 0.5, parked: 2, ended: 1.4, callback: -1.2, task: 10, eager: 100, future: 24, timer: 0, apart: 67 };
const WEBASSEMBLY: EventCosts = { iteration: 4.4, spared: 0, arrival: 0, yielded: 1.7, parked: 8, ended: 2, callback: 2, task: 15, eager: 60, future: 3, timer: 22, apart: NEVER };

/**
 * A row's worth where the interpreter is built for the machine. A build that is quicker at writing rows is not so much quicker at all else
 * that recording takes; the clock, which is the system's, tells how quick the machine is.
 */
const nativeRow = (rowNs: number, clockNs: number): number => 0.375 * rowNs + 0.83 * clockNs;

/** @param writtenNs what it takes there to write a row; ns */
export function recordingCosts(platform: string, writtenNs: number, clockNs: number): RecordingCosts {
  const embedded = platform === 'emscripten';
  const rows = embedded ? WEBASSEMBLY : NATIVE;
  const rowNs = embedded ? writtenNs : nativeRow(writtenNs, clockNs);
  const iterationClockNs = embedded ? 0 : clockNs;
  return {
    iteration: rows.iteration * rowNs + iterationClockNs,
    spared: (platform === 'linux' ? rows.spared : rows.iteration) * rowNs + iterationClockNs,
    arrival: rows.arrival * rowNs,
    yielded: rows.yielded * rowNs + clockNs,
    parked: rows.parked * rowNs + clockNs,
    ended: rows.ended * rowNs + clockNs,
    callback: rows.callback * rowNs + clockNs,
    task: rows.task * rowNs,
    eager: rows.eager * rowNs,
    future: rows.future * rowNs,
    timer: rows.timer * rowNs,
    apart: Math.max(1, rows.apart * rowNs),
    written: writtenNs,
  };
}

/** What recording has cost one loop, as far as it is estimated; ns. */
export class RecordingCost {
  #settled = 0;
  /** Of the handle that runs, and of what came before it since the last one was over. */
  #due = 0;
  #events = 0;

  get total(): number {
    return this.#settled + this.#due;
  }

  add(cost: number, events = 1): void {
    this.#due += cost;
    this.#events += events;
  }

  /** A handle that ran for `length` ns is over, which itself cost that much. */
  settle(cost: number, length: number, apart: number): void {
    this.#settled += (this.#due + cost) * (1 + Math.min(MOST_APART, length / ((this.#events + 1) * apart)));
    this.#due = 0;
    this.#events = 0;
  }

  pass(io: Passage): void {
    this.#settled = io.number(this.#settled);
    this.#due = io.number(this.#due);
    this.#events = io.number(this.#events);
  }
}
