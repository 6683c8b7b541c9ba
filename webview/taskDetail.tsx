/** All that is known of a task, part by part. */
import type { ComponentChildren, VNode } from 'preact';
import type { Location } from '../src/core/events/location';
import type { TaskRow, TaskState } from '../src/core/snapshot/protocol';
import type { DetailTask, DetailWaiter, SourceLine, TaskDetail as AnyDetail } from '../src/core/snapshot/taskDetailProtocol';
import type { TaskTimes } from '../src/core/snapshot/timelineProtocol';
import { useActions } from './actions';
import { Button } from './controls';
import { formatCount, formatDuration, plural } from './format';
import { Histogram } from './histogram';
import { Icon } from './icon';
import { LocationLink } from './location';
import type { Moment } from './moment';
import { useSlowCallback } from './slowCallback';
import { TaskName } from './taskName';
import { StateMark } from './taskState';

type Detail = AnyDetail<TaskRow>;

const ENDED: ReadonlySet<TaskState> = new Set(['done', 'cancelled', 'failed', 'destroyed']);

export function TaskDetail({ detail, times, moment }: { readonly detail: Detail; readonly times: TaskTimes | null; readonly moment: Moment }): VNode {
  const { task, needs, waiters, cycle } = detail;
  return (
    <>
      <p class="detail-name">
        <TaskName task={task.id} name={task.name} plain />
        <StateMark state={task.state} />
      </p>
      <Buttons detail={detail} moment={moment} />
      {cycle !== null && (
        <p class="tree-cycle">
          <Icon name="error" />
          <span>
            <strong>Deadlock: </strong>
            {cycle}
          </span>
        </p>
      )}
      <Ending detail={detail} />
      <WaitChain detail={detail} moment={moment} />
      {needs.total > 0 && (
        <Part title="It waits for" count={needs.total}>
          <Others of={needs} />
        </Part>
      )}
      {!ENDED.has(task.state) && (
        <Part title="Who waits for it" count={waiters.total}>
          {waiters.total === 0 ? <p class="dim">No other task waits for it.</p> : <Others of={waiters} />}
        </Part>
      )}
      <Waker detail={detail} />
      <Created detail={detail} />
      <Figures detail={detail} />
      {times !== null && (
        <Part title={moment === 'past' ? 'How long, in the whole run' : 'How long'}>
          <Histogram title="Steps" times={times.steps} />
          <Histogram title="Waits in the ready queue" times={times.queued} />
        </Part>
      )}
    </>
  );
}

function Buttons({ detail: { task }, moment }: { readonly detail: Detail; readonly moment: Moment }): VNode {
  const { reveal, control } = useActions();
  const source = task.parkedAt ?? task.definedAt;
  const canCancel = moment === 'present' && !ENDED.has(task.state);
  return (
    <p class="detail-buttons">
      <Button icon="go-to-file" disabled={source === null} title="Open the line where it is, else its coroutine" onPress={() => source !== null && reveal(source)}>
        Reveal source
      </Button>
      <Button icon="add" disabled={task.createdAt === null} title="Open the line that created it" onPress={() => task.createdAt !== null && reveal(task.createdAt)}>
        Reveal creation
      </Button>
      <Button icon="circle-slash" disabled={!canCancel} title={moment === 'past' ? 'This is the past: go back to the present to cancel it' : 'As task.cancel() does: CancelledError is raised where it waits'} onPress={() => control({ kind: 'cancelTask', task: task.id })}>
        Cancel task
      </Button>
    </p>
  );
}

function Ending({ detail: { task } }: { readonly detail: Detail }): VNode | null {
  if (task.state === 'destroyed') return <p class="detail-said">It was garbage-collected before it was done: nobody had kept it.</p>;
  if (task.state === 'cancelled') {
    return (
      <Part title="Cancelled">
        <p>
          {task.cancelledBy === null ? 'By whom is not known.' : `By ${task.cancelledBy}`}
          {task.cancelledAt !== null && ' at '}
          {task.cancelledAt !== null && <LocationLink to={task.cancelledAt} />}
        </p>
      </Part>
    );
  }
  if (task.state !== 'done' && task.state !== 'failed') return null;
  return (
    <Part title={task.state === 'done' ? 'Result' : 'Exception'}>
      <pre class={`detail-outcome outcome-${task.state}`} tabIndex={0} aria-label={task.state === 'done' ? 'Result' : 'Exception'}>
        {task.outcome ?? 'None'}
      </pre>
    </Part>
  );
}

