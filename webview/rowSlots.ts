/**
 * Which of the rows that are drawn shows which task. A row that stays in sight keeps its element. One that is new takes that of a row
 * that has left: to write into elements takes a fraction of the time that making them does, and a jump makes all rows new.
 */
import type { Serial, TaskRow } from '../src/core/snapshot/protocol';

export interface RowSlot {
  /** The same: the same element. */
  readonly key: number;
  /** What it shows; of one that is not known: what it showed before; null: nothing yet. */
  readonly row: TaskRow | null;
  readonly known: boolean;
}

export class RowSlots {
  #slots: readonly RowSlot[] = [];
  #keys = 0;

  /**
   * @param rows in order; undefined: not known yet
   * @param focused the task whose row has the focus, which no other task's may take over
   */
  place(rows: readonly (TaskRow | undefined)[], focused: Serial | null): readonly RowSlot[] {
    const wanted = new Set(rows.map((row) => row?.id));
    const kept = new Map<Serial, number>();
    const free: RowSlot[] = [];
    for (const slot of this.#slots) {
      const task = slot.known ? slot.row!.id : null;
      if (task === null) free.push(slot);
      else if (wanted.has(task)) kept.set(task, slot.key);
      else if (task !== focused) free.push(slot);
    }
    // in their order: then a jump moves no element
    let next = 0;
    this.#slots = rows.map((row) => {
      const key = row === undefined ? undefined : kept.get(row.id);
      if (row !== undefined && key !== undefined) return { key, row, known: true };
      const slot = free[next++];
      return { key: slot?.key ?? this.#keys++, row: row ?? slot?.row ?? null, known: row !== undefined };
    });
    return this.#slots;
  }
}
