/**
 * The history of a run: its events in segments, each behind a keyframe. A position is a count of rows: the
 * moment at `n` is what folding everything before row n + 1 gives. It takes no more memory than it may:
 * the oldest segments go first.
 */
import type { Frame } from '../events/frames';
import { ROW_BYTES } from '../events/schema';
import type { InspectorState } from '../state/state';
import type { Packer } from './packer';
import { Segment } from './segment';

/**
 * Rows between two keyframes: so many that folding them takes several times as long as writing a keyframe does, and so few that
 * folding them anew is a matter of some ten milliseconds. With 100,000 tasks both cannot be: then a program that is in
 * a hurry has keyframes `most` rows apart, and one that leaves time to write them has more.
 */
const SPACING: Spacing = { fewest: 2 ** 15, most: 2 ** 17 };

export interface Spacing {
  readonly fewest: number;
  readonly most: number;
}

/** A keyframe of so many numbers is due after one row more: with time to spare, and in haste, when keyframes then take about a tenth of the time of a program of some ten thousand tasks. */
const NUMBERS_A_ROW = { atRest: 72, inHaste: 5 };
/** At the limit so many segments are left at least: dropping one leaves most of the history. */
const FEWEST_SEGMENTS = 8;

export class History {
  #segments: Segment[] = [];
  /** Rows after which the next keyframe is due: in any case, and if there is time. */
  #due: number;
  #dueAtRest = 0;
  #read: { readonly segment: Segment; readonly frames: readonly Frame[] } | null = null;

  /**
   * @param live the state that the frames are folded into
   * @param limit in bytes; 0: no history is kept
   * @param spacing rows between two keyframes
   */
  constructor(
    readonly live: InspectorState,
    readonly limit: number,
    private readonly packer: Packer,
    private readonly spacing = SPACING,
  ) {
    this.#due = live.events;
    this.#continue();
  }

  /** Keeps a frame. To be called after it was folded. */
  record(frame: Frame): void {
    if (this.limit === 0) return;
    this.#segments.at(-1)?.add(frame);
    if (this.live.events >= this.#due) this.#continue();
  }

  /** All that came is folded: there is time for a keyframe. */
  rest(): void {
    if (this.limit > 0 && this.live.events >= this.#dueAtRest) this.#continue();
  }

  /** In bytes: what all of it takes now. */
  get memory(): number {
    let sum = 0;
    for (const segment of this.#segments) sum += segment.size;
    return sum;
  }

  /** From which position on there is history; that of the present if there is none. */
  get begin(): number {
    return this.#segments[0]?.begin ?? this.end;
  }

  /** The moment at `begin`, ns of the stream's clock. */
  get beginTime(): number {
    return this.#segments[0]?.beginTime ?? this.live.time;
  }

  get end(): number {
    return this.live.events;
  }

  /** Oldest first. */
  get segments(): readonly Segment[] {
    return this.#segments;
  }

  /** The last segment that begins at or before what `key` (rows, or a time) says; the first, if none does. */
  find(wanted: number, key: 'begin' | 'beginTime' = 'begin'): Segment | null {
    return this.#segments[this.#place(wanted, key)] ?? null;
  }

  /** The segment after that one; null: it is the last. */
  after(segment: Segment): Segment | null {
    return this.#segments[this.#place(segment.begin) + 1] ?? null;
  }

  before(segment: Segment): Segment | null {
    return this.#segments[this.#place(segment.begin) - 1] ?? null;
  }

  /** What is in a segment. Of the one that was read last it is kept. */
  framesOf(segment: Segment): readonly Frame[] {
    if (this.#read?.segment === segment) return this.#read.frames;
    const frames = segment.frames();
    // an open one may still grow
    this.#read = segment.sealed ? { segment, frames } : null;
    return frames;
  }

  /** Nobody is going to read on. */
  forgetRead(): void {
    this.#read = null;
  }

  #place(wanted: number, key: 'begin' | 'beginTime' = 'begin'): number {
    let low = 0;
    let high = this.#segments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#segments[middle]![key] <= wanted) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  #continue(): void {
    if (this.limit === 0) return;
    this.#segments.at(-1)?.seal();
    const segment = new Segment(this.live, this.packer, this.#segments.at(-1)?.logBytes ?? 0);
    this.#segments.push(segment);
    const { fewest, most } = this.spacing;
    const rows = (numbersARow: number): number => Math.ceil(Math.min(most, Math.max(fewest, segment.keyframeNumbers / numbersARow), this.limit / FEWEST_SEGMENTS / ROW_BYTES));
    this.#due = this.live.events + rows(NUMBERS_A_ROW.inHaste);
    this.#dueAtRest = this.live.events + rows(NUMBERS_A_ROW.atRest);
    this.#drop();
  }

  #drop(): void {
    let memory = this.memory;
    let count = 0;
    while (memory > this.limit && count < this.#segments.length) {
      const segment = this.#segments[count++]!;
      memory -= segment.size;
      segment.dropped = true;
    }
    if (count > 0) this.#segments = this.#segments.slice(count);
  }
}
