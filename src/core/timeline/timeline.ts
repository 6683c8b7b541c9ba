/**
 * When each task ran and was queued, for the whole run. It looks on while the stream is folded and is no part of
 * what folding gives: a past moment is folded again without it.
 */
import type { RuleCode } from '../snapshot/protocol';
import type { LoopState } from '../state/loopState';
import { type TaskColumns, TaskDouble } from '../state/taskColumns';
import { LaneTimes } from './laneTimes';
import { Markers } from './markers';
import { Lane, StepLog } from './stepLog';
import { Utilisation } from './utilisation';

/** What steps may take of memory, about 11 million of them. */
export const TIMELINE_BYTES = 256 * 2 ** 20;

/** ns. No step takes less, whatever the clock says: else it would be nowhere. */
const SHORTEST = 1;

/** Of one loop. */
export interface Track {
  /** Its plain callbacks; how long they were queued is not noted, as many are at the same time. */
  readonly callbacks: Lane;
  readonly utilisation: Utilisation;
}

export class Timeline {
  readonly log: StepLog;
  readonly times: LaneTimes;
  /** By the loops' serial numbers. */
  readonly tracks = new Map<number, Track>();
  readonly stdout = new Markers();
  readonly stderr = new Markers();
  /** The kind is an index of `rules`. */
  readonly warnings = new Markers();
  readonly rules: RuleCode[] = [];
  /** When the run began, ns of the stream's clock; 0: not known yet. */
  begin = 0;
  /** By number, and numbers that are not in use. */
  readonly #lanes: (Lane | null)[] = [null];
  readonly #free: number[] = [];
  #track: Track | null = null;
  /** Of all loops together that are not kept any more; null: there is none. */
  #retired: Utilisation | null = null;
  #trackOf = -1;

  constructor(maxBytes = TIMELINE_BYTES) {
    this.log = new StepLog(maxBytes);
    this.times = new LaneTimes(this.log);
  }

  /** A step of the task in `row` took `length` ns and ended at `t`; it is known since when its handle was queued. */
  addStep(loop: LoopState, columns: TaskColumns, row: number, t: number, length: number): void {
    const lasted = Math.max(SHORTEST, length);
    this.log.add(this.#laneFor(columns, row), t, lasted, Math.min(loop.waited, Math.max(0, t - lasted - columns.double(row, TaskDouble.createdAt))));
    this.#trackFor(loop).utilisation.add(t, length);
  }

  /** An eager step runs inside of another step: nothing is queued, and the loop is busy with the outer one. */
  addEagerStep(columns: TaskColumns, row: number, t: number, length: number): void {
    this.log.add(this.#laneFor(columns, row), t, Math.max(SHORTEST, length), 0);
  }

  addCallback(loop: LoopState, t: number, length: number): void {
    const { callbacks, utilisation } = this.#trackFor(loop);
    this.log.add(callbacks, t, Math.max(SHORTEST, length), 0);
    utilisation.add(t, length);
  }

  addOutput(stream: 'stdout' | 'stderr', t: number): void {
    (stream === 'stdout' ? this.stdout : this.stderr).add(t, 0);
  }

  addWarning(code: RuleCode, t: number): void {
    let kind = this.rules.indexOf(code);
    if (kind === -1) kind = this.rules.push(code) - 1;
    this.warnings.add(t, kind);
  }

  /** The steps of the task with that lane; null: it has had none, or was let go. */
  lane(number: number): Lane | null {
    return this.#lanes[number] ?? null;
  }

  /** The task with that lane was let go. */
  forget(lane: number): void {
    if (lane === 0) return;
    this.#lanes[lane] = null;
    this.#free.push(lane);
  }

  /** The loop with that serial number is not kept any more. */
  retire(serial: number): void {
    const track = this.tracks.get(serial);
    if (track === undefined) return;
    this.#retired ??= new Utilisation(this.begin);
    this.#retired.absorb(track.utilisation);
    this.tracks.delete(serial);
    this.#track = null;
  }

  /** Of each loop, and of all together that are not kept any more. */
  get utilisations(): Utilisation[] {
    return [...this.tracks.values()].map(({ utilisation }) => utilisation).concat(this.#retired ?? []);
  }

  #laneFor({ lane }: TaskColumns, row: number): Lane {
    if (lane[row] === 0) {
      lane[row] = this.#free.pop() ?? this.#lanes.length;
      this.#lanes[lane[row]] = new Lane();
    }
    return this.#lanes[lane[row]!]!;
  }

  #trackFor(loop: LoopState): Track {
    if (this.#track !== null && this.#trackOf === loop.serial) return this.#track;
    let track = this.tracks.get(loop.serial);
    if (track === undefined) {
      track = { callbacks: new Lane(), utilisation: new Utilisation(this.begin) };
      this.tracks.set(loop.serial, track);
    }
    this.#track = track;
    this.#trackOf = loop.serial;
    return track;
  }
}
