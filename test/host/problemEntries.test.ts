import { describe, expect, it } from 'vitest';
import type { StackFrame, WarningView } from '../../src/core/snapshot/protocol';
import { MAX_PER_FILE, occurrences, problemEntries, type Translate } from '../../src/host/problemEntries';

const fill: Translate = (message, ...values) => message.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)]));

let serial = 0;
function warning(fields: Partial<WarningView>): WarningView {
  serial += 1;
  return {
    id: serial,
    code: 'slow-callback',
    severity: 'warning',
    message: 'A step blocked the event loop.',
    location: { path: '/p/a.py', line: 3, column: 0 },
    duration: null,
    count: 1,
    task: null,
    stack: [],
    victims: [],
    ...fields,
  };
}

const at = (line: number, path = '/p/a.py') => ({ path, line, column: 0 });
const frame = (line: number, user: boolean, qualname = 'f', path = '/p/a.py'): StackFrame => ({ path, line, column: 0, qualname, user });
const entriesOf = (...warnings: WarningView[]) => problemEntries(warnings, fill).get('/p/a.py') ?? [];

describe('entries of the Problems view', () => {
  it('has one entry per rule and line, the longest first', () => {
    const entries = entriesOf(
      warning({ duration: 120.4, message: 'Short.' }),
      warning({ duration: 311.6, message: 'Long.' }),
      warning({ duration: 100, message: 'Short.' }),
      warning({ code: 'starved' }),
      warning({ location: at(9), duration: 150 }),
    );
    expect(entries.map(({ line, code, message }) => [line, code, message])).toEqual([
      [3, 'slow-callback', 'Long.\nShort.'],
      [3, 'starved', 'A step blocked the event loop.'],
      [9, 'slow-callback', 'A step blocked the event loop.'],
    ]);
  });

  it('leaves out what was seen, until it happens once more', () => {
    const blocks = warning({ duration: 120 });
    const starved = warning({ code: 'starved' });
    const seen = occurrences([blocks, starved]);
    const codes = (...warnings: WarningView[]) => (problemEntries(warnings, fill, {}, seen).get('/p/a.py') ?? []).map(({ code }) => code);
    expect(codes(blocks, starved)).toEqual([]);
    expect(codes({ ...blocks, duration: 300 }, starved)).toEqual([]);
    expect(codes({ ...blocks, count: 2 }, starved)).toEqual(['slow-callback']);
    expect(codes(blocks, starved, warning({ code: 'starved' }))).toEqual(['starved']);
    expect(codes(blocks, starved, warning({ location: at(9) }))).toEqual(['slow-callback']);
  });

  it('says by how much the victims came late', () => {
    const [entry] = entriesOf(warning({ victims: [{ label: 'poller', delay: 290.2 }, { label: 'tick', delay: 1200 }] }));
    expect(entry?.message).toBe('A step blocked the event loop.\nDelays: poller 290 ms, tick 1.2 s.');
  });

  it("lists the stack with the user's frames first", () => {
    const stack = [frame(1, false, 'sleep', '/lib/time.py'), frame(5, true, 'inner'), frame(7, false, 'run', '/lib/run.py'), frame(9, true, 'main')];
    const [entry] = entriesOf(warning({ stack }));
    expect(entry?.related.map(({ at: place, message }) => `${place.path}:${place.line} ${message}`)).toEqual([
      '/p/a.py:5 in inner',
      '/p/a.py:9 in main',
      '/lib/time.py:1 in sleep',
      '/lib/run.py:7 in run',
    ]);
  });

  it("puts a warning without a place on the innermost line of the user's, and leaves out one without any", () => {
    expect(entriesOf(warning({ location: null, stack: [frame(2, false), frame(5, true), frame(6, true)] })).map(({ line }) => line)).toEqual([5]);
    expect(problemEntries([warning({ location: null, stack: [frame(2, false)] })], fill).size).toBe(0);
  });

  it('sorts by file', () => {
    const files = problemEntries([warning({}), warning({ location: at(4, '/p/b.py') })], fill);
    expect([...files].map(([path, entries]) => [path, entries.map(({ line }) => line)])).toEqual([
      ['/p/a.py', [3]],
      ['/p/b.py', [4]],
    ]);
  });

  it('takes the worst severity', () => {
    expect(entriesOf(warning({ severity: 'information' }), warning({ severity: 'error' }), warning({}))[0]?.severity).toBe('error');
  });

  it('follows the severities that the settings give rules, and leaves muted rules out', () => {
    const warnings = [warning({}), warning({ code: 'starved', severity: 'information' }), warning({ code: 'deadlock', severity: 'error' })];
    const shown = problemEntries(warnings, fill, { 'slow-callback': 'hint', starved: 'error', deadlock: 'off' }).get('/p/a.py') ?? [];
    expect(shown.map(({ code, severity }) => [code, severity])).toEqual([['slow-callback', 'hint'], ['starved', 'error']]);
  });

  it('keeps at most so many per file: the most severe and the longest', () => {
    const many = Array.from({ length: 3 * MAX_PER_FILE }, (_, index) => warning({ location: at(index + 1), duration: index }));
    const entries = entriesOf(...many, warning({ location: at(1000), severity: 'error', duration: 0 }));
    expect(entries).toHaveLength(MAX_PER_FILE);
    expect(entries[0]?.message).toBe('… and 202 more in this file. The panel has all of them.');
    expect(entries.map(({ line }) => line)).toEqual([...Array.from({ length: MAX_PER_FILE - 1 }, (_, index) => 2 * MAX_PER_FILE + 2 + index), 1000]);
  });
});
