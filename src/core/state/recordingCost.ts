/**
 * What recording itself costs the program, besides samples, which are measured: an estimate by kind of row. The runtime
 * measures what a row and a look at the clock take there; how many of them an event is worth was fitted to the
 * workloads of `npm run bench`, which prints the estimate beside what was measured.
 */

/** ns */
export interface RecordingCosts {
  readonly iteration: number;
  /** One in which the loop did not ask for I/O, as it watches none (`polling.py`): less than nothing, as asyncio's own would have. */
  readonly spared: number;
  /** A handle that I/O has queued, besides what its own row takes: between system calls nothing of the recording stays near the processor. */
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
}

export const NO_COSTS: RecordingCosts = { iteration: 0, spared: 0, arrival: 0, yielded: 0, parked: 0, ended: 0, callback: 0, task: 0, eager: 0, future: 0, timer: 0 };

/**
 * Events in rows' worth; a step, a callback and (not under WebAssembly) an iteration read the clock besides. Less than none: the loop
 * that records them needs less for them than asyncio's.
 */
const NATIVE: RecordingCosts = { iteration: 0.8, spared: -4.7, arrival: 22, yielded: 0.6, parked: 4, ended: -2.5, callback: 0, task: 25, eager: 100, future: 40, timer: 3 };
const WEBASSEMBLY: RecordingCosts = { iteration: 4.4, spared: 0, arrival: 0, yielded: 1.7, parked: 8, ended: 2, callback: 2, task: 15, eager: 60, future: 3, timer: 22 };

/** @param rowNs what it takes there to write a row; ns */
export function recordingCosts(platform: string, rowNs: number, clockNs: number): RecordingCosts {
  const embedded = platform === 'emscripten';
  const rows = embedded ? WEBASSEMBLY : NATIVE;
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
  };
}
