/** The frames of a piece of the stream, as they came, without what is known for good (`isTimeless`). */
import { assert } from '../../base/assert';
import { encodeDefinitionsFrame, encodeOutputFrame, encodeRowsFrame, type Frame, FrameReader, HEADER_BYTES } from '../events/frames';
import { ROW_BYTES } from '../events/schema';
import { isTimeless } from '../state/definitionTable';

const FIRST_CAPACITY = 4096;
/** Rows of one loop that follow each other become one frame up to this size. */
const JOINED_BYTES = 16 * 1024 * 1024;
/** Where a frame's header has the length of its payload. */
const LENGTH_AT = 4;

export class EventLog {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;
  /** Where the last frame begins, and whose rows it has; null: it has none. */
  #lastAt = 0;
  #lastLoop: number | null = null;
  rows = 0;

  /** @param capacity in bytes, at first */
  constructor(capacity = 0) {
    this.#bytes = new Uint8Array(Math.max(FIRST_CAPACITY, capacity));
  }

  add(frame: Frame): void {
    switch (frame.kind) {
      case 'rows':
        return this.#addRows(frame.loop, frame.words);
      case 'output':
        return this.#append(encodeOutputFrame(frame.stream, frame.t, frame.bytes));
      case 'definitions': {
        const kept = frame.definitions.filter((definition) => !isTimeless(definition));
        if (kept.length > 0) this.#append(encodeDefinitionsFrame(kept));
      }
    }
  }

  /** What is in it so far; valid until the next `add`. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  /** In bytes: what it takes. */
  get size(): number {
    return this.#bytes.length;
  }

  #addRows(loop: number, words: Uint32Array): void {
    const rows = Math.floor(words.byteLength / ROW_BYTES);
    const payload = new Uint8Array(words.buffer, words.byteOffset, rows * ROW_BYTES);
    this.rows += rows;
    const joined = this.#length - this.#lastAt - HEADER_BYTES + payload.length;
    if (this.#lastLoop !== loop || joined > JOINED_BYTES) {
      this.#append(encodeRowsFrame(loop, words.subarray(0, payload.length / words.BYTES_PER_ELEMENT)));
      this.#lastLoop = loop;
      return;
    }
    this.#reserve(payload.length);
    this.#bytes.set(payload, this.#length);
    this.#length += payload.length;
    new DataView(this.#bytes.buffer).setUint32(this.#lastAt + LENGTH_AT, joined, true);
  }

  #append(frame: Uint8Array): void {
    this.#reserve(frame.length);
    this.#bytes.set(frame, this.#length);
    this.#lastAt = this.#length;
    this.#lastLoop = null;
    this.#length += frame.length;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    larger.set(this.bytes);
    this.#bytes = larger;
  }
}

/** The frames in what a log held. */
export function framesIn(bytes: Uint8Array): readonly Frame[] {
  const frames = new FrameReader().push(bytes);
  assert(frames.ok, 'the history cannot be read');
  return frames.value;
}
