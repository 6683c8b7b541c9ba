/**
 * Memory shared by the embedded interpreter's thread and the inspector's, beside the event stream: a
 * few numbers with which each sees what the other does.
 */
export interface ControlMemory {
  /** Int32 cells, see `Cell`. */
  readonly cells: SharedArrayBuffer;
  /** CPython's interrupt buffer: the number of the signal to raise, 0: none. */
  readonly signal: SharedArrayBuffer;
}

export const Cell = {
  /** Rises, with a notify, whenever the interpreter's thread has a reason to stop waiting. */
  wake: 0,
  /** Rises with every sign of life: rows written, a wait begun or ended. */
  heartbeat: 1,
  /** 1 while the interpreter's thread sleeps here (select, `time.sleep`), where no signal but SIGINT ends its wait. */
  waiting: 2,
  /** 1 while a loop runs: only then a step can be overdue. */
  watching: 3,
  /** 1 once no more input will come. */
  inputEnded: 4,
  /** 1 once the program's own code runs: a SIGINT is its business from then on. */
  begun: 5,
} as const;

const CELL_COUNT = 8;

export const SIGINT = 2;
/** `embedded.py`'s WATCH_SIGNAL. */
export const WATCH_SIGNAL = 63;

export const createControl = (): ControlMemory => ({
  cells: new SharedArrayBuffer(CELL_COUNT * 4),
  signal: new SharedArrayBuffer(1),
});
