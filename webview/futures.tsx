import type { VNode } from 'preact';
import type { FutureView, Snapshot } from '../src/core/snapshot/protocol';
import { formatCount, formatDuration } from './format';
import { LocationLink } from './location';
import { Nothing, Section } from './section';
import { TaskName } from './taskName';

interface FuturesProps {
  readonly futures: Snapshot['futures'];
  readonly ended: boolean;
}

/** Results that are still to come, the oldest first. */
export function Futures({ futures: { total, items }, ended }: FuturesProps): VNode {
  const more = total - items.length;
  return (
    <Section id="futures" title="Pending futures" level={3} count={total} hint="Wake whoever waits when somebody sets the result">
      {items.length === 0 ? (
        <Nothing>{ended ? 'No future was left pending.' : 'Nobody waits for a result to be set.'}</Nothing>
      ) : (
        <ul class="list" tabIndex={0} aria-label="Pending futures, the oldest first">
          {items.map((future) => (
            <Future key={future.id} future={future} />
          ))}
          {more > 0 && <li class="list-more">{`and ${formatCount(more)} younger`}</li>}
        </ul>
      )}
    </Section>
  );
}

function Future({ future }: { readonly future: FutureView }): VNode {
  const { id, age, waiters, waiterCount, createdBy, createdAt, purpose } = future;
  return (
    <li class="list-row future">
      <span class="future-name">Future #{id}</span>
      <span class="future-waiters">
        {waiterCount === 0 ? 'awaited by nobody' : waiterCount === 1 ? 'awaited by' : `awaited by ${formatCount(waiterCount)}:`}
        {waiters.map(({ task, name }) => (
          <TaskName key={task} task={task} name={name} />
        ))}
        {waiterCount > waiters.length && '…'}
      </span>
      <span class="list-figure">{formatDuration(age)}</span>
      <span class="future-origin">
        {purpose !== '' && <span class="future-purpose">{purpose}</span>}
        {createdBy !== null && <span class="future-creator">made by {createdBy}</span>}
        {createdAt !== null && <span>{createdBy === null ? 'made at' : 'at'}</span>}
        {createdAt !== null && <LocationLink to={createdAt} />}
      </span>
    </li>
  );
}
