/** Which loop is on show, if there are several, and its last minute in three small charts. */
import type { VNode } from 'preact';
import type { ActivityView, LoopView } from '../src/core/snapshot/loopView';
import type { Serial, Snapshot } from '../src/core/snapshot/protocol';
import { useActions } from './actions';
import { Chart } from './chart';
import { formatCount, formatPercent, plural } from './format';
import { Icon } from './icon';
import { type Moment, momentOf } from './moment';

interface LoopBarProps {
  readonly snapshot: Snapshot;
  readonly loop: Serial | null;
}

export const LoopBar = ({ snapshot, loop }: LoopBarProps): VNode => (
  <>
    <Loops loops={snapshot.loops} shown={loop} />
    {snapshot.activity !== null && <Charts snapshot={snapshot} activity={snapshot.activity} loop={loop} />}
  </>
);

/** Which loop is on show; nothing if there is only one. */
export function Loops({ loops, shown }: { readonly loops: readonly LoopView[]; readonly shown: Serial | null }): VNode | null {
  const { dispatch } = useActions();
  if (loops.length < 2) return null;
  const choose = (loop: Serial | null): void => dispatch({ type: 'loop', loop });
  return (
    <div class="loops" role="group" aria-label="Which loop is shown">
      <button type="button" class="loop" aria-pressed={shown === null} title="The loops of all threads together" onClick={() => choose(null)}>
        All {plural(loops.length, 'loop')}
      </button>
      {loops.map(({ serial, name, isRunning, busy, ready }) => (
        <button
          key={serial}
          type="button"
          class="loop"
          aria-pressed={shown === serial}
          title={`${name}, loop ${serial} of this run: ${isRunning ? 'runs' : 'does not run'}, ${plural(ready, 'handle')} ready`}
          onClick={() => choose(serial)}
        >
          <Icon name={isRunning ? 'sync' : 'debug-stop'} />
          <span class="loop-name">{name}</span>
          <span class="loop-serial">#{serial}</span>
          {busy !== null && <span class="loop-busy">{formatPercent(Math.round(busy))}</span>}
        </button>
      ))}
    </div>
  );
}

const WHEN: Readonly<Record<Moment, string>> = { present: 'now', past: 'then', end: 'at the end' };

function Charts({ snapshot, activity, loop }: LoopBarProps & { readonly activity: ActivityView }): VNode {
  const { totals, ready, loops } = snapshot;
  const { step, last } = activity;
  const when = WHEN[momentOf(snapshot)];
  const iterations = loop === null ? totals.iterations : (loops.find(({ serial }) => serial === loop)?.iterations ?? 0);
  return (
    <div class="charts" role="group" aria-label="The last minute">
      <Chart name="Iterations/s" hint="Turns of the loop a second" color="blue" values={activity.iterationsPerSecond} last={last} step={step} format={formatCount} when={when} aside={`${formatCount(iterations)} so far`} />
      <Chart name="Ready queue" hint="The longest ready queue at the beginning of a turn" color="purple" values={activity.ready} last={last} step={step} format={formatCount} when={when} aside={`${formatCount(ready.total)} ${when}`} />
      <Chart name="Loop busy" hint="Share of the time in which the loop was not waiting in select" color="green" values={activity.busy} last={last} step={step} format={(value) => formatPercent(Math.round(value))} top={100} when={when} />
    </div>
  );
}
