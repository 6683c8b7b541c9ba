/** What interned ids mean. Ids of different tags are independent of each other; 0 means "none". */
import type { Definition, Hello, Site } from '../events/definitions';

export class DefinitionTable {
  hello: Hello | null = null;
  readonly #names: string[] = [];
  readonly #sites: Site[] = [];
  readonly #dropped = new Set<number>();
  readonly #chains = new Map<number, readonly number[]>();
  readonly #stacks = new Map<number, readonly number[]>();
  /** Stack id → what its innermost line of the user's had called. */
  readonly #calling = new Map<number, string>();
  /** Chain id → site id: chains are shown by one place, and looked up much more often than defined. */
  readonly #chainPlaces = new Map<number, number>();

  define(definition: Definition): void {
    switch (definition[0]) {
      case 'hello':
        this.hello = definition[1];
        break;
      case 'name':
        this.#names[definition[1]] = definition[2];
        break;
      case 'site': {
        const [, id, path, line, column, qualname, user] = definition;
        this.#sites[id] = { path, line, column, qualname, user };
        break;
      }
      case 'chain':
        this.#chains.set(definition[1], definition[2]);
        this.#chainPlaces.set(definition[1], this.#placeOf([...definition[2]].reverse()));
        break;
      case 'dropped':
        this.#dropped.add(definition[1]);
        break;
      case 'stack':
        this.#stacks.set(definition[1], definition[2]);
        if (definition[3]) this.#calling.set(definition[1], definition[3]);
        break;
    }
  }

  /** The text of a name; '' if it was never defined. */
  name(id: number): string {
    return this.#names[id] ?? '';
  }

  site(id: number): Site | null {
    return this.#sites[id] ?? null;
  }

  /** Whether what is made at that site is kept by nobody. */
  isDropped(site: number): boolean {
    return this.#dropped.has(site);
  }

  /** The sites of a wait chain, outermost first. */
  chain(id: number): Site[] {
    return this.#resolve(this.#chains.get(id));
  }

  /** The sites of a stack, innermost first. */
  stack(id: number): Site[] {
    return this.#resolve(this.#stacks.get(id));
  }

  /** What the innermost line of the user's had called in a stack, '' if that is not known. */
  calling(stack: number): string {
    return this.#calling.get(stack) ?? '';
  }

  /** Where a task with that wait chain is parked: the id of its innermost site in the user's code, else of its innermost. */
  chainPlace(id: number): number {
    return this.#chainPlaces.get(id) ?? 0;
  }

  #resolve(ids: readonly number[] | undefined): Site[] {
    return (ids ?? []).map((id) => this.#sites[id]).filter((site) => site !== undefined);
  }

  #placeOf(innermostFirst: readonly number[]): number {
    return innermostFirst.find((id) => this.#sites[id]?.user) ?? innermostFirst[0] ?? 0;
  }
}

/** The innermost site in the user's code, else the innermost, of a stack given innermost first. */
export const userSite = (stack: readonly Site[]): Site | null => stack.find((site) => site.user) ?? stack[0] ?? null;
