/** Records of a fixed size, only ever appended and dropped oldest first, in chunks so that neither moves memory. */

export interface Chunk {
  /** The same memory, as the two kinds of numbers that records consist of. */
  readonly doubles: Float64Array;
  readonly words: Uint32Array;
  /** Records in it, written or to come, that were not released. */
  left: number;
}

export class ChunkedLog {
  readonly #chunks: (Chunk | null)[] = [];
  readonly #doubles: number;
  readonly #endAt: number;
  readonly #perChunk: number;
  readonly #mask: number;
  readonly #grown: () => void;
  #open: Chunk | null = null;
  /** Chunks before this one are gone. */
  #first = 0;
  #kept = 0;
  /** Records so far; also the next one's number. The first is number 1, so that 0 can say "none". */
  length = 1;

  /**
   * @param doubles 8-byte places in a record
   * @param endAt the one that tells until when the record goes
   * @param perChunk records in a chunk, a power of two
   * @param grown called when there is a chunk more
   */
  constructor(doubles: number, endAt: number, perChunk: number, grown: () => void) {
    this.#doubles = doubles;
    this.#endAt = endAt;
    this.#perChunk = perChunk;
    this.#mask = perChunk - 1;
    this.#grown = grown;
  }

  get bytes(): number {
    return this.#kept * this.#perChunk * this.#doubles * 8;
  }

  /** Adds a record of zeros, to be filled in at `offset(number)` of the chunk. */
  append(): Chunk {
    const number = this.length++;
    if (this.#open === null || (number & this.#mask) === 0) this.#open = this.#add();
    return this.#open;
  }

  /** The chunk that record `number` is in; null if it was dropped. */
  chunk(number: number): Chunk | null {
    return this.#chunks[Math.floor(number / this.#perChunk)] ?? null;
  }

  /** Where a record's doubles begin in its chunk; its words begin at twice that. */
  offset(number: number): number {
    return (number & this.#mask) * this.#doubles;
  }

  /** Nobody will look at that record, which is in `chunk`, again. */
  release(chunk: Chunk, number: number): void {
    chunk.left -= 1;
    if (chunk.left === 0) this.#drop(Math.floor(number / this.#perChunk));
  }

  /** Until when the oldest full chunk goes; Infinity if none is full. */
  get oldest(): number {
    while (this.#first < this.#chunks.length && this.#chunks[this.#first] === null) this.#first += 1;
    const chunk = this.#first < this.#chunks.length - 1 ? this.#chunks[this.#first] : null;
    return chunk?.doubles[(this.#perChunk - 1) * this.#doubles + this.#endAt] ?? Infinity;
  }

  /** Drops the oldest chunk, which must be full; returns how many records were in it that nobody had released. */
  dropOldest(): number {
    const { left } = this.#chunks[this.#first]!;
    this.#drop(this.#first);
    return left;
  }

  #drop(index: number): void {
    this.#chunks[index] = null;
    this.#kept -= 1;
  }

  #add(): Chunk {
    const doubles = new Float64Array(this.#perChunk * this.#doubles);
    // number 0 is never given
    const chunk = { doubles, words: new Uint32Array(doubles.buffer), left: this.#chunks.length === 0 ? this.#perChunk - 1 : this.#perChunk };
    this.#chunks.push(chunk);
    this.#kept += 1;
    this.#grown();
    return chunk;
  }
}
