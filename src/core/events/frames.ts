/**
 * Frames: how the event stream is cut into pieces.
 *
 * | bytes       | what                                                                              |
 * |-------------|-----------------------------------------------------------------------------------|
 * | 0 … 3       | kind (`FrameKind`), u32 little-endian, as are the next three                      |
 * | 4 … 7       | length of the payload in bytes, without padding                                   |
 * | 8 … 11      | arg: rows: the loop's serial number; output: 1 stdout, 2 stderr; definitions: 0   |
 * | 12 … 15     | 0                                                                                 |
 * | 16 …        | the payload, padded with zeros to a multiple of 8                                 |
 *
 * Payloads: *rows*, see `schema.ts`; *definitions*, UTF-8 JSON, see `definitions.ts`; *output*, the time
 * in nanoseconds as u64, then the bytes that the program wrote.
 */
import { nanos, type Nanos } from '../../base/brand';
import { err, ok, type CodedError, type Result } from '../../base/result';
import type { Definition } from './definitions';
import { parseDefinitions } from './parseDefinitions';
import { ROW_BYTES } from './schema';

export const FrameKind = { rows: 1, definitions: 2, output: 3 } as const;
export type FrameKind = (typeof FrameKind)[keyof typeof FrameKind];

export const HEADER_BYTES = 16;

/** A frame that claims to be longer is not one: producers flush every few thousand rows. */
export const MAX_PAYLOAD_BYTES = 64 * 1024 * 1024;

export interface RowsFrame {
  readonly kind: 'rows';
  readonly loop: number;
  /** Eight a row: the low and the high half of each of the four words. May share memory with the chunk it came in. */
  readonly words: Uint32Array;
}

export interface DefinitionsFrame {
  readonly kind: 'definitions';
  readonly definitions: readonly Definition[];
}

export interface OutputFrame {
  readonly kind: 'output';
  readonly stream: 'stdout' | 'stderr';
  readonly t: Nanos;
  /** May share memory with the chunk it came in. */
  readonly bytes: Uint8Array;
}

export type Frame = RowsFrame | DefinitionsFrame | OutputFrame;

const padded = (length: number): number => (length + 7) & ~7;

const malformed = (what: string): Result<never> =>
  err({ code: 'malformed-stream', message: `The program's event stream is damaged (${what}). Run it again; if this stays, report it.` });

/** The bytes of one frame around `payload`. */
export function encodeFrame(kind: FrameKind, arg: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + padded(payload.length));
  const header = new DataView(bytes.buffer);
  header.setUint32(0, kind, true);
  header.setUint32(4, payload.length, true);
  header.setUint32(8, arg, true);
  bytes.set(payload, HEADER_BYTES);
  return bytes;
}

/** A rows frame of the loop with that serial number. `words`: eight halves a row, as in `RowsFrame`. */
export const encodeRowsFrame = (loop: number, words: Uint32Array): Uint8Array =>
  encodeFrame(FrameKind.rows, loop, new Uint8Array(words.buffer, words.byteOffset, words.byteLength));

export const encodeDefinitionsFrame = (definitions: readonly Definition[]): Uint8Array =>
  encodeFrame(FrameKind.definitions, 0, new TextEncoder().encode(JSON.stringify(definitions)));

export function encodeOutputFrame(stream: 'stdout' | 'stderr', t: Nanos, bytes: Uint8Array): Uint8Array {
  const payload = new Uint8Array(8 + bytes.length);
  new DataView(payload.buffer).setBigUint64(0, BigInt(t), true);
  payload.set(bytes, 8);
  return encodeFrame(FrameKind.output, stream === 'stdout' ? 1 : 2, payload);
}

/**
 * Cuts a byte stream into frames. Chunks may end anywhere; a frame that lies within one chunk, 8 bytes
 * aligned, is not copied. A damaged stream cannot be picked up again: after the first error every call
 * answers with that error.
 */
export class FrameReader {
  /** The frame that was begun and not finished: header and payload together. */
  #part: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #have = 0;
  /** Bytes the begun frame needs in all; the header's until that is complete. */
  #need = HEADER_BYTES;
  #headerRead = false;
  #failure: Result<never> | null = null;

