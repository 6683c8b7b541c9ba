/** A program that a test pauses, steps and lets go, with what the panel would show of it. */
import type { ControlCommand } from '../../../src/core/control';
import { DEFAULT_WINDOW, type Snapshot } from '../../../src/core/snapshot/protocol';
import type { RunRequest } from '../../../src/inspector/protocol';
import { type InspectedRun, inspect, type Outcome } from '../../cli/inspectedRun';

export class ControlledRun {
  readonly #inspected: InspectedRun;
  readonly #waiting = new Set<(snapshot: Snapshot) => void>();
  readonly ended: Promise<Outcome>;
  #out = '';

  /** `endInput`: the program's input is at its end from the beginning. */
  constructor(request: RunRequest, endInput = true) {
    this.#inspected = inspect(request, { endInput });
    const { run, ended } = this.#inspected;
    this.ended = ended;
    run.onOutput(({ stream, bytes }) => {
      if (stream === 'stdout') this.#out += Buffer.from(bytes).toString();
    });
    run.onSnapshot((snapshot) => {
      run.acknowledge(snapshot.sequence);
      for (const see of this.#waiting) see(snapshot);
    });
    run.view(DEFAULT_WINDOW);
  }

  /** What the program has printed so far. */
  get out(): string {
    return this.#out;
  }

  /** Resolves when it has printed the text, also if it has before. */
  async prints(text: string): Promise<void> {
    if (!this.#out.includes(text)) await this.#inspected.prints(text);
  }

  do(command: ControlCommand): void {
    this.#inspected.run.control(command);
  }

  endInput(): void {
    this.#inspected.run.endInput();
  }

  stop(): void {
    this.#inspected.run.stop();
  }

  interrupt(): void {
    this.#inspected.run.interrupt();
  }

  dispose(): void {
    this.#inspected.run.dispose();
  }

  /** The next snapshot that is as wanted; one that was on its way before the call may be the one. */
  until(wanted: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
    const found = new Promise<Snapshot>((resolve) => {
      const see = (snapshot: Snapshot): void => {
        if (!wanted(snapshot)) return;
        this.#waiting.delete(see);
        resolve(snapshot);
      };
      this.#waiting.add(see);
    });
    const over = this.ended.then(({ exit, stderr }) => {
      throw new Error(`The program has ended (${exit.message}) before it was as wanted: ${stderr}`);
    });
    return Promise.race([found, over]);
  }

  paused(): Promise<Snapshot> {
    return this.until(({ control }) => control?.mode === 'paused');
  }

  async pause(): Promise<Snapshot> {
    this.do({ kind: 'pause' });
    return this.paused();
  }

  /** One step, until the program stands again: something has run by then. */
  async step(unit: 'handle' | 'iteration', before: Snapshot): Promise<Snapshot> {
    this.do({ kind: 'step', unit });
    const stood = standsAt(before);
    return this.until((snapshot) => snapshot.control?.mode === 'paused' && standsAt(snapshot) !== stood);
  }
}

/** What no handle leaves as it is. A loop that has just been paused may still tell of its wait, which is no progress. */
const standsAt = ({ control, totals, ready, tasks }: Snapshot): string =>
  JSON.stringify([control?.before, totals.iterations, ready.total, tasks.rows.map(({ steps }) => steps)]);
