/**
 * Which moment of a run its views show. There is one place that knows: here. The page only asks for
 * changes, so that two quick steps are two steps wherever the answer to the first is.
 */
import type { Millis } from '../../base/brand';
import type { Frame } from '../events/frames';
import type { HistoryPoint, HistoryView } from '../snapshot/historyView';
import type { InspectorState } from '../state/state';
import type { Destination } from './destination';
import { History } from './history';
import { nextPosition, positionAt, previousPosition } from './landmarks';
import { WarningMarks } from './marks';
import type { Packer } from './packer';
import { Replay } from './replay';

/** A moment that is shown. */
export interface Shown {
  readonly state: InspectorState;
  /** ns of the stream's clock. */
  readonly now: number;
}

export class TimeTravel {
  readonly #live: InspectorState;
  readonly #history: History;
  readonly #replay: Replay;
  readonly #marks = new WarningMarks();
  /** Where to go, and what clocks are to show there at least (ns); null: the present. */
  #wanted: { readonly position: number; readonly time: number } | null = null;
  /** What is there; null: not looked at yet. */
  #shown: Shown | null = null;

  /**
   * @param live the state that the run's frames are folded into
   * @param limit in bytes, of what is kept; 0: there is no past
   */
  constructor(live: InspectorState, limit: number, packer: Packer) {
    this.#live = live;
    this.#history = new History(live, limit, packer);
    this.#replay = new Replay(this.#history);
  }

  /** Keeps a frame. To be called after it was folded. */
  record(frame: Frame): void {
    this.#history.record(frame);
    this.#marks.note(this.#live);
  }

  /** See `History.rest`. */
  rest(): void {
    this.#history.rest();
  }

  get isLive(): boolean {
    return this.#wanted === null;
  }

  travel(destination: Destination): void {
    this.#wanted = this.#history.segments.length === 0 ? null : this.#target(destination);
    this.#shown = null;
    if (this.#wanted === null) this.#replay.forget();
  }

  /** The past moment that views are to show; null: the present. */
  past(): Shown | null {
    if (this.#wanted === null) return null;
    if (this.#shown === null) {
      const position = Math.max(this.#wanted.position, this.#history.begin);
      const state = this.#replay.at(position);
      // in the meantime even that was let go
      if (state === null) return (this.#wanted = null);
      this.#shown = { state, now: Math.max(state.time, this.#wanted.time) };
    }
    return this.#shown;
  }

  /** @param elapsed of the present, since the program's first line */
  view(elapsed: Millis): HistoryView {
    const end: HistoryPoint = { position: this.#history.end, time: elapsed };
    const past = this.past();
    const begin = { position: this.#history.begin, time: this.#history.segments.length === 0 ? elapsed : this.#toMillis(this.#history.beginTime) };
    return {
      live: past === null,
      begin,
      end,
      shown: past === null ? end : { position: past.state.events, time: this.#toMillis(past.now) },
      memory: this.#history.memory,
      limit: this.#history.limit,
      marks: this.#history.limit === 0 ? [] : this.#marks.since(this.#history.beginTime, this.#live, (time) => this.#toMillis(time)),
    };
  }

  #target(destination: Destination): { readonly position: number; readonly time: number } | null {
    const history = this.#history;
    const within = (position: number): number => Math.min(history.end, Math.max(history.begin, position));
    switch (destination.to) {
      case 'live':
        return null;
      case 'time': {
        const time = this.#start + destination.time * 1e6;
        return { position: within(positionAt(history, time)), time };
      }
      case 'position':
        return { position: within(destination.position), time: 0 };
      case 'step': {
        const from = within(this.#wanted?.position ?? history.end);
        const find = destination.direction > 0 ? nextPosition : previousPosition;
        return { position: within(find(history, from, destination.unit)), time: 0 };
      }
    }
  }

  /** The program's first line, ns of the stream's clock. */
  get #start(): number {
    return this.#live.definitions.hello?.clock ?? 0;
  }

  #toMillis(time: number): Millis {
    return Math.max(0, time - this.#start) / 1e6;
  }
}
