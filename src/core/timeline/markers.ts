/** Moments at which something happened, with a small number that says what; the oldest are dropped, half at a time. */

const FIRST_CAPACITY = 64;
/** 9 bytes each. */
const MOST = 2 ** 18;

export class Markers {
  #times = new Float64Array(FIRST_CAPACITY);
  #kinds = new Uint8Array(FIRST_CAPACITY);
  #length = 0;

  /** Those a little before the last one are taken to be at the same moment. */
  add(t: number, kind: number): void {
    if (this.#length === this.#times.length) this.#makeRoom();
    this.#times[this.#length] = this.#length === 0 ? t : Math.max(t, this.#times[this.#length - 1]!);
    this.#kinds[this.#length] = kind;
    this.#length += 1;
  }

  /**
   * For each of `pixels` even parts of the time from `from` to `to` that has some: its number, how many there are, and the
   * kind of the first; pixel, count, kind, pixel, count, kind, …
   */
  inWindow(from: number, to: number, pixels: number): number[] {
    const found: number[] = [];
    const width = (to - from) / pixels;
    let index = this.#firstFrom(from);
    while (index < this.#length && this.#times[index]! < to) {
      const pixel = Math.min(pixels - 1, Math.floor((this.#times[index]! - from) / width));
      // at least the one that it is about, whatever the division says
      const next = Math.max(index + 1, this.#firstFrom(from + (pixel + 1) * width));
      found.push(pixel, next - index, this.#kinds[index]!);
      index = next;
    }
    return found;
  }

  /** Index of the first one at or after `t`. */
  #firstFrom(t: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#times[middle]! < t) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #makeRoom(): void {
    if (this.#length >= MOST) {
      const half = MOST / 2;
      this.#times.copyWithin(0, half);
      this.#kinds.copyWithin(0, half);
      this.#length -= half;
      return;
    }
    const times = new Float64Array(2 * this.#length);
    times.set(this.#times);
    this.#times = times;
    const kinds = new Uint8Array(2 * this.#length);
    kinds.set(this.#kinds);
    this.#kinds = kinds;
  }
}
