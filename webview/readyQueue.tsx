import type { VNode } from 'preact';
import type { HandleView, Snapshot } from '../src/core/snapshot/protocol';
import { hiddenSentence } from '../src/core/snapshot/hiddenLoop';
import { formatCount, formatDuration } from './format';
import { Nothing, Section } from './section';
import { useSlowCallback } from './slowCallback';
import { taskColorClass } from './taskColor';
import { TaskName } from './taskName';

interface ReadyQueueProps {
  readonly ready: Snapshot['ready'];
  readonly hiddenBy: Snapshot['hiddenBy'];
  readonly ended: boolean;
}

/** The handles that are due to run, the next one first. */
export function ReadyQueue({ ready: { total, items }, hiddenBy, ended }: ReadyQueueProps): VNode {
  const more = total - items.length;
  return (
    <Section id="ready" title="Ready queue" level={3} {...(hiddenBy === undefined || total > 0 ? { count: total } : {})} hint="Run one after another, in this order">
      {(items.length === 0 || hiddenBy !== undefined) && <Nothing>{hiddenBy === undefined ? nobody(ended) : hiddenSentence(hiddenBy)}</Nothing>}
      {items.length > 0 && (
        <ol class="chips" tabIndex={0} aria-label={`Ready queue, ${formatCount(total)} in order`}>
          {items.map((handle, index) => (
            <Chip key={handle.id} handle={handle} place={index + 1} />
          ))}
          {more > 0 && <li class="chips-more">{`and ${formatCount(more)} more`}</li>}
        </ol>
      )}
    </Section>
  );
}

const nobody = (ended: boolean): string => (ended ? 'Nobody was left in the queue.' : 'Nobody waits for a turn.');

function Chip({ handle: { id, label, task, waiting, queuedBy }, place }: { readonly handle: HandleView; readonly place: number }): VNode {
  const by = queuedBy === null ? '' : `by ${queuedBy}`;
  return (
    <li data-handle={id} class={`chip ${taskColorClass(task)}`} title={`${label}: waits for ${formatDuration(waiting)}${by === '' ? '' : `, queued ${by}`}`}>
      <span class="chip-place" aria-hidden="true">
        {place}
      </span>
      <TaskName task={task} name={label} />
      <span class={waiting >= useSlowCallback() ? 'chip-wait too-long' : 'chip-wait'}>{formatDuration(waiting)}</span>
      <span class="chip-by">{by}</span>
    </li>
  );
}
