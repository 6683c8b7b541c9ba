import { describe, expect, it } from 'vitest';
import { baseName, formatCount, formatDue, formatDuration, formatIsDue, formatPercent, locationTitle, plural } from '../../webview/format';

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [0.0001, '<1 µs'],
    [0.035, '35 µs'],
    [0.9994, '999 µs'],
    [0.9996, '1.0 ms'],
    [1.25, '1.3 ms'],
    [9.949, '9.9 ms'],
    [9.96, '10 ms'],
    [120, '120 ms'],
    [999.6, '1.0 s'],
    [1_234, '1.2 s'],
    [12_345, '12 s'],
    [59_400, '59 s'],
    [59_600, '1 min 0 s'],
    [125_000, '2 min 5 s'],
    [3_599_700, '1 h 0 min'],
    [3_780_000, '1 h 3 min'],
    [-3, '−3.0 ms'],
    [Infinity, '–'],
    [NaN, '–'],
  ])('%d ms is "%s"', (duration, text) => {
    expect(formatDuration(duration)).toBe(text);
  });
});

it('formatIsDue', () => {
  expect([120, 0, -15].map(formatIsDue)).toEqual(['is due in 120 ms', 'is due now', 'is overdue by 15 ms']);
});

describe('formatDue', () => {
  it.each([
    [120, 'in 120 ms'],
    [0, 'due now'],
    [-0.4, 'due now'],
    [-3, 'overdue by 3.0 ms'],
  ])('%d ms is "%s"', (dueIn, text) => {
    expect(formatDue(dueIn)).toBe(text);
  });
});

it('groups the digits of counts and minds the plural', () => {
  expect(formatCount(1_234_567)).toBe('1,234,567');
  expect([plural(0, 'task'), plural(1, 'task'), plural(1_200, 'task')]).toEqual(['0 tasks', '1 task', '1,200 tasks']);
});

it.each([
  [0, '0%'],
  [0.01, '<0.1%'],
  [3.44, '3.4%'],
  [62.4, '62%'],
  [100, '100%'],
])('%d percent is "%s"', (percent, text) => {
  expect(formatPercent(percent)).toBe(text);
});

it('names files of both kinds of systems', () => {
  expect(baseName('/home/ada/a b.py')).toBe('a b.py');
  expect(baseName('C:\\work\\Grüße.py')).toBe('Grüße.py');
  expect(baseName('Untitled-1')).toBe('Untitled-1');
});

it('tells the column only when it is known', () => {
  expect(locationTitle({ path: '/a.py', line: 3, column: 5 })).toBe('/a.py:3:5');
  expect(locationTitle({ path: '/a.py', line: 3, column: 0 })).toBe('/a.py:3');
});
