import type { VNode } from 'preact';
import type { Serial } from '../src/core/snapshot/protocol';
import { taskColorClass } from './taskColor';

/** A task's or callback's name with its colour: a dot for a task, a square for a callback. */
export const TaskName = ({ task, name }: { readonly task: Serial | null; readonly name: string }): VNode => (
  <span class={`task-name ${taskColorClass(task)}`} title={name}>
    <span class={task === null ? 'task-mark callback-mark' : 'task-mark'} aria-hidden="true" />
    <span class="task-label">{name}</span>
  </span>
);
