/** Tasks of the same shape that stand beside each other, counted together. */
import type { AwaitGraph } from './awaitGraph';

export class Groups {
  readonly count: number;
  /** By group, in order of their first members: row of the first, and how many there are. */
  readonly first: Int32Array;
  readonly size: Int32Array;
  readonly #rows: ArrayLike<number>;
  /** By place in `rows`: its group. */
  readonly #group: Int32Array;
  /** `rows` in order of their groups, and where each group begins; made when somebody asks. */
  #sorted: { readonly rows: Int32Array; readonly from: Int32Array } | null = null;

  /** The groups of `rows`. Takes time in proportion to their number. */
  constructor({ shapeA, shapeB }: AwaitGraph, rows: ArrayLike<number>) {
    const { length } = rows;
    this.#rows = rows;
    this.#group = new Int32Array(length);
    const first = new Int32Array(length);
    const size = new Int32Array(length);
    const mask = length < 2 ? 1 : (1 << (33 - Math.clz32(length))) - 1;
    /** Number of a group + 1; 0: free. */
    const table = new Int32Array(mask + 1);
    let count = 0;
    for (let at = 0; at < length; at++) {
      const row = rows[at]!;
      const a = shapeA[row]!;
      const b = shapeB[row]!;
      let slot = (a ^ (b >>> 7)) & mask;
      let group = table[slot]! - 1;
      while (group >= 0 && (shapeA[first[group]!] !== a || shapeB[first[group]!] !== b)) {
        slot = (slot + 1) & mask;
        group = table[slot]! - 1;
      }
      if (group < 0) {
        group = count++;
        first[group] = row;
        table[slot] = count;
      }
      size[group]! += 1;
      this.#group[at] = group;
    }
    this.count = count;
    this.first = first.subarray(0, count);
    this.size = size.subarray(0, count);
  }

  /** Rows of a group's members, in the order in which they were given. */
  members(group: number): Int32Array {
    const { rows, from } = (this.#sorted ??= this.#sort());
    return rows.subarray(from[group], from[group]! + this.size[group]!);
  }

  /** The group of `row`; −1: none has it. */
  groupOf(row: number): number {
    const at = Array.prototype.indexOf.call(this.#rows, row);
    return at === -1 ? -1 : this.#group[at]!;
  }

  #sort(): { rows: Int32Array; from: Int32Array } {
    const from = new Int32Array(this.count);
    for (let group = 1; group < this.count; group++) from[group] = from[group - 1]! + this.size[group - 1]!;
    const next = from.slice();
    const rows = new Int32Array(this.#group.length);
    for (let at = 0; at < rows.length; at++) rows[next[this.#group[at]!]!++] = this.#rows[at]!;
    return { rows, from };
  }
}
