/**
 * A map whose keys are addresses: whole numbers above zero and below 2^53, and whose values are whole numbers of 32 bits other
 * than 0. A `Map` allocates a number object for each such key and loses half of the fold's time by it; this is a hash
 * table of typed keys with open addressing and no tombstones.
 */
const FIRST_CAPACITY = 64;

export class AddressMap {
  #keys = new Float64Array(FIRST_CAPACITY);
  #values = new Int32Array(FIRST_CAPACITY);
  #shift = 32 - Math.log2(FIRST_CAPACITY);
  #mask = FIRST_CAPACITY - 1;
  size = 0;

  /** 0: there is none. */
  get(key: number): number {
    const keys = this.#keys;
    const mask = this.#mask;
    let slot = hash(key) >>> this.#shift;
    for (;;) {
      const found = keys[slot]!;
      if (found === key) return this.#values[slot]!;
      if (found === 0) return 0;
      slot = (slot + 1) & mask;
    }
  }

  set(key: number, value: number): void {
    if (key === 0) return;
    if (this.size * 4 >= this.#keys.length * 3) this.#grow();
    const keys = this.#keys;
    const mask = this.#mask;
    let slot = hash(key) >>> this.#shift;
    while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & mask;
    if (keys[slot] === 0) {
      keys[slot] = key;
      this.size += 1;
    }
    this.#values[slot] = value;
  }

  delete(key: number): void {
    if (key === 0) return;
    const keys = this.#keys;
    const values = this.#values;
    const mask = this.#mask;
    let slot = hash(key) >>> this.#shift;
    while (keys[slot] !== key) {
      if (keys[slot] === 0) return;
      slot = (slot + 1) & mask;
    }
    this.size -= 1;
    // Moves back whoever would not be found any more behind the gap.
    let gap = slot;
    for (;;) {
      slot = (slot + 1) & mask;
      const moved = keys[slot]!;
      if (moved === 0) break;
      const home = hash(moved) >>> this.#shift;
      if (((slot - home) & mask) >= ((slot - gap) & mask)) {
        keys[gap] = moved;
        values[gap] = values[slot]!;
        gap = slot;
      }
    }
    keys[gap] = 0;
    values[gap] = 0;
  }

  /** The values; 0 in places that are free. Those that are changed must not become 0. */
  get values(): Int32Array {
    return this.#values;
  }

  /** Makes room for so many keys, in a map that is empty. */
  reserve(size: number): void {
    let capacity = FIRST_CAPACITY;
    while (size * 4 >= capacity * 3) capacity *= 2;
    this.#allocate(capacity);
  }

  #grow(): void {
    const keys = this.#keys;
    const values = this.#values;
    this.#allocate(2 * keys.length);
    this.size = 0;
    for (let slot = 0; slot < keys.length; slot++) if (keys[slot] !== 0) this.set(keys[slot]!, values[slot]!);
  }

  #allocate(capacity: number): void {
    this.#keys = new Float64Array(capacity);
    this.#values = new Int32Array(capacity);
    this.#mask = capacity - 1;
    this.#shift = 32 - Math.log2(capacity);
  }
}

/** Objects lie at multiples of 16 and often at equal distances: the multiplication spreads them over the upper bits. */
const hash = (key: number): number => Math.imul((key >>> 4) ^ (key / 2 ** 32), 0x9e37_79b1) >>> 0;
