import type { ComponentChildren, VNode } from 'preact';
import { DRIVEN_UNSEEN } from '../src/core/snapshot/drivenSeen';
import type { RunningView, Serial, Snapshot } from '../src/core/snapshot/protocol';
import { formatDuration, formatIsDue } from './format';
import { Icon } from './icon';
import { LocationLink } from './location';
import { momentOf } from './moment';
import { useSlowCallback } from './slowCallback';
import { TaskName } from './taskName';

interface Props {
  readonly snapshot: Snapshot;
  /** The loop on show; null: all. */
  readonly loop: Serial | null;
}

/** The one handle that runs, or why none does. */
export function Running({ snapshot, loop }: Props): VNode {
  const { running } = snapshot;
  const slow = useSlowCallback();
  const blocking = running !== null && running.elapsed >= slow;
  return (
    <div class={blocking ? 'running blocking' : 'running'} role="group" aria-labelledby="running-heading">
      <h3 id="running-heading">{heading(snapshot, blocking)}</h3>
      {running === null ? <NobodyRuns snapshot={snapshot} loop={loop} /> : <Handle running={running} />}
    </div>
  );
}

function heading(snapshot: Snapshot, blocking: boolean): string {
  if (momentOf(snapshot) === 'end') return 'At the end';
  return blocking ? 'Running: blocks the loop' : 'Running';
}

function Handle({ running: { handle, label, task, elapsed, location } }: { readonly running: RunningView }): VNode {
  return (
    <>
      <p key={handle} data-handle={handle} class="running-name">
        <TaskName task={task} name={label} />
        <span class="running-elapsed">{formatDuration(elapsed)}</span>
      </p>
      <p class="running-place">
        {location === null ? (
          'One step, until it gives control back'
        ) : (
          <>
            <span>at</span>
            <LocationLink to={location} />
          </>
        )}
      </p>
    </>
  );
}

/** Neither in the ready queue nor where it is filled from, as far as all of that can be seen. */
export const nothingLeft = ({ ready, timers, futures, io, hiddenBy }: Snapshot): boolean =>
  hiddenBy === undefined && ready.total + timers.total + futures.total + io.total === 0;

function NobodyRuns({ snapshot, loop }: Props): VNode {
  const { run, idle, hiddenBy, totals, timers, driven, drivenUnseen = false, control, loops, ready } = snapshot;
  const ended = momentOf(snapshot) === 'end';
  const unseen = drivenUnseen ? ` ${DRIVEN_UNSEEN}.` : '';
  const outside = `Code outside of any loop is running.${unseen}`;
  if (run.phase === 'starting') return <Reason icon="loading" what="Getting ready" why="The interpreter is starting." />;
  if (totals.loops === 0) {
    const failed = run.exit !== null && run.exit.code !== 0;
    const why = [failed ? 'The program ended before it started one.' : 'This program did not use asyncio.', ...(driven.length > 0 ? ['What it resumed by hand is below.'] : [])];
    return ended ? (
      <Reason icon="circle-slash" what="No event loop ran" why={why.join(' ') + unseen} />
    ) : (
      <Reason icon="code" what="No event loop yet" why={outside} />
    );
  }
  if (ended) {
    const why = nothingLeft(snapshot) ? 'It left nothing behind: no handle ready, no timer set, no future pending, no I/O watched.' : 'The rest is as it was left.';
    return <Reason icon="debug-stop" what="The loop has stopped" why={why} />;
  }
  if (!loops.some(({ isRunning }) => isRunning)) return <Reason icon="code" what="No event loop runs" why={outside} />;
  if (loop !== null && !loops.some(({ serial, isRunning }) => serial === loop && isRunning)) return <Reason icon="debug-stop" what="This loop does not run" why="Another does." />;
  if (control?.mode === 'paused' && momentOf(snapshot) === 'present') {
    const next = loop === null ? control.before : (ready.items[0]?.label ?? null);
    return <Reason icon="debug-pause" what="Paused between two handles" why={next === null ? 'Nothing is ready.' : `The next is ${next}.`} />;
  }
  if (!idle && hiddenBy !== undefined) return <Reason icon="ellipsis" what="No task runs" why={`Whether ${hiddenBy} waits or works cannot be seen.`} />;
  if (!idle) return <Reason icon="ellipsis" what="Between two handles" why="No step is under way at this moment." />;
  const next = timers.items[0];
  return (
    <Reason
      icon="watch"
      what="Waiting in select: nothing is ready"
      why={next === undefined ? 'No timer is set: only I/O or another thread can wake it.' : `The next timer ${formatIsDue(next.dueIn)}.`}
    />
  );
}

interface ReasonProps {
  readonly icon: string;
  readonly what: ComponentChildren;
  readonly why: string;
}

const Reason = ({ icon, what, why }: ReasonProps): VNode => (
  <>
    <p class="running-name quiet">
      <Icon name={icon} />
      <span>{what}</span>
    </p>
    <p class="running-place">{why}</p>
  </>
);
