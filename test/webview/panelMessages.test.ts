import { describe, expect, it } from 'vitest';
import { parseFromPanel, parseToPanel } from '../../src/core/panelMessages';
import type { FromPanel } from '../../src/core/panelProtocol';
import { DEFAULT_WINDOW } from '../../src/core/snapshot/protocol';
import { at, blocking, crowd, drivenByHand, endedWithWarnings, endedWithoutLoop, idle, inThePast, running, starting } from './fixtures';

describe('messages from the page', () => {
  const good: readonly FromPanel[] = [
    { type: 'ready' },
    { type: 'view', window: DEFAULT_WINDOW },
    { type: 'openExample' },
    { type: 'view', window: { ...DEFAULT_WINDOW, selected: 3, tree: { first: 40, count: 120, toggled: ['t1', 'f0.a.b'], filter: 'x', find: 3 } } },
    { type: 'control', command: { kind: 'pause' } },
    { type: 'control', command: { kind: 'step', unit: 'iteration' } },
    { type: 'control', command: { kind: 'speed', handlesPerSecond: null } },
    { type: 'control', command: { kind: 'cancelTask', task: 7 } },
    { type: 'travel', destination: { to: 'live' } },
    { type: 'travel', destination: { to: 'time', time: 1.5 } },
    { type: 'travel', destination: { to: 'position', position: 7 } },
    { type: 'travel', destination: { to: 'step', unit: 'handle', direction: -1 } },
    { type: 'acknowledge', sequence: 12 },
    { type: 'reveal', location: at(12) },
    { type: 'reveal', location: { path: 'Untitled-1', line: 1, column: 0 } },
    { type: 'stop' },
    { type: 'restart' },
    { type: 'changeInterpreter' },
    { type: 'copy', text: 'State\tName\n' },
    { type: 'explainRule', code: 'deadlock' },
    { type: 'muteRule', code: 'starved', muted: true },
    { type: 'view', window: { ...DEFAULT_WINDOW, taskStates: ['parked', 'ready'], loop: 3, taskSort: 'queued' } },
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
    [{ type: 'control', command: { kind: 'speed', handlesPerSecond: 0 } }],
    [{ type: 'control', command: { kind: 'step', unit: 'year' } }],
    [{ type: 'view', window: { ...DEFAULT_WINDOW, taskCount: 1.5 } }],
    [{ type: 'view', window: { ...DEFAULT_WINDOW, taskFilter: 'x'.repeat(1001) } }],
    [{ type: 'view', window: { ...DEFAULT_WINDOW, taskStates: ['asleep'] } }],
    [{ type: 'view', window: { ...DEFAULT_WINDOW, loop: -1 } }],
    [{ type: 'muteRule', code: '../editor', muted: true }],
    [{ type: 'muteRule', code: 'starved' }],
    [{ type: 'explainRule', code: 7 }],
    [{ type: 'copy', text: 'x'.repeat(1_000_001) }],
    [{ type: 'view', window: { ...DEFAULT_WINDOW, tree: { first: -1, count: 120, toggled: [], filter: '', find: null } } }],
    [{ type: 'view', window: { ...DEFAULT_WINDOW, tree: { first: 0, count: 120, toggled: Array.from({ length: 1001 }, () => 't1'), filter: '', find: null } } }],
    [{ type: 'travel', destination: { to: 'time', time: Infinity } }],
    [{ type: 'travel', destination: { to: 'step', unit: 'handle', direction: 2 } }],
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
  it.each(Object.entries({ starting, running, blocking, idle, inThePast, endedWithWarnings, endedWithoutLoop, drivenByHand }))('takes a snapshot: %s', (_, snapshotOf) => {
    const message = { type: 'snapshot', snapshot: snapshotOf() };
    expect(parseToPanel(message)).toEqual({ ok: true, value: message });
  });

  it('takes a snapshot that passed through JSON', () => {
    expect(parseToPanel(JSON.parse(JSON.stringify({ type: 'snapshot', snapshot: crowd(1000, { taskStart: 0, taskCount: 50 }, 1) }))).ok).toBe(true);
  });

  it('takes the empty state', () => {
    expect(parseToPanel({ type: 'empty' })).toEqual({ ok: true, value: { type: 'empty' } });
  });

  it('takes tasks to be shown', () => {
    for (const selected of [null, 7]) {
      const message = { type: 'show', tab: 'tasks', filter: 'worker', selected };
      expect(parseToPanel(message)).toEqual({ ok: true, value: message });
    }
  });

  const show = { type: 'show', tab: 'tasks', filter: '', selected: null };
  it.each([{ ...show, tab: 'nothing' }, { ...show, filter: 1 }, { ...show, filter: 'x'.repeat(1001) }, { ...show, selected: -1 }, { type: 'show' }])('refuses to show %j', (message) => {
    expect(parseToPanel(message).ok).toBe(false);
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
