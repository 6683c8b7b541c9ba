/**
 * Keeps texts in order as they come, so that a table of 100,000 rows can be sorted by text through
 * numbers. Texts are held in chunks: adding one costs a binary search and a short move.
 */
const CHUNK = 512;

export class TextOrder {
  readonly #slots = new Map<string, number>();
  #chunks: { readonly texts: string[]; readonly slots: number[] }[] = [];
  #ranks = new Float64Array(16);
  #ranked = true;

  /** A small number that stands for `text` from now on: 0, 1, 2, … in order of arrival. */
  slot(text: string): number {
    let slot = this.#slots.get(text);
    if (slot === undefined) {
      slot = this.#slots.size;
      this.#slots.set(text, slot);
      this.#insert(text, slot);
      this.#ranked = false;
    }
    return slot;
  }

  /** For each slot the place of its text in the order of all texts. Valid until the next new text. */
  ranks(): Float64Array {
    if (!this.#ranked) {
      if (this.#ranks.length < this.#slots.size) this.#ranks = new Float64Array(2 * this.#slots.size);
      let rank = 0;
      for (const chunk of this.#chunks) for (const slot of chunk.slots) this.#ranks[slot] = rank++;
      this.#ranked = true;
    }
    return this.#ranks;
  }

  #insert(text: string, slot: number): void {
    const index = this.#chunkOf(text);
    const chunk = this.#chunks[index];
    if (chunk === undefined) {
      this.#chunks.push({ texts: [text], slots: [slot] });
      return;
    }
    const at = countBelow(chunk.texts, text);
    chunk.texts.splice(at, 0, text);
    chunk.slots.splice(at, 0, slot);
    if (chunk.texts.length > CHUNK) {
      const half = CHUNK >> 1;
      this.#chunks.splice(index + 1, 0, { texts: chunk.texts.splice(half), slots: chunk.slots.splice(half) });
    }
  }

  /** The last chunk that begins at or before `text`, or the first. */
  #chunkOf(text: string): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#chunks[middle]!.texts[0]! <= text) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}

/** How many of the sorted `texts` are less than `text`. */
function countBelow(texts: readonly string[], text: string): number {
  let low = 0;
  let high = texts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (texts[middle]! < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
