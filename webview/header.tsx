/** What runs, how it goes or ended, what can be done, and what watching it costs. */
import type { VNode } from 'preact';
import type { Exit } from '../src/core/events/exit';
import type { RunPhase, Snapshot, Totals } from '../src/core/snapshot/protocol';
import { useActions } from './actions';
import { ControlBar } from './controlBar';
import { ControlState } from './controlState';
import { formatCount, formatDuration, formatPercent, plural } from './format';
import { Icon } from './icon';
import { momentOf } from './moment';

const PHASES: Readonly<Record<RunPhase, { readonly text: string; readonly icon: string }>> = {
  starting: { text: 'Starting', icon: 'loading' },
  running: { text: 'Running', icon: 'play' },
  ended: { text: 'Ended', icon: 'debug-stop' },
};

const PAUSED = { text: 'Paused', icon: 'debug-pause' };

export function Header({ snapshot }: { readonly snapshot: Snapshot }): VNode {
  const { run, totals, hiddenBy, control } = snapshot;
  const { changeInterpreter } = useActions();
  const ended = run.phase === 'ended';
  const { text, icon } = control?.mode === 'paused' && !ended ? PAUSED : PHASES[run.phase];
  return (
    <header class="header">
      <div class="header-line">
        <h1 title={run.path}>{run.program}</h1>
        <span class={`phase phase-${run.phase}`}>
          <Icon name={icon} />
          {text}
        </span>
        <span class="elapsed" title="Time since the program's first line">
          {formatDuration(run.elapsed)}
        </span>
        <button type="button" class="runtime" title="Change the interpreter…" onClick={changeInterpreter}>
          <span class="runtime-name" title={`${run.runtime}: change the interpreter…`}>
            {run.runtime === '' ? 'Interpreter' : run.runtime}
          </span>
          <Icon name="chevron-down" />
        </button>
        <ControlBar snapshot={snapshot} />
      </div>
      <ControlState snapshot={snapshot} />
      {run.exit !== null && <ExitLine exit={run.exit} />}
      <Figures totals={totals} hiddenBy={totals.iterations === 0 ? hiddenBy : undefined} ended={momentOf(snapshot) === 'end'} />
    </header>
  );
}

/** How the run ended, so that nobody can miss it. */
function ExitLine({ exit }: { readonly exit: Exit }): VNode {
  const { kind, icon } = exitLook(exit);
  return (
    <p class={`exit exit-${kind}`}>
      <Icon name={icon} />
      {exit.message}
    </p>
  );
}

function exitLook({ code, reason }: Exit): { readonly kind: string; readonly icon: string } {
  switch (reason) {
    case 'finished':
    case 'exit':
      return code === 0 ? { kind: 'good', icon: 'pass' } : { kind: 'bad', icon: 'error' };
    case 'interrupted':
    case 'stopped':
      return { kind: 'neutral', icon: 'debug-stop' };
    case 'exception':
    case 'crashed':
      return { kind: 'bad', icon: 'error' };
  }
}

/** The loop's figures, and what watching it costs. `hiddenBy`: no loop tells of its turns. */
function Figures({ totals, hiddenBy, ended }: { readonly totals: Totals; readonly hiddenBy: string | undefined; readonly ended: boolean }): VNode {
  const { events, eventsPerSecond, overheadPercent, dropped, iterations, loops, utilisation, liveTasks, tasks } = totals;
  return (
    <div class="all-figures">
      <dl class="figures" aria-label="The loop">
        <Figure name="Tasks alive" title={`${plural(tasks, 'task')} so far`} value={`${formatCount(liveTasks)} of ${formatCount(tasks)}`} />
        {loops > 1 && <Figure name="Loops" title="Event loops seen in this run" value={formatCount(loops)} />}
        {hiddenBy === undefined && <Figure name="Iterations" title="Turns of the event loop" value={formatCount(iterations)} wide />}
        {hiddenBy === undefined && (
          <Figure name="Loop busy" title={`Share of the ${ended ? 'whole run' : 'last second'} in which the loop was not waiting in select`} value={formatPercent(utilisation)} />
        )}
      </dl>
      <dl class="figures own-cost" aria-label="The inspector's own cost">
        <Figure name="Events" title="What the inspector was told about this run" value={formatCount(events)} wide />
        <Figure name="Events/s" title="Events in the last second" value={formatCount(eventsPerSecond)} wide />
        <Figure name="Overhead" title="Share of the time in which the loop did not wait that is the inspector's own. Of a program that mostly waits that is a large part of very little." value={formatPercent(overheadPercent)} />
        <Figure name="Dropped" title="Events that were lost; anything but 0 means that the picture has gaps" value={formatCount(dropped)} bad={dropped > 0} />
      </dl>
    </div>
  );
}

interface FigureProps {
  readonly name: string;
  readonly title: string;
  readonly value: string;
  readonly bad?: boolean;
  /** A large number. */
  readonly wide?: boolean;
}

const Figure = ({ name, title, value, bad = false, wide = false }: FigureProps): VNode => (
  <div class={`figure${bad ? ' bad' : ''}${wide ? ' wide' : ''}`} title={title}>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);
