/** Numbers of one kind, one after the other in memory. */
export type Column = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** A column of zeros of the same kind. */
export const ofLength = <T extends Column>(like: T, length: number): T => new (like.constructor as new (length: number) => T)(length);

/** The same numbers, and room for more up to `capacity`. */
export function larger<T extends Column>(from: T, capacity: number): T {
  const to = ofLength(from, capacity);
  to.set(from);
  return to;
}
