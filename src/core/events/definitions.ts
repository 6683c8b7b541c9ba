/**
 * Definitions frames: JSON text, an array of tuples whose first element is a tag. Each gives an
 * interned id its meaning, before the id's first use in a row. Ids of different tags are independent.
 */
import type { Location } from './location';

/** Facts about the process, first in every stream. */
export interface Hello {
  readonly schema: number;
  /** "3.14.2" */
  readonly python: string;
  /** "CPython", "PyPy" */
  readonly implementation: string;
  readonly platform: string;
  /** Wall clock (Unix epoch, ns) and monotonic clock (ns) read at the same moment. */
  readonly epoch: number;
  readonly clock: number;
}

export type Definition =
  | readonly ['hello', Hello]
  /** What it takes there to write a row, and to read the clock; ns. Told again from time to time: an interpreter becomes faster as it warms up. */
  | readonly ['speed', rowNs: number, clockNs: number]
  /** Any interned text: names of callbacks and tasks, reprs. */
  | readonly ['name', id: number, text: string]
  /** A place in code. Column is 1-based or 0 if not known. `user` is false in library code. */
  | readonly ['site', id: number, path: string, line: number, column: number, qualname: string, user: boolean]
  /** A wait chain: site ids, outermost coroutine first. */
  | readonly ['chain', id: number, sites: readonly number[]]
  /** A stack: site ids, innermost frame first. calling: what the source says that the innermost line of the user's had called ("time.sleep"), '' if not known. */
  | readonly ['stack', id: number, sites: readonly number[], calling?: string]
  /** What `create_task` returns at that site is thrown away. */
  | readonly ['dropped', site: number];

/** A site as the reader keeps it. */
export interface Site extends Location {
  readonly qualname: string;
  readonly user: boolean;
}
