/** Throws if `condition` is false: a bug of ours, never a user's mistake. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Loop Inspector bug: ${message}`);
}

/** Marks a `switch` as exhaustive: the compiler rejects it when a case is missing. */
export function unreachable(value: never): never {
  throw new Error(`Loop Inspector bug: unexpected ${JSON.stringify(value)}`);
}
