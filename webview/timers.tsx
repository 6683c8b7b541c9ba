import type { VNode } from 'preact';
import type { Snapshot, TimerView } from '../src/core/snapshot/protocol';
import { formatCount, formatDue } from './format';
import { Nothing, Section } from './section';
import { useSlowCallback } from './slowCallback';
import { TaskName } from './taskName';

interface TimersProps {
  readonly timers: Snapshot['timers'];
  readonly hiddenBy: Snapshot['hiddenBy'];
  readonly ended: boolean;
}

/** What is to run at a set time, the next one first. */
export function Timers({ timers: { total, items }, hiddenBy, ended }: TimersProps): VNode {
  const more = total - items.length;
  return (
    <Section id="timers" title="Timers" level={3} count={total} hint="Join the ready queue when due">
      {items.length === 0 ? (
        <Nothing>{noTimer(ended, hiddenBy)}</Nothing>
      ) : (
        <ol class="list" tabIndex={0} aria-label="Timers by due time">
          {items.map((timer) => (
            <Timer key={timer.id} timer={timer} ended={ended} />
          ))}
          {more > 0 && <li class="list-more">{`and ${formatCount(more)} later`}</li>}
        </ol>
      )}
    </Section>
  );
}

function noTimer(ended: boolean, hiddenBy: string | undefined): string {
  if (hiddenBy !== undefined) return `Nobody ${ended ? 'slept at the end' : 'sleeps'}. Other timers of ${hiddenBy} cannot be seen.`;
  return ended ? 'No timer was set at the end.' : 'No timer is set: nobody sleeps or has a timeout.';
}

function Timer({ timer: { label, task, dueIn, setBy }, ended }: { readonly timer: TimerView; readonly ended: boolean }): VNode {
  const slow = useSlowCallback();
  return (
    <li class="list-row">
      <TaskName task={task} name={label} />
      {setBy !== null && <span class="timer-by">set by {setBy}</span>}
      <span class={!ended && dueIn <= -slow ? 'list-figure too-long' : 'list-figure'}>{formatDue(dueIn)}</span>
    </li>
  );
}
