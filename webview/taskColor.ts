/** Each task keeps one colour wherever it is shown. The colours themselves are the theme's (`styles/base.css`). */
import type { Serial } from '../src/core/snapshot/protocol';

/** As many as `.task-color-N` classes. */
export const TASK_COLORS = 8;

/**
 * Class that sets `--task-color`; for a callback that belongs to no task a neutral one. Serial numbers
 * follow each other, and so do the colours: tasks made one after another look different.
 */
export const taskColorClass = (task: Serial | null): string => (task === null ? 'task-color-none' : `task-color-${task % TASK_COLORS}`);
