import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inRoot } from '../../scripts/paths.mjs';
import { TASK_COLORS, taskColorClass } from '../../webview/taskColor';

it('gives a task one colour, and another to the tasks made just before and after', () => {
  expect(taskColorClass(12_345)).toBe(taskColorClass(12_345));
  const neighbours = Array.from({ length: TASK_COLORS }, (_, offset) => taskColorClass(1000 + offset));
  expect(new Set(neighbours).size).toBe(TASK_COLORS);
});

it('has a style for each', () => {
  const styles = readFileSync(inRoot('webview', 'styles', 'base.css'), 'utf8');
  for (const task of [null, ...Array.from({ length: TASK_COLORS }, (_, index) => index)]) expect(styles).toContain(`.${taskColorClass(task)} {`);
});
