/** The tasks and futures of a loop by their addresses. */
import { AddressMap } from './addressMap';
import { FutureRecord, FutureDouble } from './objectColumns';
import { type Awaitable, referred } from './objects';
import type { Passage } from './passage';
import type { RunObjects } from './runObjects';
import type { Reference } from './taskColumns';
import { follow } from './taskTable';

export class ObjectMap {
  readonly #map = new AddressMap();
  readonly #tables: RunObjects;

  constructor(tables: RunObjects) {
    this.#tables = tables;
  }

  get(address: number): Awaitable | null {
    return referred(this.#tables, this.#map.get(address));
  }

  find(address: number): Reference {
    return this.#map.get(address);
  }

  set(address: number, object: Reference): void {
    this.#map.set(address, object);
  }

  /** Forgets what is at `address`, if it is that. */
  remove(address: number, object: Reference): void {
    if (this.#map.get(address) === object) this.#map.delete(address);
  }

  /** Tasks have other rows now: `moved` says which, by their rows before. */
  follow(moved: Int32Array): void {
    follow(this.#map.values, moved);
  }

  /** Tasks and futures must have been passed: they know their addresses. */
  pass(io: Passage): void {
    const size = io.number(this.#map.size);
    const { tasks, futures } = this.#tables;
    const objects = io.column(io.reading ? NONE : sorted(this.#map.values, size, -futures.columns.length, tasks.columns.length), size);
    if (!io.reading) return;
    this.#map.reserve(size);
    for (const object of objects) this.#map.set(object > 0 ? tasks.columns.address[object]! : futures.columns.doubles[-object * FutureRecord.doubles + FutureDouble.address]!, object);
  }
}

const NONE = new Int32Array(0);
/** More places than so many for each value are not worth a look at each. */
const SPARSE = 64;

/** The `size` values that are not 0 in order, all of them above `least` and below `most`: mostly each is one more than the last. */
function sorted(values: Int32Array, size: number, least: number, most: number): Int32Array<ArrayBuffer> {
  const found = new Int32Array(size);
  let count = 0;
  if (most - least > SPARSE * size) {
    for (const value of values) if (value !== 0) found[count++] = value;
    return found.sort();
  }
  // each is there once: to mark them takes a tenth of the time that sorting does
  const isThere = new Uint8Array(most - least);
  for (let slot = 0; slot < values.length; slot++) isThere[values[slot]! - least] = 1;
  isThere[-least] = 0;
  for (let place = 0; place < isThere.length; place++) if (isThere[place] === 1) found[count++] = place + least;
  return found;
}
