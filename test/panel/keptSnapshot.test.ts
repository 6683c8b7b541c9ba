import { describe, expect, it } from 'vitest';
import { NO_HISTORY } from '../../src/core/snapshot/historyView';
import { isSnapshot } from '../../src/core/snapshot/isSnapshot';
import type { Snapshot } from '../../src/core/snapshot/protocol';
import { restoreSnapshot, serializeSnapshot } from '../../src/panel/keptSnapshot';
import { crowd, endedWithWarnings, running } from '../webview/fixtures';

const kept = (snapshot: Snapshot): Snapshot | null => {
  const text = serializeSnapshot(snapshot);
  return text.ok ? restoreSnapshot(text.value) : null;
};

describe('a kept snapshot', () => {
  it('of a run that was under way comes back as ended, with all that was seen', () => {
    const before = running();
    const after = kept(before);
    expect(after).toEqual({ ...before, history: NO_HISTORY, running: null, run: { ...before.run, phase: 'ended', exit: expect.objectContaining({ reason: 'stopped' }) as unknown } });
    expect(isSnapshot(after)).toBe(true);
  });

  it('of a run that had ended comes back as it was', () => {
    expect(kept(endedWithWarnings())).toEqual({ ...endedWithWarnings(), history: NO_HISTORY });
  });

  it('has a bounded number of tasks, and promises no others', () => {
    const after = kept(crowd(100_000, { taskStart: 5_000, taskCount: 1_000 }, 7));
    expect(after?.tasks).toMatchObject({ total: 200, start: 0, rows: { length: 200 } });
  });

  it('is not kept at all when it is far too large', () => {
    const before = running();
    const text = serializeSnapshot({ ...before, run: { ...before.run, program: 'x'.repeat(3_000_000) } });
    expect(text).toMatchObject({ ok: false, error: { code: 'kept-snapshot' } });
  });

  it.each(['', 'null', '{', '[]', '{"run":{}}', JSON.stringify({ ...running(), tasks: 5 })])('is mistrusted: %s', (text) => {
    expect(restoreSnapshot(text)).toBeNull();
  });
});
