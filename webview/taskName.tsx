import type { VNode } from 'preact';
import type { Serial } from '../src/core/snapshot/protocol';
import { useActions } from './actions';
import { taskColorClass } from './taskColor';

interface TaskNameProps {
  readonly task: Serial | null;
  readonly name: string;
  /** −1 where the keyboard reaches it in another way. */
  readonly tabIndex?: number;
  /** It is part of something else that can be pressed. */
  readonly plain?: boolean;
}

/** A task's or callback's name with its colour: a dot for a task, a square for a callback. A click on a task shows what is known of it. */
export function TaskName({ task, name, tabIndex = -1, plain = false }: TaskNameProps): VNode {
  const { dispatch } = useActions();
  const inside = (
    <>
      <span class={task === null ? 'task-mark callback-mark' : 'task-mark'} aria-hidden="true" />
      <span class="task-label">{name}</span>
    </>
  );
  const classes = `task-name ${taskColorClass(task)}`;
  if (task === null || plain) {
    return (
      <span class={classes} title={name}>
        {inside}
      </span>
    );
  }
  return (
    <button type="button" class={`${classes} task-button`} title={`${name}: show what is known of it`} tabIndex={tabIndex} onClick={() => dispatch({ type: 'select', task })}>
      {inside}
    </button>
  );
}
