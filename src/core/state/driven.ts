/** Coroutines and generators that the program drives by hand. Of those that have ended, the latest are kept. */
import { DrivenAction, DrivenKind } from '../events/schema';
import type { Passage } from './passage';

export const DRIVEN_KEPT = 1000;

export class Driven {
  /** Times it was resumed, its start included. */
  resumes = 1;
  /** Of `DrivenAction`, the last that changed its state. */
  last: number = DrivenAction.yielded;
  /** Site id: where it is suspended, or was last. */
  at = 0;
  /** Name id of the repr of the last value yielded, returned or raised. */
  value = 0;
  /** Of the last value sent or exception thrown in; 0: not known. */
  sent = 0;

  constructor(
    readonly serial: number,
    readonly object: number,
    readonly coroutine: boolean,
    /** Site ids: its function, and where it is resumed from. */
    readonly code: number,
    readonly from: number,
  ) {}

  get ended(): boolean {
    return this.last === DrivenAction.returned || this.last === DrivenAction.raised;
  }
}

export class DrivenTable {
  readonly #byObject = new Map<number, Driven>();
  #kept: Driven[] = [];
  total = 0;
  letGo = 0;

  start(object: number, kind: number, code: number, from: number): Driven {
    this.total += 1;
    const driven = new Driven(this.total, object, kind === DrivenKind.coroutine, code, from);
    this.#byObject.set(object, driven);
    this.#kept.push(driven);
    if (this.#kept.length >= 2 * DRIVEN_KEPT) this.#letGo();
    return driven;
  }

  act(object: number, action: number, value: number, site: number): void {
    const known = this.#byObject.get(object);
    const driven = known ?? this.start(object, DrivenKind.coroutine, 0, 0);
    if (action === DrivenAction.resumed || action === DrivenAction.thrown) {
      driven.resumes += known === undefined ? 0 : 1;
      driven.sent = value;
    } else {
      driven.last = action;
      driven.value = value;
    }
    if (site !== 0) driven.at = site;
    if (driven.ended) this.#byObject.delete(object);
  }

  pass(io: Passage): void {
    this.total = io.number(this.total);
    this.letGo = io.number(this.letGo);
    io.items(this.#kept, (driven) => passDriven(io, driven));
    const suspended = io.reading ? [] : this.#kept.map((driven, index) => (this.#byObject.get(driven.object) === driven ? index : -1)).filter((index) => index >= 0);
    io.items(suspended, (index = 0) => io.number(index));
    if (io.reading) for (const index of suspended) this.#byObject.set(this.#kept[index]!.object, this.#kept[index]!);
  }

  /** In order of first appearance. */
  get kept(): readonly Driven[] {
    return this.#kept;
  }

  /** Drops the oldest; those that have ended first, but also what was abandoned halfway, so that memory stays bounded. */
  #letGo(): void {
    const excess = this.#kept.length - DRIVEN_KEPT;
    const dropped = new Set(this.#kept.filter((driven) => driven.ended).slice(0, excess));
    for (const driven of this.#kept) {
      if (dropped.size >= excess) break;
      dropped.add(driven);
    }
    for (const driven of dropped) this.#byObject.delete(driven.object);
    this.#kept = this.#kept.filter((driven) => !dropped.has(driven));
    this.letGo += dropped.size;
  }
}

function passDriven(io: Passage, before: Driven | undefined): Driven {
  const { serial, object, coroutine, code, from } = before ?? NO_DRIVEN;
  const passed = new Driven(io.number(serial), io.number(object), io.flag(coroutine), io.number(code), io.number(from));
  const driven = before ?? passed;
  driven.resumes = io.number(driven.resumes);
  driven.last = io.number(driven.last);
  driven.at = io.number(driven.at);
  driven.value = io.number(driven.value);
  driven.sent = io.number(driven.sent);
  return driven;
}

const NO_DRIVEN = new Driven(0, 0, false, 0, 0);
