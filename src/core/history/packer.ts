/** Makes bytes smaller, beside the thread that asks for it. The core knows no such thing: whoever makes a history brings one. */
export interface Packer {
  /** Calls `done` some time later with what `unpack` takes. */
  pack(bytes: Uint8Array<ArrayBuffer>, done: (packed: Uint8Array<ArrayBuffer>) => void): void;
  /** @param length how many bytes they were */
  unpack(packed: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer>;
}

/** Bytes that will not change any more: as they are at first, packed as soon as that is done. */
export class Packable {
  #bytes: Uint8Array<ArrayBuffer>;
  readonly #length: number;
  #isPacked = false;

  constructor(
    bytes: Uint8Array<ArrayBuffer>,
    private readonly packer: Packer,
  ) {
    this.#bytes = bytes;
    this.#length = bytes.length;
    packer.pack(bytes, (packed) => {
      this.#bytes = packed;
      this.#isPacked = true;
    });
  }

  /** It is not done yet. */
  get packing(): boolean {
    return !this.#isPacked;
  }

  /** In bytes: what they take now. */
  get size(): number {
    return this.#isPacked ? this.#bytes.length : this.#bytes.buffer.byteLength;
  }

  /** A copy of them. */
  open(): Uint8Array<ArrayBuffer> {
    return this.#isPacked ? this.packer.unpack(this.#bytes, this.#length) : this.#bytes.slice();
  }
}
