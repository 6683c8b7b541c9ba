/** Whether the loop is held, and before what. */
import type { ComponentChildren, VNode } from 'preact';
import type { Snapshot } from '../src/core/snapshot/protocol';
import { Icon } from './icon';
import { formatSpeed } from './speed';
import { TaskName } from './taskName';

/** Nothing while the loop goes as fast as it can. */
export function ControlState({ snapshot }: { readonly snapshot: Snapshot }): VNode | null {
  const { control, run } = snapshot;
  if (control === undefined || run.phase === 'ended') return null;
  const { icon, what, why } = sayings(snapshot, control);
  return (
    <p class={`control-state control-${control.mode}`}>
      <Icon name={icon} />
      <span class="control-what">{what}</span>
      <span class="control-why">
        {why}
        {control.partly !== undefined && ` ${control.partly} is written in C: it stops only before steps of tasks, and its timers run on.`}
      </span>
    </p>
  );
}

interface Saying {
  readonly icon: string;
  readonly what: ComponentChildren;
  readonly why: string;
}

function sayings({ idle, totals, running, history }: Snapshot, { mode, before, task, speed, partly }: NonNullable<Snapshot['control']>): Saying {
  const next = before === null ? null : <TaskName task={task} name={before} />;
  switch (mode) {
    case 'running':
      return { icon: 'watch', what: <>Slow motion, {formatSpeed(speed)}</>, why: 'Between two handles the loop’s clock stands still.' };
    case 'paused':
      if (next === null) return { icon: 'debug-pause', what: 'Paused: nothing is ready', why: 'The loop’s clock stands still. A step waits for the next handle.' };
      return { icon: 'debug-pause', what: <>Paused before {next}</>, why: 'The loop’s clock stands still: timers keep the time that they have left.' };
    case 'pausing':
      // what it waits for is not known from a past moment
      if (!history.live) return { icon: 'loading', what: 'Pausing', why: 'Before the next handle.' };
      if (totals.loops === 0) return { icon: 'loading', what: 'Pausing', why: 'As soon as an event loop runs.' };
      if (idle || (partly !== undefined && running === null)) return { icon: 'loading', what: 'Waiting for the next handle', why: 'Nothing is ready: the loop waits for a timer, I/O or a thread, and is then held.' };
      return { icon: 'loading', what: 'Pausing after this step', why: running === null ? '' : `${running.label} has not given control back yet.` };
  }
}
