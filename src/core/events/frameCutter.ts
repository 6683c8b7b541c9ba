/** Cuts a byte stream at the ends of frames, so that frames of another origin may be put between. */
import { frameLength, HEADER_BYTES } from './frames';

export class FrameCutter {
  #rest: Uint8Array<ArrayBuffer> = new Uint8Array(0);

  /** Takes the next bytes; answers with all complete frames so far that were not given yet. What is no frame is passed on for the reader to complain about. */
  push(chunk: Uint8Array): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#rest.length + chunk.length);
    bytes.set(this.#rest);
    bytes.set(chunk, this.#rest.length);
    let end = 0;
    while (bytes.length - end >= HEADER_BYTES) {
      const length = frameLength(bytes, end);
      if (length === null) {
        end = bytes.length;
        break;
      }
      if (bytes.length - end < length) break;
      end += length;
    }
    this.#rest = bytes.subarray(end);
    return bytes.subarray(0, end);
  }
}
