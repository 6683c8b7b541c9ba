import { describe, expect, it } from 'vitest';
import type { Serial } from '../../src/core/snapshot/protocol';
import { RowSlots } from '../../webview/rowSlots';
import { taskRow } from './fixtures';

const row = (id: Serial) => taskRow(id);
const placed = (slots: RowSlots, ids: readonly (Serial | undefined)[], focused: Serial | null = null) =>
  slots.place(ids.map((id) => (id === undefined ? undefined : row(id))), focused);
const keys = (slots: RowSlots, ids: readonly (Serial | undefined)[], focused: Serial | null = null): number[] => placed(slots, ids, focused).map(({ key }) => key);

describe('the elements of rows', () => {
  it('stay those of the tasks that stay, wherever they go', () => {
    const slots = new RowSlots();
    expect(keys(slots, [1, 2, 3])).toEqual([0, 1, 2]);
    expect(keys(slots, [3, 1, 2])).toEqual([2, 0, 1]);
  });

  it('go to those that are new, in their order', () => {
    const slots = new RowSlots();
    keys(slots, [1, 2, 3, 4]);
    expect(keys(slots, [3, 4, 5, 6])).toEqual([2, 3, 0, 1]);
    expect(keys(slots, [10, 11, 12, 13])).toEqual([2, 3, 0, 1]);
  });

  it('are made where there are more rows than before', () => {
    const slots = new RowSlots();
    keys(slots, [1, 2]);
    expect(keys(slots, [2, 3, 4])).toEqual([1, 0, 2]);
  });

  it('are not taken over while they have the focus', () => {
    const slots = new RowSlots();
    keys(slots, [1, 2, 3]);
    expect(keys(slots, [4, 5, 6], 2)).toEqual([0, 2, 3]);
  });

  it('keep what they showed where a row is not known yet, and show what comes then', () => {
    const slots = new RowSlots();
    placed(slots, [1, 2]);
    expect(placed(slots, [undefined, undefined, undefined])).toEqual([
      { key: 0, row: row(1), known: false },
      { key: 1, row: row(2), known: false },
      { key: 2, row: null, known: false },
    ]);
    expect(placed(slots, [2, 7, 8])).toEqual([
      { key: 0, row: row(2), known: true },
      { key: 1, row: row(7), known: true },
      { key: 2, row: row(8), known: true },
    ]);
  });
});
