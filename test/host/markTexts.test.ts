import { describe, expect, it } from 'vitest';
import type { CoroutineMark, ParkedTask, YieldPointMark } from '../../src/core/snapshot/sourceMarks';
import { blockedText, coroutineText, merged, yieldPointTexts } from '../../src/host/markTexts';

/** As VS Code does without a translation. */
const t = (message: string, ...args: (string | number)[]): string => message.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)]));

const NOW = 1_700_000_010_000;
const NOTHING: YieldPointMark = { line: 2, column: 5, reached: 0, ceded: 0, waits: 0, total: 0, longest: 0, parked: 0, tasks: [] };
const say = (changes: Partial<YieldPointMark>): string => yieldPointTexts('await', [{ mark: { ...NOTHING, ...changes }, now: NOW, link: ({ id }) => `command:${id}` }], t).join('\n');

describe('of a yield point it is said', () => {
  it('what it is, before any run', () => {
    expect(yieldPointTexts('async for', [], t)).toEqual(['`async for`: a yield point, where control may go back to the event loop.']);
  });

  it('that it was not reached, or that nobody knows', () => {
    expect(say({})).toBe('`await`: not reached in this run.');
    expect(say({ reached: null })).toContain('not known before Python 3.12');
  });

  it('that it never ceded, and why', () => {
    expect(say({ reached: 1 })).toBe(
      '`await`: **reached, but never gave control back**.\nAwaiting a coroutine runs it like a function call. Only a future that is not done yet suspends the task and lets others run.',
    );
    expect(say({ reached: 100 })).toContain('never gave control back**, at least 100 times.');
  });

  it('how often it ceded, and how long the waits were', () => {
    expect(say({ ceded: 1 })).toBe('`await`: **gave control back** to the event loop, at least once.');
    expect(say({ ceded: 4, waits: 4, total: 1200, longest: 600 })).toContain('at least 4 times.\nWaited 1.2 s in all, 300 ms on average, 600 ms at the longest until the task ran again');
    expect(say({ ceded: 1, waits: 1, total: 90, longest: 90 })).toContain('Waited 90 ms until the task ran again');
  });

  it('who is parked there, for how long, and how many more', () => {
    const tasks: ParkedTask[] = [
      { id: 3, name: 'reader', since: NOW - 2500 },
      { id: 4, name: 'late', since: null },
    ];
    expect(say({ ceded: 9, parked: 9, tasks })).toContain('**Parked here now**: [reader](command:3) for 2.5 s, [late](command:4), 7 more.');
  });

  it('nothing that a name makes of it', () => {
    const [, text] = yieldPointTexts('await', [{ mark: { ...NOTHING, ceded: 1, parked: 1, tasks: [{ id: 1, name: 'a](command:evil)[**b** <img>\nc', since: null }] }, now: NOW, link: () => 'command:ours' }], t);
    expect(text).toBe('**Parked here now**: [a\\]\\(command:evil\\)\\[\\*\\*b\\*\\* \\<img\\> c](command:ours).');
  });
});

it('places of one yield point are told together', () => {
  const enters: YieldPointMark = { ...NOTHING, ceded: 3, reached: 3, waits: 2, total: 300, longest: 200, parked: 1, tasks: [{ id: 1, name: 'a', since: null }] };
  const leaves: YieldPointMark = { ...NOTHING, ceded: 1, reached: 2, waits: 1, total: 250, longest: 250 };
  expect(merged(enters, leaves)).toEqual({ ...NOTHING, reached: 3, ceded: 4, waits: 3, total: 550, longest: 250, parked: 1, tasks: enters.tasks });
  expect(merged({ ...NOTHING, reached: null }, leaves).reached).toBe(2);
});

it('of a line that blocks: how often, how long', () => {
  expect(blockedText({ line: 1, count: 1, longest: 301 }, t)).toBe('**Blocked the event loop** for 301 ms: nothing else could run.');
  expect(blockedText({ line: 1, count: 3, longest: 301 }, t)).toContain('3 times, for 301 ms at the longest');
});

describe('of a coroutine function it is said', () => {
  const mark: CoroutineMark = { line: 1, name: 'f', tasks: 3, live: 0, steps: 12, longestStep: 250, parked: 1200, waiting: 0, waitingSince: 0 };

  it('what its tasks did', () => {
    expect(coroutineText(mark, NOW, t)).toBe('3 tasks · 12 steps · longest 250 ms · 1.2 s parked');
    expect(coroutineText({ ...mark, tasks: 1, steps: 1, live: 1 }, NOW, t)).toBe('1 task · 1 step · longest 250 ms · 1.2 s parked');
  });

  it('how many of them live, if some do', () => {
    expect(coroutineText({ ...mark, live: 1 }, NOW, t)).toContain('3 tasks (1 live) · ');
  });

  it('how long they have been parked until now', () => {
    expect(coroutineText({ ...mark, live: 3, waiting: 2, waitingSince: NOW - 4000 }, NOW, t)).toContain('9.2 s parked');
  });
});
