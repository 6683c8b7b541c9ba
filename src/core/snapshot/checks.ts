/**
 * Predicates over unknown data, and how to put them together. Plain ones, because they run at every frame over some thousand
 * fields: they take a quarter of the time of a schema library. The compiler holds them to the types.
 */
import type { Location } from '../events/location';
import type { TaskState } from './words';

export type Check<T> = (value: unknown) => value is T;

export const isText: Check<string> = (value) => typeof value === 'string';
export const isNumber: Check<number> = (value): value is number => Number.isFinite(value);
export const isBoolean: Check<boolean> = (value) => typeof value === 'boolean';

export const nullable =
  <T>(check: Check<T>): Check<T | null> =>
  (value): value is T | null =>
    value === null || check(value);

export const optional =
  <T>(check: Check<T>): Check<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || check(value);

export const listOf =
  <T>(check: Check<T>): Check<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every((element) => check(element));

/** @param words all members of the union `T`, which the compiler sees to */
export const oneOf =
  <T extends string>(words: Readonly<Record<T, true>>): Check<T> =>
  (value): value is T =>
    typeof value === 'string' && Object.hasOwn(words, value);

/** @param checks one for every key of `T`; keys that `T` does not have are allowed */
export function record<T extends object>(checks: { readonly [K in keyof Required<T>]: Check<T[K]> }): Check<T> {
  const keys = Object.keys(checks);
  const each: readonly Check<unknown>[] = Object.values(checks);
  return (value): value is T => {
    if (typeof value !== 'object' || value === null) return false;
    for (let i = 0; i < keys.length; i++) {
      if (!each[i]!((value as Record<string, unknown>)[keys[i]!])) return false;
    }
    return true;
  };
}

export const isLocation = record<Location>({ path: isText, line: isNumber, column: isNumber });
export const isPlace = nullable(isLocation);

export const isTaskState = oneOf<TaskState>({ created: true, running: true, ready: true, parked: true, done: true, cancelled: true, failed: true, destroyed: true });
