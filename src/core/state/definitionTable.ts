/** What interned ids mean. Ids of different tags are independent of each other; 0 means "none". */
import type { Definition, Hello, Site } from '../events/definitions';
import type { Passage } from './passage';

/** Definitions whose meaning does not depend on when they came: an id means the same for ever. All states of a run may share them. */
class Dictionary {
  readonly names: string[] = [];
  readonly sites: Site[] = [];
  readonly chains = new Map<number, readonly number[]>();
  readonly stacks = new Map<number, readonly number[]>();
  /** Stack id → what its innermost line of the user's had called. */
  readonly calling = new Map<number, string>();
  /** Chain id → site id: chains are shown by one place, and looked up much more often than defined. */
  readonly chainPlaces = new Map<number, number>();
}

/** Whether a definition is in the dictionary that the states of a run share; others belong to their place in the stream. */
export const isTimeless = ([tag]: Definition): boolean => tag !== 'hello' && tag !== 'speed' && tag !== 'dropped';

export class DefinitionTable {
  hello: Hello | null = null;
  readonly #dropped: number[] = [];
  readonly #isDropped = new Set<number>();
  readonly #dictionary: Dictionary;

  /** @param kin the table of another state of the same run */
  constructor(kin: DefinitionTable | null = null) {
    this.#dictionary = kin === null ? new Dictionary() : kin.#dictionary;
  }

  define(definition: Definition): void {
    switch (definition[0]) {
      case 'hello':
        this.hello = definition[1];
        break;
      case 'speed':
        break; // of the program, no id's meaning
      case 'name':
        this.#dictionary.names[definition[1]] = definition[2];
        break;
      case 'site': {
        const [, id, path, line, column, qualname, user] = definition;
        this.#dictionary.sites[id] = { path, line, column, qualname, user };
        break;
      }
      case 'chain':
        this.#dictionary.chains.set(definition[1], definition[2]);
        this.#dictionary.chainPlaces.set(definition[1], this.#placeOf([...definition[2]].reverse()));
        break;
      case 'dropped':
        this.#dropped.push(definition[1]);
        this.#isDropped.add(definition[1]);
        break;
      case 'stack':
        this.#dictionary.stacks.set(definition[1], definition[2]);
        if (definition[3]) this.#dictionary.calling.set(definition[1], definition[3]);
        break;
    }
  }

  /** The text of a name; '' if it was never defined. */
  name(id: number): string {
    return this.#dictionary.names[id] ?? '';
  }

  site(id: number): Site | null {
    return this.#dictionary.sites[id] ?? null;
  }

  /** Whether what is made at that site is kept by nobody. */
  isDropped(site: number): boolean {
    return this.#isDropped.has(site);
  }

  /** The sites of a wait chain, outermost first. */
  chain(id: number): Site[] {
    return this.#resolve(this.#dictionary.chains.get(id));
  }

  /** How many sites a wait chain has, also such as were never defined. */
  chainLength(id: number): number {
    return this.#dictionary.chains.get(id)?.length ?? 0;
  }

  /** The sites of a stack, innermost first. */
  stack(id: number): Site[] {
    return this.#resolve(this.#dictionary.stacks.get(id));
  }

  /** What the innermost line of the user's had called in a stack, '' if that is not known. */
  calling(stack: number): string {
    return this.#dictionary.calling.get(stack) ?? '';
  }

  /** Where a task with that wait chain is parked: the id of its innermost site in the user's code, else in a library other than asyncio, else of its innermost. */
  chainPlace(id: number): number {
    return this.#dictionary.chainPlaces.get(id) ?? 0;
  }

  /** Only what is not timeless. */
  pass(io: Passage): void {
    this.hello = io.value(this.hello);
    io.items(this.#dropped, (site = 0) => io.number(site));
    if (io.reading) for (const site of this.#dropped) this.#isDropped.add(site);
  }

  #resolve(ids: readonly number[] | undefined): Site[] {
    return (ids ?? []).map((id) => this.#dictionary.sites[id]).filter((site) => site !== undefined);
  }

  #placeOf(innermostFirst: readonly number[]): number {
    const { sites } = this.#dictionary;
    return innermostFirst.find((id) => sites[id]?.user) ?? innermostFirst.find((id) => !isAsyncio(sites[id])) ?? innermostFirst[0] ?? 0;
  }
}

const isAsyncio = (site: Site | undefined): boolean => site === undefined || /[\\/]asyncio[\\/]\w+\.py$/.test(site.path);

/** The innermost site in the user's code, else the innermost, of a stack given innermost first. */
export const userSite = (stack: readonly Site[]): Site | null => stack.find((site) => site.user) ?? stack[0] ?? null;
