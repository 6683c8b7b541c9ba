/** Which elements stand at given places of a sorted list, without sorting the rest. */

/**
 * Indices of the elements that would stand at `start` … `start + length - 1` if all were sorted by
 * their keys, smallest first, those with equal keys by index. Takes O(n + length × log length) on
 * average. Keys must not be NaN.
 */
export function selectRange(keys: Float64Array, start: number, length: number): Int32Array {
  const count = keys.length;
  const end = Math.min(count, start + length);
  if (start >= end) return new Int32Array(0);
  const indices = new Int32Array(count);
  for (let i = 0; i < count; i++) indices[i] = i;
  if (start > 0) partition(keys, indices, 0, count - 1, start);
  if (end < count) partition(keys, indices, start, count - 1, end);
  return indices.slice(start, end).sort((a, b) => keys[a]! - keys[b]! || a - b);
}

/** Reorders `indices[low … high]` so that what belongs at `place` is there, smaller ones before and larger ones after it. */
function partition(keys: Float64Array, indices: Int32Array, low: number, high: number, place: number): void {
  while (low < high) {
    const pivot = medianOf(keys, indices, low, (low + high) >>> 1, high);
    const pivotKey = keys[pivot]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (isBefore(keys, indices[i]!, pivotKey, pivot)) i++;
      while (isAfter(keys, indices[j]!, pivotKey, pivot)) j--;
      if (i <= j) {
        const swapped = indices[i]!;
        indices[i] = indices[j]!;
        indices[j] = swapped;
        i++;
        j--;
      }
    }
    if (place <= j) high = j;
    else if (place >= i) low = i;
    else return;
  }
}

function isBefore(keys: Float64Array, index: number, pivotKey: number, pivot: number): boolean {
  const key = keys[index]!;
  return key < pivotKey || (key === pivotKey && index < pivot);
}

function isAfter(keys: Float64Array, index: number, pivotKey: number, pivot: number): boolean {
  const key = keys[index]!;
  return key > pivotKey || (key === pivotKey && index > pivot);
}

function medianOf(keys: Float64Array, indices: Int32Array, a: number, b: number, c: number): number {
  const x = indices[a]!;
  const y = indices[b]!;
  const z = indices[c]!;
  const less = (p: number, q: number): boolean => isBefore(keys, p, keys[q]!, q);
  if (less(x, y)) return less(y, z) ? y : less(x, z) ? z : x;
  return less(x, z) ? x : less(y, z) ? z : y;
}
