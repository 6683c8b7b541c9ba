/** The program's runs: one, or with a panel as many as a person asks for there. */
import type { ControlCommand } from '../core/control';
import type { Ended, Run } from '../inspector/client';
import type { BrowserPanel, PanelActions } from './browserPanel';
import { Streams } from './streams';

export interface RunsOptions {
  start(): Run;
  /** Tells how a run ended. `outputError`: why nothing can be printed, if so. */
  ended(ended: Ended, outputError: NodeJS.ErrnoException | null): Promise<void>;
}

export class Runs implements PanelActions {
  readonly #options: RunsOptions;
  readonly #streams = new Streams({ interrupted: () => void this.close(), ended: () => this.#leave() });
  #panel: BrowserPanel | null = null;
  /** The last one; after its end it still answers the panel. */
  #run: Run | null = null;
  #state: 'idle' | 'running' | 'telling' | 'closed' = 'idle';
  /** What to do when this run is over. */
  #next: 'wait' | 'again' | 'leave' = 'wait';

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  /** Shows the runs in `panel`, which stays when the program has ended. */
  show(panel: BrowserPanel): void {
    this.#panel = panel;
  }

  start(): void {
    this.#run?.dispose();
    const run = this.#options.start();
    this.#run = run;
    this.#state = 'running';
    this.#next = 'wait';
    this.#streams.tie(run);
    run.onEnded((ended) => void this.#ended(run, ended));
    this.#panel?.follow(run);
  }

  #startAgain(): void {
    process.stderr.write('\nRunning it again …\n');
    this.start();
  }

  stop(): void {
    if (this.#state === 'running') this.#run?.stop();
  }

  restart(): void {
    if (this.#state === 'idle') return this.#startAgain();
    if (this.#next === 'wait') this.#next = 'again';
    this.stop();
  }

  control(command: ControlCommand): void {
    if (this.#state === 'running') this.#run?.control(command);
  }

  async #ended(run: Run, ended: Ended): Promise<void> {
    this.#state = 'telling';
    this.#streams.loosen();
    this.#panel?.ended(ended.exit);
    if (this.#panel === null) {
      run.dispose();
      this.#streams.close();
    }
    await this.#options.ended(ended, this.#streams.outputError);
    this.#state = 'idle';
    if (this.#next === 'leave' || this.#panel === null || this.#streams.outputError !== null) return this.close();
    if (this.#next === 'again') {
      this.#startAgain();
      return;
    }
    process.stderr.write(`\nThe panel stays at ${this.#panel.address} until Ctrl+C.\n`);
  }

  /** Ends what runs, and then all. */
  #leave(): void {
    this.#next = 'leave';
    if (this.#state === 'running') this.#run?.stop();
    else if (this.#state === 'idle') void this.close();
  }

  /** Lets go of everything, so that this process ends. Not while a program runs; while its end is told, that comes first. */
  async close(): Promise<void> {
    // While a run's end is told, the panel closes after it.
    if (this.#state === 'telling') this.#next = 'leave';
    if (this.#state !== 'idle') return;
    this.#state = 'closed';
    this.#streams.close();
    await this.#panel?.[Symbol.asyncDispose]();
    this.#run?.dispose();
  }
}
