import { describe, expect, it } from 'vitest';
import { rowsInSight, rowsToAskFor, scrollTopFor, tableLayout } from '../../webview/tableWindow';

describe('rowsInSight', () => {
  it('counts rows that are in sight in part', () => {
    expect(rowsInSight(0, 100, 24)).toEqual({ first: 0, count: 5 });
    expect(rowsInSight(12, 96, 24)).toEqual({ first: 0, count: 5 });
    expect(rowsInSight(24, 96, 24)).toEqual({ first: 1, count: 4 });
  });

  it('copes with a table that is not laid out yet, and with overscrolling', () => {
    expect(rowsInSight(0, 0, 24)).toEqual({ first: 0, count: 1 });
    expect(rowsInSight(-30, 48, 24)).toEqual({ first: 0, count: 2 });
  });
});

describe('rowsToAskFor', () => {
  it('asks for more on either side', () => {
    expect(rowsToAskFor({ first: 0, count: 20 })).toEqual({ taskStart: 0, taskCount: 50 });
    expect(rowsToAskFor({ first: 60, count: 20 })).toEqual({ taskStart: 25, taskCount: 100 });
  });

  it('asks for nothing new when scrolled by a row', () => {
    expect(rowsToAskFor({ first: 61, count: 20 })).toEqual(rowsToAskFor({ first: 60, count: 20 }));
  });

  it('always holds at least 25 rows beyond the lower edge and as many beyond the upper one, if there are', () => {
    for (let first = 0; first < 300; first++) {
      const { taskStart, taskCount } = rowsToAskFor({ first, count: 33 });
      expect(taskStart).toBeLessThanOrEqual(Math.max(0, first - 25));
      expect(taskStart + taskCount).toBeGreaterThanOrEqual(first + 33 + 25);
    }
  });
});

it('scrolls only as far as it must', () => {
  expect(scrollTopFor(3, 0, 240, 24)).toBe(0);
  expect(scrollTopFor(10, 0, 240, 24)).toBe(24);
  expect(scrollTopFor(1, 120, 240, 24)).toBe(24);
});

it('lays a row out in as few lines as there is room for', () => {
  expect([1600, 1000, 999, 600, 440, 0].map((width) => tableLayout(width).name)).toEqual(['one-line', 'one-line', 'two-lines', 'two-lines', 'three-lines', 'four-lines']);
});
