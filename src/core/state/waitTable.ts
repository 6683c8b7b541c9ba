/**
 * How long tasks stay away from their code, by the places where they gave up control. *That* a task is suspended is
 * told at each step; *where* only when it is sampled there (every 50 ms, or when the loop rests) or cedes there for
 * the first time. So times of tasks are exact, and those of places are of the waits that were seen: every long one.
 */
import type { Site } from '../events/definitions';
import { placeKey } from '../rules/evidence';
import type { DefinitionTable } from './definitionTable';
import type { TaskColumns } from './taskColumns';

/** Waits at one place that were seen and are over. */
export interface PlaceWaits {
  readonly site: Site;
  count: number;
  /** ns */
  total: number;
  /** ns */
  longest: number;
}

export class WaitTable {
  readonly #places = new Map<string, PlaceWaits>();
  /** By site id: several may be one place. */
  readonly #bySite: (PlaceWaits | undefined)[] = [];
  /** Chain id → its places, each once: a recursive function has many frames at one. */
  readonly #byChain: (readonly PlaceWaits[] | undefined)[] = [];

  /** By serial number the places where a task has given up control, if they are known; of its present wait only. */
  readonly #ofTasks = new Map<number, readonly PlaceWaits[]>();

  constructor(private readonly definitions: DefinitionTable) {}

  /** The places where the task in `row` waits now. */
  of(columns: TaskColumns, row: number): readonly PlaceWaits[] {
    return columns.placed[row] === 0 ? [] : (this.#ofTasks.get(columns.serial[row]!) ?? []);
  }

  put(columns: TaskColumns, row: number, places: readonly PlaceWaits[]): void {
    columns.placed[row] = 1;
    this.#ofTasks.set(columns.serial[row]!, places);
  }

  forget(columns: TaskColumns, row: number): void {
    if (columns.placed[row] === 0) return;
    columns.placed[row] = 0;
    this.#ofTasks.delete(columns.serial[row]!);
  }

  /** The wait of the task in `row` took `length` ns: so its places learn, and it is over. */
  tell(columns: TaskColumns, row: number, length: number): void {
    for (const place of this.of(columns, row)) {
      place.count += 1;
      place.total += length;
      if (length > place.longest) place.longest = length;
    }
    this.forget(columns, row);
  }

  get places(): ReadonlyMap<string, PlaceWaits> {
    return this.#places;
  }

  /** The place with that site id; null if it was never defined. */
  place(id: number): PlaceWaits | null {
    const known = this.#bySite[id];
    if (known !== undefined) return known;
    const site = this.definitions.site(id);
    if (site === null) return null;
    const place = this.#placeOf(site);
    this.#bySite[id] = place;
    return place;
  }

  /** The places of a wait chain, outermost first. */
  chain(id: number): readonly PlaceWaits[] {
    return (this.#byChain[id] ??= [...new Set(this.definitions.chain(id).map((site) => this.#placeOf(site)))]);
  }

  #placeOf(site: Site): PlaceWaits {
    const key = placeKey(site);
    let place = this.#places.get(key);
    if (place === undefined) {
      place = { site, count: 0, total: 0, longest: 0 };
      this.#places.set(key, place);
    }
    return place;
  }
}
