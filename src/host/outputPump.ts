import type { OutputChunk } from '../inspector/client';

/** The screen that output goes to. */
export interface OutputSink {
  /** Shows text, with `\r\n` line ends. */
  write(text: string): void;
  /** Resolves when the screen has dealt with what was written and more may come. */
  settled(): Promise<void>;
}

/**
 * The most bytes for the screen at once. Small enough that the window stays smooth, large enough that
 * a program which prints a lot is not held up by it.
 */
export const BATCH_BYTES = 16 * 1024;

/**
 * Passes a program's output on to the screen in order, in bounded batches, the next only when the
 * last has settled. What was shown is confirmed through `taken`, which is what lets the program
 * write on: endless output thus runs at the screen's speed.
 */
export class OutputPump {
  readonly #sink: OutputSink;
  readonly #taken: (bytes: number) => void;
  /** One decoder a stream: a character may be cut between two chunks of the same stream. */
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  #queue: OutputChunk[] = [];
  #draining: Promise<void> | null = null;
  #closed = false;

  constructor(sink: OutputSink, taken: (bytes: number) => void) {
    this.#sink = sink;
    this.#taken = taken;
  }

  push(chunk: OutputChunk): void {
    if (this.#closed) return;
    this.#queue.push(chunk);
    this.#draining ??= this.#drain();
  }

  /** Resolves when everything pushed so far is on the screen, with a mark for a last character cut off. */
  async end(): Promise<void> {
    await this.#draining;
    if (this.#closed) return;
    this.#closed = true;
    const cut = this.#decoders.stdout.decode() + this.#decoders.stderr.decode();
    if (cut !== '') this.#sink.write(cut);
  }

  /** Nobody looks any more: shows nothing further and lets the program write on. */
  discard(): void {
    this.#closed = true;
    const bytes = this.#queue.reduce((sum, chunk) => sum + chunk.bytes.length, 0);
    this.#queue = [];
    if (bytes > 0) this.#taken(bytes);
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#nextBatch();
      if (batch.text !== '') this.#sink.write(batch.text);
      await this.#sink.settled();
      this.#taken(batch.bytes);
    }
    this.#draining = null;
  }

  #nextBatch(): { readonly text: string; readonly bytes: number } {
    let text = '';
    let bytes = 0;
    let used = 0;
    for (const chunk of this.#queue) {
      if (bytes === BATCH_BYTES) break;
      const part = chunk.bytes.subarray(0, BATCH_BYTES - bytes);
      text += this.#decoders[chunk.stream].decode(part, { stream: true });
      bytes += part.length;
      if (part.length < chunk.bytes.length) {
        this.#queue[used] = { stream: chunk.stream, bytes: chunk.bytes.subarray(part.length) };
        break;
      }
      used += 1;
    }
    this.#queue.splice(0, used);
    return { text: text.replaceAll('\n', '\r\n'), bytes };
  }
}
