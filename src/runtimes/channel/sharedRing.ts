/**
 * A byte pipe through shared memory between two threads: one writer, one reader. The writer waits
 * while the ring is full, so nothing is lost; the reader never waits.
 *
 * Layout: 16 bytes of header (u32 written, u32 read: byte counts modulo 2^32), then the bytes. The capacity is a power of two, so the counts wrap without a seam.
 */
const HEADER_BYTES = 16;
const WRITTEN = 0;
const READ = 1;

export type RingMemory = SharedArrayBuffer;

/** @param capacity in bytes, a power of two */
export function createRing(capacity: number): RingMemory {
  if (capacity <= 0 || (capacity & (capacity - 1)) !== 0) throw new RangeError('a ring holds a power of two bytes');
  return new SharedArrayBuffer(HEADER_BYTES + capacity);
}

class Ring {
  protected readonly header: Int32Array<SharedArrayBuffer>;
  protected readonly bytes: Uint8Array<SharedArrayBuffer>;

  constructor(memory: RingMemory) {
    this.header = new Int32Array(memory, 0, HEADER_BYTES / 4);
    this.bytes = new Uint8Array(memory, HEADER_BYTES);
  }

  /** Bytes written and not yet read. */
  get used(): number {
    return (Atomics.load(this.header, WRITTEN) - Atomics.load(this.header, READ)) >>> 0;
  }
}

export class RingWriter extends Ring {
  /**
   * Writes all bytes, waiting for the reader while the ring is full.
   * @returns milliseconds it waited
   */
  write(data: Uint8Array): number {
    let offset = 0;
    let waited = 0;
    while (offset < data.length) {
      const read = Atomics.load(this.header, READ);
      const written = Atomics.load(this.header, WRITTEN);
      const free = this.bytes.length - ((written - read) >>> 0);
      if (free === 0) {
        const began = performance.now();
        Atomics.wait(this.header, READ, read);
        waited += performance.now() - began;
        continue;
      }
      const at = (written >>> 0) & (this.bytes.length - 1);
      const count = Math.min(free, data.length - offset, this.bytes.length - at);
      this.bytes.set(data.subarray(offset, offset + count), at);
      Atomics.store(this.header, WRITTEN, (written + count) | 0);
      offset += count;
    }
    return waited;
  }
}

export class RingReader extends Ring {
  /** Takes up to `limit` bytes, in order; an empty array if there are none. The bytes are the caller's. */
  read(limit = Infinity): Uint8Array<ArrayBuffer> {
    const count = Math.min(this.used, limit);
    const result = new Uint8Array(count);
    const read = Atomics.load(this.header, READ);
    const at = (read >>> 0) & (this.bytes.length - 1);
    const first = Math.min(count, this.bytes.length - at);
    result.set(this.bytes.subarray(at, at + first));
    result.set(this.bytes.subarray(0, count - first), first);
    Atomics.store(this.header, READ, (read + count) | 0);
    Atomics.notify(this.header, READ);
    return result;
  }
}
