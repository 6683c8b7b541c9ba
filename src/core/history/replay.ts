/** Past states of a run: the nearest that is known, moved on by the ordinary fold. */
import { HALVES } from '../events/rows';
import { foldFrame } from '../state/fold';
import type { InspectorState } from '../state/state';
import type { History } from './history';
import type { Written } from '../state/passage';
import { loadState, saveState, type Segment } from './segment';

/** How far of the history has been folded: so many rows of that frame of that segment. */
interface Cursor {
  readonly segment: Segment;
  readonly frame: number;
  readonly row: number;
}

/** Who goes back by less than so many rows will do so again: then what was so far before is kept. */
const NEAR_ROWS = 2048;

export class Replay {
  /** The last state that was asked for. */
  #state: InspectorState | null = null;
  #cursor: Cursor | null = null;
  /** One shortly before it. */
  #near: { readonly saved: Written; readonly position: number; readonly cursor: Cursor } | null = null;

  constructor(private readonly history: History) {}

  /**
   * The state at a position, which must be within the history. Not to be changed, and good until the next
   * call. null: there is no history.
   */
  at(position: number): InspectorState | null {
    const segment = this.history.find(position);
    if (segment === null) return null;
    const known = this.#cursor !== null && !this.#cursor.segment.dropped ? (this.#state?.events ?? Infinity) : Infinity;
    if (known > position || known < segment.begin) {
      const isStepBack = known > position && known - position <= NEAR_ROWS;
      this.#load(segment, position);
      if (isStepBack && position - this.#state!.events > 2 * NEAR_ROWS) {
        this.#advance(position - NEAR_ROWS);
        this.#near = { saved: saveState(this.#state!), position: this.#state!.events, cursor: this.#cursor! };
      }
    }
    this.#advance(position);
    return this.#state;
  }

  /** Lets go of all that can be made again. */
  forget(): void {
    this.#state = null;
    this.#cursor = null;
    this.#near = null;
    this.history.forgetRead();
  }

  #load(segment: Segment, position: number): void {
    const near = this.#near;
    if (near !== null && !near.cursor.segment.dropped && near.position <= position && near.position >= segment.begin) {
      this.#state = loadState(near.saved, this.history.live);
      this.#cursor = near.cursor;
    } else {
      this.#state = segment.load();
      this.#cursor = { segment, frame: 0, row: 0 };
    }
  }

  /** Folds on to `position`, and what comes between that row and the next. */
  #advance(position: number): void {
    const state = this.#state!;
    let { segment, frame: index, row } = this.#cursor!;
    for (;;) {
      const frames = this.history.framesOf(segment);
      while (index < frames.length) {
        const frame = frames[index]!;
        if (frame.kind === 'rows') {
          const rows = frame.words.length / HALVES;
          const taken = Math.min(rows - row, position - state.events);
          if (taken > 0) foldFrame(state, { ...frame, words: frame.words.subarray(row * HALVES, (row + taken) * HALVES) });
          row += taken;
          // the last frame of an open segment may still grow
          if (row < rows || index === frames.length - 1) break;
        } else foldFrame(state, frame);
        index += 1;
        row = 0;
      }
      const next = this.history.after(segment);
      if (next === null || next.begin > state.events) break;
      segment = next;
      index = 0;
      row = 0;
    }
    this.#cursor = { segment, frame: index, row };
  }
}
