/**
 * Whether some data is a snapshot. Plain predicates, because they run at every frame over some thousand
 * fields: they take a quarter of the time of a schema library. The compiler holds them to `protocol.ts`.
 */
import type { Location } from '../events/location';
import type { Exit } from '../events/exit';
import type {
  DrivenRow,
  FutureView,
  HandleView,
  IoWatchView,
  RuleCode,
  RunningView,
  RunView,
  Severity,
  Snapshot,
  StackFrame,
  TaskRow,
  TimerView,
  Totals,
  WarningView,
} from './protocol';

type Check<T> = (value: unknown) => value is T;

const isText: Check<string> = (value) => typeof value === 'string';
const isNumber: Check<number> = (value): value is number => Number.isFinite(value);
const isBoolean: Check<boolean> = (value) => typeof value === 'boolean';

const nullable =
  <T>(check: Check<T>): Check<T | null> =>
  (value): value is T | null =>
    value === null || check(value);

const optional =
  <T>(check: Check<T>): Check<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || check(value);

const listOf =
  <T>(check: Check<T>): Check<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every((element) => check(element));

/** @param words all members of the union `T`, which the compiler sees to */
const oneOf =
  <T extends string>(words: Readonly<Record<T, true>>): Check<T> =>
  (value): value is T =>
    typeof value === 'string' && Object.hasOwn(words, value);

/** @param checks one for every key of `T`; keys that `T` does not have are allowed */
function record<T extends object>(checks: { readonly [K in keyof Required<T>]: Check<T[K]> }): Check<T> {
  const keys = Object.keys(checks);
  const each: readonly Check<unknown>[] = Object.values(checks);
  return (value): value is T => {
    if (typeof value !== 'object' || value === null) return false;
    for (let i = 0; i < keys.length; i++) {
      if (!each[i]!((value as Record<string, unknown>)[keys[i]!])) return false;
    }
    return true;
  };
}

const windowOf = <T>(check: Check<T>): Check<{ readonly total: number; readonly items: readonly T[] }> => record({ total: isNumber, items: listOf(check) });

const isLocation = record<Location>({ path: isText, line: isNumber, column: isNumber });
const isPlace = nullable(isLocation);

const isExit = record<Exit>({
  code: isNumber,
  reason: oneOf({ finished: true, exit: true, exception: true, interrupted: true, stopped: true, crashed: true }),
  message: isText,
  missingModule: optional(isText),
  tooOld: optional((value): value is true => value === true),
});

const isRun = record<RunView>({
  phase: oneOf({ starting: true, running: true, ended: true }),
  program: isText,
  path: isText,
  runtime: isText,
  elapsed: isNumber,
  slowCallback: isNumber,
  exit: nullable(isExit),
});

const isTotals = record<Totals>({
  events: isNumber,
  eventsPerSecond: isNumber,
  dropped: isNumber,
  overheadPercent: isNumber,
  iterations: isNumber,
  loops: isNumber,
  tasks: isNumber,
  liveTasks: isNumber,
  tasksLetGo: optional(isNumber),
  utilisation: isNumber,
});

const isRunning = record<RunningView>({ label: isText, task: nullable(isNumber), elapsed: isNumber, location: isPlace });

const isHandle = record<HandleView>({ id: isNumber, label: isText, task: nullable(isNumber), waiting: isNumber, queuedBy: nullable(isText) });

const isTimer = record<TimerView>({ id: isNumber, label: isText, task: nullable(isNumber), dueIn: isNumber, setBy: nullable(isText) });

const isFuture = record<FutureView>({
  id: isNumber,
  age: isNumber,
  waiters: listOf(record({ task: isNumber, name: isText })),
  waiterCount: isNumber,
  createdBy: nullable(isText),
  createdAt: isPlace,
  purpose: isText,
});

const isIoWatch = record<IoWatchView>({ descriptor: isNumber, kind: oneOf({ reads: true, writes: true, signal: true }), label: isText });

const isTask = record<TaskRow>({
  id: isNumber,
  loop: isNumber,
  name: isText,
  coroutine: isText,
  state: oneOf({ created: true, running: true, ready: true, parked: true, done: true, cancelled: true, failed: true, destroyed: true }),
  parkedAt: isPlace,
  waitsFor: isText,
  steps: isNumber,
  longestStep: isNumber,
  busy: isNumber,
  age: isNumber,
  createdAt: isPlace,
  definedAt: isPlace,
  parent: nullable(isNumber),
  outcome: nullable(isText),
  wokenBy: nullable(isText),
  wokenAt: isPlace,
  cancelledBy: nullable(isText),
  cancelledAt: isPlace,
  context: isText,
});

const isDriven = record<DrivenRow>({
  id: isNumber,
  name: isText,
  kind: oneOf({ coroutine: true, generator: true }),
  definedAt: isPlace,
  drivenFrom: isPlace,
  resumes: isNumber,
  state: oneOf({ suspended: true, returned: true, raised: true }),
  at: isPlace,
  lastValue: isText,
  lastSent: isText,
});

const isFrame = record<StackFrame>({ path: isText, line: isNumber, column: isNumber, qualname: isText, user: isBoolean });

const isRule = oneOf<RuleCode>({
  'slow-callback': true,
  'never-awaited': true,
  'exception-never-retrieved': true,
  'destroyed-pending': true,
  'pending-at-exit': true,
  starved: true,
  deadlock: true,
  'slow-iteration': true,
  'unreferenced-task': true,
  'never-cedes': true,
  'busy-wait': true,
  'wrong-thread': true,
});

const isWarning = record<WarningView>({
  id: isNumber,
  code: isRule,
  severity: oneOf<Severity>({ error: true, warning: true, information: true }),
  message: isText,
  location: isPlace,
  duration: nullable(isNumber),
  count: isNumber,
  task: nullable(isText),
  stack: listOf(isFrame),
  victims: listOf(record({ label: isText, delay: isNumber })),
});

export const isSnapshot: Check<Snapshot> = record<Snapshot>({
  sequence: isNumber,
  run: isRun,
  totals: isTotals,
  running: nullable(isRunning),
  idle: isBoolean,
  hiddenBy: optional(isText),
  ready: windowOf(isHandle),
  timers: windowOf(isTimer),
  futures: windowOf(isFuture),
  io: windowOf(isIoWatch),
  tasks: record({ total: isNumber, start: isNumber, rows: listOf(isTask) }),
  driven: listOf(isDriven),
  warnings: listOf(isWarning),
});
