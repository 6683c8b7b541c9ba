/** What a page is shown: the snapshots of one run after another, for the window that the page asked for. */
import type { Destination } from '../core/history/destination';
import type { FromPanel, ToPanel } from '../core/panelProtocol';
import { DEFAULT_WINDOW, type Snapshot, type ViewWindow } from '../core/snapshot/protocol';
import type { Run } from '../inspector/client';

/** The messages that are about what is shown; the others are a person's wishes. */
export type ViewMessage = Extract<FromPanel, { type: 'ready' | 'view' | 'acknowledge' }>;

/**
 * Ties a page to a run. Pages come and go, as one that is out of sight is thrown away; a new one says
 * `ready` and then gets everything anew.
 */
export class PanelFeed {
  readonly #post: (message: ToPanel) => void;
  readonly #first: () => readonly ToPanel[];
  #window: ViewWindow = DEFAULT_WINDOW;
  #visible: boolean;
  /** The run that snapshots come from, also after its end. */
  #run: Run | null = null;
  #last: Snapshot | null = null;

  /**
   * @param visible whether there is a page that draws
   * @param first what a page is to be told before anything else
   */
  constructor(post: (message: ToPanel) => void, visible: boolean, first: () => readonly ToPanel[] = () => []) {
    this.#post = post;
    this.#visible = visible;
    this.#first = first;
  }

  /** The last snapshot of the run on show. */
  get last(): Snapshot | null {
    return this.#last;
  }

  /** Shows `run` from now on. */
  follow(run: Run): void {
    this.#run = run;
    this.#last = null;
    run.onSnapshot((snapshot) => {
      if (this.#run !== run) return;
      this.#last = snapshot;
      if (this.#visible) this.#post({ type: 'snapshot', snapshot });
    });
    if (this.#visible) run.view(this.#window);
  }

  /** Shows `last`, of a run that is over. Its inspector, if it is still there, goes on answering. */
  ended(last: Snapshot): void {
    const shown = last === this.#last;
    this.#last = last;
    if (!shown && this.#visible) this.#post({ type: 'snapshot', snapshot: last });
  }

  /** The page has come into sight, or has gone. */
  setVisible(visible: boolean): void {
    if (this.#visible === visible) return;
    this.#visible = visible;
    if (visible) this.#refresh();
    else this.#run?.hide();
  }

  receive(message: ViewMessage): void {
    switch (message.type) {
      case 'ready':
        return this.#refresh();
      case 'view':
        this.#window = message.window;
        if (this.#visible) this.#run?.view(message.window);
        return;
      case 'acknowledge':
        // Of an older snapshot, or of an earlier run's: not an answer to what is under way.
        if (message.sequence === this.#last?.sequence) this.#run?.acknowledge(message.sequence);
        return;
    }
  }

  travel(destination: Destination): void {
    this.#run?.travel(destination);
  }

  /** There will be no page any more. */
  close(): void {
    this.#run?.hide();
    this.#run = null;
  }

  /** Gives the page everything: it is new, or comes back into sight. */
  #refresh(): void {
    for (const message of this.#first()) this.#post(message);
    if (this.#last !== null) this.#post({ type: 'snapshot', snapshot: this.#last });
    else if (this.#run === null) this.#post({ type: 'empty' });
    this.#run?.view(this.#window);
  }
}