function WaitChain({ detail: { task, frames, framesLeftOut }, moment }: { readonly detail: Detail; readonly moment: Moment }): VNode | null {
  if (ENDED.has(task.state)) return null;
  if (task.state === 'created') return <p class="detail-said">{`Its first step ${moment === 'end' ? 'never came' : 'is still to come'}: none of its code has run.`}</p>;
  if (task.state === 'running') {
    return <p class="detail-said">{moment === 'end' ? 'It was in the middle of a step when the program ended.' : 'It runs at this moment. Where it waits is known again when it gives control back.'}</p>;
  }
  const half = frames.length / 2;
  return (
    <Part title={task.state === 'ready' ? 'Where it goes on' : 'Where it waits'} hint="Each coroutine awaits the next: all of them run as part of this task">
      {frames.length === 0 && <p class="dim">Not known yet: a task is looked at when it has waited for some milliseconds.</p>}
      <ol class="detail-frames">
        {frames.map((frame, at) => (
          <li key={at} class={frame.user ? 'detail-frame' : 'detail-frame library'}>
            <span class="code detail-frame-name" title={frame.qualname}>
              {frame.qualname}
            </span>
            <LocationLink to={frame} />
            <Text of={frame} />
            {framesLeftOut > 0 && at === half - 1 && <span class="dim">{`… ${plural(framesLeftOut, 'coroutine')} more …`}</span>}
          </li>
        ))}
      </ol>
      <p class="detail-waits">
        <Icon name={task.state === 'ready' ? 'list-ordered' : 'debug-pause'} />
        {task.state === 'ready' ? ' It is ready, and waits for its turn.' : task.waitsFor === '' ? ' It gave control back.' : ` It gave control back, and waits for ${task.waitsFor}.`}
      </p>
    </Part>
  );
}

const WHY: Readonly<Record<DetailWaiter['how'], string>> = { awaits: 'awaits it', several: 'waits for it among others', lock: 'wants a lock that it holds' };

function Others({ of: { total, items } }: { readonly of: { readonly total: number; readonly items: readonly (DetailTask & { readonly how?: DetailWaiter['how'] })[] } }): VNode {
  return (
    <ul class="detail-list">
      {items.map(({ task, name, state, at, how }) => (
        <li key={task}>
          <TaskName task={task} name={name} tabIndex={0} />
          <StateMark state={state} />
          {how !== undefined && <span class="dim">{WHY[how]}</span>}
          {at !== null && <LocationLink to={at} />}
        </li>
      ))}
      {total > items.length && <li class="dim">{`and ${formatCount(total - items.length)} more`}</li>}
    </ul>
  );
}

function Waker({ detail: { task, wokenAt } }: { readonly detail: Detail }): VNode | null {
  if (task.wokenBy === null) return null;
  return (
    <Part title="Woken last by">
      <p class="detail-by">
        <span>{task.wokenBy}</span>
        {wokenAt !== null && <Place at={wokenAt} />}
      </p>
    </Part>
  );
}

function Created({ detail: { created } }: { readonly detail: Detail }): VNode {
  return (
    <Part title="Created" hint="From this task back to the first">
      <ol class="detail-list">
        {created.map(({ by, known, at }, index) => (
          <li key={index} class="detail-by">
            <span>by</span>
            {by === null ? <span>nobody: no task ran there</span> : known ? <TaskName task={by.task} name={by.name} tabIndex={0} /> : <span class="dim">{`${by.name}, no longer kept`}</span>}
            {at !== null && <Place at={at} />}
          </li>
        ))}
      </ol>
    </Part>
  );
}

function Figures({ detail: { task, loopName } }: { readonly detail: Detail }): VNode {
  const slow = useSlowCallback();
  const figures: readonly (readonly [string, ComponentChildren])[] = [
    ['Coroutine', task.definedAt === null ? task.coroutine : <LocationLink to={task.definedAt}>{task.coroutine}</LocationLink>],
    ['Loop', `${loopName === '' ? 'loop' : loopName} #${task.loop}`],
    ['Steps', formatCount(task.steps)],
    ['Ran for', formatDuration(task.busy)],
    ['Was ready for', formatDuration(task.queued)],
    ['Was parked for', formatDuration(task.parked)],
    ['Longest step', <span class={task.longestStep >= slow ? 'too-long' : undefined}>{formatDuration(task.longestStep)}</span>],
    ['Age', formatDuration(task.age)],
    ['Context variables', task.context === '' ? 'none seen' : task.context],
  ];
  return (
    <Part title="Figures">
      <dl class="detail-figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}

interface PartProps {
  readonly title: string;
  readonly count?: number;
  readonly hint?: string;
  readonly children: ComponentChildren;
}

const Part = ({ title, count, hint, children }: PartProps): VNode => (
  <section class="detail-part" aria-label={title}>
    <h3>
      {title}
      {count !== undefined && count > 1 && <span class="dim">{` (${formatCount(count)})`}</span>}
    </h3>
    {hint !== undefined && <p class="dim detail-hint">{hint}</p>}
    {children}
  </section>
);

const Place = ({ at }: { readonly at: SourceLine }): VNode => (
  <>
    <LocationLink to={at satisfies Location} />
    <Text of={at} />
  </>
);

/** The source of a line, if it could be read. */
const Text = ({ of: { text } }: { readonly of: { readonly text: string | null } }): VNode | null =>
  text === null ? null : (
    <code class="detail-source" title={text}>
      {text}
    </code>
  );
