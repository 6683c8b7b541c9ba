import { describe, expect, it } from 'vitest';
import { parseFromPanel, parseToPanel } from '../../src/core/panelMessages';
import type { FromPanel } from '../../src/core/panelProtocol';
import { DEFAULT_WINDOW } from '../../src/core/snapshot/protocol';
import { at, blocking, crowd, drivenByHand, endedWithWarnings, endedWithoutLoop, idle, running, starting } from './fixtures';

describe('messages from the page', () => {
  const good: readonly FromPanel[] = [
    { type: 'ready' },
    { type: 'view', window: DEFAULT_WINDOW },
    { type: 'acknowledge', sequence: 12 },
    { type: 'reveal', location: at(12) },
    { type: 'reveal', location: { path: 'Untitled-1', line: 1, column: 0 } },
    { type: 'stop' },
    { type: 'restart' },
    { type: 'changeInterpreter' },
  ];

  it.each(good)('takes $type', (message) => {
    expect(parseFromPanel(message)).toEqual({ ok: true, value: message });
  });

  it('drops keys that the protocol does not have', () => {
    expect(parseFromPanel({ type: 'stop', now: true })).toEqual({ ok: true, value: { type: 'stop' } });
  });

  it.each([
    [undefined],
    [null],
    ['stop'],
    [[]],
    [{}],
    [{ type: 'explode' }],
    [{ type: 'view' }],
    [{ type: 'view', window: { ...DEFAULT_WINDOW, taskSort: 'colour' } }],
    [{ type: 'view', window: { ...DEFAULT_WINDOW, taskStart: -1 } }],
    [{ type: 'view', window: { ...DEFAULT_WINDOW, taskCount: 1.5 } }],
    [{ type: 'view', window: { ...DEFAULT_WINDOW, taskFilter: 'x'.repeat(1001) } }],
    [{ type: 'acknowledge', sequence: '1' }],
    [{ type: 'acknowledge', sequence: NaN }],
    [{ type: 'reveal', location: { path: '', line: 1, column: 0 } }],
    [{ type: 'reveal', location: { path: '/a.py', line: 0, column: 0 } }],
    [{ type: 'reveal', location: '/a.py:1' }],
  ])('refuses %j', (message) => {
    expect(parseFromPanel(message)).toMatchObject({ ok: false, error: { code: 'panel-message' } });
  });

  it('says where the fault is', () => {
    const parsed = parseFromPanel({ type: 'view', window: { ...DEFAULT_WINDOW, taskCount: -4 } });
    expect(parsed.ok ? '' : parsed.error.message).toContain('window.taskCount');
  });
});

describe('messages to the page', () => {
  it.each(Object.entries({ starting, running, blocking, idle, endedWithWarnings, endedWithoutLoop, drivenByHand }))('takes a snapshot: %s', (_, snapshotOf) => {
    const message = { type: 'snapshot', snapshot: snapshotOf() };
    expect(parseToPanel(message)).toEqual({ ok: true, value: message });
  });

  it('takes a snapshot that passed through JSON', () => {
    expect(parseToPanel(JSON.parse(JSON.stringify({ type: 'snapshot', snapshot: crowd(1000, { taskStart: 0, taskCount: 50 }, 1) }))).ok).toBe(true);
  });

  it('takes the empty state', () => {
    expect(parseToPanel({ type: 'empty' })).toEqual({ ok: true, value: { type: 'empty' } });
  });

  it.each([undefined, null, 1, 'empty', {}, [], { type: 'snapshot' }, { type: 'snapshot', snapshot: null }, { type: 'toString' }])('refuses %j', (message) => {
    expect(parseToPanel(message).ok).toBe(false);
  });

  /** Every value in a snapshot, replaced by something of another kind. */
  const whole = endedWithWarnings({ running: running().running, driven: drivenByHand().driven, ready: running().ready });
  it.each(pathsOf(whole))('refuses a snapshot whose %s is of another kind', (path) => {
    const damaged = structuredClone(whole);
    const keys = path.split('.');
    const holder = keys.slice(0, -1).reduce((value, key) => value[key] as Tree, damaged as unknown as Tree);
    holder[keys.at(-1)!] = Symbol.for('nonsense') as unknown as Tree;
    expect(parseToPanel({ type: 'snapshot', snapshot: damaged }).ok).toBe(false);
  });
});

interface Tree {
  [key: string]: Tree;
}

/** The dotted paths of everything in `value`; of a list only the first element's. */
function pathsOf(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value).slice(0, Array.isArray(value) ? 1 : undefined);
  return entries.flatMap(([key, child]) => [`${prefix}${key}`, ...pathsOf(child, `${prefix}${key}.`)]);
}
