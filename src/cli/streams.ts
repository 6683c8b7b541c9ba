/** This process's streams and signals, for the run that is under way; there may be several, one after another. */
import type { Run } from '../inspector/client';

export interface StreamEvents {
  /** Ctrl+C while nothing runs. */
  interrupted(): void;
  /** A signal to end, whatever runs; also when nobody reads the output any more. */
  ended(): void;
}

export class Streams {
  readonly #events: StreamEvents;
  #run: Run | null = null;
  #interrupted = false;
  #inputEnded = false;
  #outputError: NodeJS.ErrnoException | null = null;

  constructor(events: StreamEvents) {
    this.#events = events;
    for (const stream of [process.stdout, process.stderr]) {
      stream.on('error', (error: NodeJS.ErrnoException) => {
        this.#outputError ??= error;
        events.ended();
      });
    }
    const endInput = (): void => {
      this.#inputEnded = true;
      this.#run?.endInput();
    };
    process.stdin.on('data', (bytes: Buffer) => this.#run?.input(bytes));
    process.stdin.on('end', endInput);
    process.stdin.on('error', endInput);
    process.on('SIGINT', () => this.#interrupt());
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => events.ended());
  }

  /** Why output cannot be written any more: whoever reads it has gone (EPIPE), or a disk is full. Nobody is left to run for. */
  get outputError(): NodeJS.ErrnoException | null {
    return this.#outputError;
  }

  /** Connects them with `run`. */
  tie(run: Run): void {
    this.#run = run;
    this.#interrupted = false;
    run.onOutput(({ stream, bytes }) => {
      process[stream].write(bytes, () => run.outputTaken(bytes.length));
    });
    if (this.#inputEnded) run.endInput();
  }

  /** The run is over. Input that comes now is for nobody. */
  loosen(): void {
    this.#run = null;
  }

  /** Nothing will run any more: lets go of what keeps this process alive. */
  close(): void {
    process.stdin.destroy();
  }

  /** The first time asks the program, the second time does not. */
  #interrupt(): void {
    if (this.#run === null) return this.#events.interrupted();
    if (this.#interrupted) this.#run.stop();
    else this.#run.interrupt();
    this.#interrupted = true;
  }
}