  /**
   * Takes the next bytes of the stream; answers with the frames that are complete now, in order. They
   * may be views of `chunk`: use them before its memory is used again.
   */
  push(chunk: Uint8Array): Result<readonly Frame[], CodedError> {
    if (this.#failure) return this.#failure;
    const frames: Frame[] = [];
    let at = 0;
    while (at < chunk.length) {
      if (this.#have === 0 && chunk.length - at >= HEADER_BYTES) {
        const size = frameBytes(chunk, at);
        if (!size.ok) return this.#fail(size);
        if (chunk.length - at >= size.value) {
          const frame = decodeFrame(chunk, at);
          if (!frame.ok) return this.#fail(frame);
          frames.push(frame.value);
          at += size.value;
          continue;
        }
      }
      const taken = this.#collect(chunk, at);
      if (!taken.ok) return this.#fail(taken);
      at += taken.value;
      if (this.#headerRead && this.#have === this.#need) {
        const frame = decodeFrame(this.#part, 0);
        if (!frame.ok) return this.#fail(frame);
        frames.push(frame.value);
        this.#reset();
      }
    }
    return ok(frames);
  }

  /** Says whether the stream may end here: an error if a frame is incomplete. */
  end(): Result<null, CodedError> {
    if (this.#failure) return this.#failure;
    return this.#have === 0 ? ok(null) : malformed('it ends in the middle of a frame');
  }

  /** Adds to the begun frame what `chunk` has for it from `at` on; answers with the number of bytes taken. */
  #collect(chunk: Uint8Array, at: number): Result<number, CodedError> {
    if (this.#part.length < this.#need) {
      // A frame decoded earlier may still be in use: never write into its memory again.
      const larger = new Uint8Array(this.#need);
      larger.set(this.#part.subarray(0, this.#have));
      this.#part = larger;
    }
    const taken = Math.min(this.#need - this.#have, chunk.length - at);
    this.#part.set(chunk.subarray(at, at + taken), this.#have);
    this.#have += taken;
    if (this.#have === this.#need && !this.#headerRead) {
      const size = frameBytes(this.#part, 0);
      if (!size.ok) return size;
      this.#headerRead = true;
      this.#need = size.value;
    }
    return ok(taken);
  }

  #reset(): void {
    this.#part = new Uint8Array(0);
    this.#have = 0;
    this.#need = HEADER_BYTES;
    this.#headerRead = false;
  }

  #fail(failure: { readonly ok: false; readonly error: CodedError }): Result<never> {
    this.#failure = failure;
    this.#reset();
    return failure;
  }
}

/** Length in bytes of the frame whose header begins at `at`, padding included; null if that is no header. */
export function frameLength(bytes: Uint8Array, at: number): number | null {
  const length = frameBytes(bytes, at);
  return length.ok ? length.value : null;
}

/** Length in bytes of the frame whose header begins at `at`, padding included. */
function frameBytes(bytes: Uint8Array, at: number): Result<number, CodedError> {
  const header = new DataView(bytes.buffer, bytes.byteOffset + at, HEADER_BYTES);
  const kind = header.getUint32(0, true);
  const length = header.getUint32(4, true);
  const arg = header.getUint32(8, true);
  if (kind < FrameKind.rows || kind > FrameKind.output) return malformed(`unknown frame kind ${kind}`);
  if (length > MAX_PAYLOAD_BYTES) return malformed(`a frame of ${length} bytes`);
  if (header.getUint32(12, true) !== 0) return malformed('a reserved field is set');
  if (kind === FrameKind.rows && length % ROW_BYTES !== 0) return malformed(`rows of ${length} bytes`);
  if (kind === FrameKind.output && (length < 8 || arg < 1 || arg > 2)) return malformed('output of no stream');
  return ok(HEADER_BYTES + padded(length));
}

/** Decodes the complete frame at `at`, whose header was checked. */
function decodeFrame(bytes: Uint8Array, at: number): Result<Frame, CodedError> {
  const header = new DataView(bytes.buffer, bytes.byteOffset + at, HEADER_BYTES);
  const kind = header.getUint32(0, true);
  const arg = header.getUint32(8, true);
  const begin = at + HEADER_BYTES;
  const payload = bytes.subarray(begin, begin + header.getUint32(4, true));
  if (kind === FrameKind.rows) return ok({ kind: 'rows', loop: arg, words: wordsOf(payload) });
  if (kind === FrameKind.output) {
    const t = new DataView(payload.buffer, payload.byteOffset, 8).getBigUint64(0, true);
    return ok({ kind: 'output', stream: arg === 1 ? 'stdout' : 'stderr', t: nanos(Number(t)), bytes: payload.subarray(8) });
  }
  const definitions = parseDefinitions(payload);
  return definitions.ok ? ok({ kind: 'definitions', definitions: definitions.value }) : definitions;
}

function wordsOf(payload: Uint8Array): Uint32Array {
  const aligned = payload.byteOffset % 8 === 0 ? payload : payload.slice();
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
}
