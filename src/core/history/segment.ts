/** A piece of a run's history: a keyframe, and what happened from then on up to the next one's. */
import type { Frame } from '../events/frames';
import { InspectorState } from '../state/state';
import { StateReader, StateWriter, type Written } from '../state/passage';
import { passState } from '../state/passState';
import { EventLog, framesIn } from './eventLog';
import { Packable, type Packer } from './packer';

/** What a value that is shared with the state takes in a keyframe: its place in a list. */
const VALUE_BYTES = 8;

/** The keyframe of a state, not packed: it can be made anew any number of times. */
export function saveState(state: InspectorState): Written {
  const writer = new StateWriter();
  passState(writer, state);
  return writer.end();
}

/** @param kin any state of the same run */
export function loadState(written: Written, kin: InspectorState): InspectorState {
  const state = new InspectorState(kin.options, kin);
  passState(new StateReader(written), state);
  return state;
}

export class Segment {
  /** Rows before it, and the last moment in the stream then, ns; 0 before the first. */
  readonly begin: number;
  readonly beginTime: number;
  /** How many numbers there were to keep in its keyframe: how long that took follows from it. */
  readonly keyframeNumbers: number;
  /** What its events took before they were packed; 0: there may be more to come. */
  logBytes = 0;
  /** It is not part of the history any more. */
  dropped = false;
  readonly #keyframe: Packable;
  readonly #values: readonly unknown[];
  #log: EventLog | null;
  #packed: Packable | null = null;
  #rows = 0;

  /** @param logBytes what its events will probably take */
  constructor(
    private readonly live: InspectorState,
    private readonly packer: Packer,
    logBytes: number,
  ) {
    this.begin = live.events;
    this.beginTime = live.time;
    this.#log = new EventLog(logBytes);
    const { bytes, values, numbers } = saveState(live);
    this.keyframeNumbers = numbers;
    this.#keyframe = new Packable(bytes, packer);
    this.#values = values;
  }

  get rows(): number {
    return this.#log?.rows ?? this.#rows;
  }

  /** In bytes: what it takes now. */
  get size(): number {
    return this.#keyframe.size + VALUE_BYTES * this.#values.length + (this.#log ?? this.#packed)!.size;
  }

  add(frame: Frame): void {
    this.#log?.add(frame);
  }

  /** Nothing will be added any more. */
  seal(): void {
    if (this.#log === null) return;
    this.#rows = this.#log.rows;
    this.logBytes = this.#log.bytes.length;
    this.#packed = new Packable(this.#log.bytes, this.packer);
    this.#log = null;
  }

  /** It takes more now than it will. */
  get packing(): boolean {
    return this.#keyframe.packing || (this.#packed?.packing ?? false);
  }

  get sealed(): boolean {
    return this.#log === null;
  }

  /** The state at its beginning; a new one each time. */
  load(): InspectorState {
    return loadState({ bytes: this.#keyframe.open(), values: this.#values, numbers: this.keyframeNumbers }, this.live);
  }

  frames(): readonly Frame[] {
    return framesIn(this.#log?.bytes ?? this.#packed!.open());
  }
}
