import { describe, expect, it } from 'vitest';
import { duration, taskLabel } from '../../../src/core/rules/messages';

describe('the words of warnings', () => {
  it.each([
    [0, '0 ms'],
    [0.01, '<0.1 ms'],
    [0.26, '0.3 ms'],
    [9.94, '9.9 ms'],
    [9.96, '10 ms'],
    [301.4, '301 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [9_949, '9.9 s'],
    [9_951, '10 s'],
    [3_600_000, '3600 s'],
  ])('%d ms reads %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it('says that a name is a task’s unless it says so itself', () => {
    expect(['Task-3', 'task #4', 'worker'].map(taskLabel)).toEqual(['Task-3', 'task #4', 'Task worker']);
  });
});
