/** Makes the report of a run from its state. */
import type { Millis } from '../../base/brand';
import { outcomeText, taskName, waitsForText } from '../state/labels';
import type { Task } from '../state/objects';
import type { InspectorState } from '../state/state';
import { cancelOrigin } from '../snapshot/cancelOrigin';
import { drivenRows } from '../snapshot/drivenRows';
import { seesDriven } from '../snapshot/drivenSeen';
import { hiddenBy } from '../snapshot/hiddenLoop';
import { locationOf } from '../snapshot/locations';
import type { Exit } from '../events/exit';
import type { DrivenRow } from '../snapshot/protocol';
import { taskState } from '../snapshot/taskState';
import { busyTime, loopCount, overheadPercent } from '../snapshot/totals';
import { warningViews } from '../snapshot/warningViews';
import type { Location } from '../events/location';
import { REPORT_SCHEMA_VERSION, type Report, type ReportTask } from './schema';

/** What a report says that does not follow from the stream. */
export interface RunFacts {
  /** The program's path as it was asked for. */
  readonly program: string;
  /** "embedded CPython 3.14.2" */
  readonly runtime: string;
  readonly exit: Exit;
  readonly elapsed: Millis;
  /** Rows that the producer lost; 0 unless it says otherwise. */
  readonly dropped?: number;
}

/** The report of a run whose stream has ended (`endState`). */
export function buildReport(state: InspectorState, { program, runtime, exit, elapsed, dropped = 0 }: RunFacts): Report {
  return {
    schemaVersion: REPORT_SCHEMA_VERSION,
    program,
    runtime,
    exit,
    elapsedMs: elapsed,
    events: { total: state.events, dropped },
    busyMs: busyTime(state, state.time).total / 1e6,
    overheadPercent: overheadPercent(state, state.time),
    loops: loopCount(state),
    hiddenBy: hiddenBy(state),
    iterations: [...state.loops.values()].reduce((sum, loop) => sum + loop.iterations, state.retired.iterations),
    tasks: state.tasks.all.filter((task) => task !== null).map((task) => reportTask(state, task)),
    tasksLetGo: state.tasks.letGo,
    driven: drivenRows(state, Infinity).map(withoutId),
    drivenSeen: seesDriven(state),
    warnings: warningViews(state).map(({ code, severity, message, location, duration, count, task, stack, victims }) => ({
      code,
      severity,
      message,
      location,
      durationMs: duration,
      count,
      task,
      stack,
      victims: victims.map(({ label, delay }) => ({ label, delayMs: delay })),
    })),
    cededAt: state.ceded.map((site) => locationOf(site)!).sort(byPlace),
  };
}

function withoutId({ name, kind, definedAt, drivenFrom, resumes, state, at, lastValue, lastSent }: DrivenRow): Report['driven'][number] {
  return { name, kind, definedAt, drivenFrom, resumes, state, at, lastValue, lastSent };
}

function reportTask(state: InspectorState, task: Task): ReportTask {
  const { definitions } = state;
  const parent = task.parent === 0 ? null : state.tasks.find(task.parent);
  const word = taskState(task, new Set());
  return {
    name: taskName(state, task),
    coroutine: definitions.site(task.code)?.qualname ?? '',
    state: word,
    steps: task.steps,
    longestStepMs: task.longest / 1e6,
    busyMs: task.busy / 1e6,
    parkedAt: locationOf(definitions.site(task.parkedSite)),
    waitsFor: word === 'parked' ? waitsForText(state, state.loopOf(task), task, null) : '',
    createdAt: locationOf(definitions.site(task.createdSite)),
    parent: parent === null ? null : taskName(state, parent),
    outcome: outcomeText(state, task),
    ...cancelOrigin(state, task),
  };
}

const byPlace = (a: Location, b: Location): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line || a.column - b.column);
