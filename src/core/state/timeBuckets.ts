/** Times spread over buckets of equal length, in a ring: the bucket of a moment is its number modulo the length of the ring. */

/** Adds the time from `from` to `to` to the buckets of `length` ns that it falls into, or takes it away; of those up to number `last`, which must be open. */
export function addTime(ring: Float64Array, length: number, from: number, to: number, last: number, sign: 1 | -1 = 1): void {
  for (let bucket = Math.max(Math.floor(from / length), last - ring.length + 1); bucket <= last; bucket++) {
    ring[bucket % ring.length]! += sign * Math.max(0, Math.min(to, (bucket + 1) * length) - Math.max(from, bucket * length));
  }
}
