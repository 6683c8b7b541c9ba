/**
 * Whether some data is a snapshot. Plain predicates, because they run at every frame over some thousand
 * fields: they take a quarter of the time of a schema library. The compiler holds them to `protocol.ts`.
 */
import type { HistoryMark, HistoryPoint, HistoryView } from './historyView';
import type { Exit } from '../events/exit';
import { type Check, isBoolean, isNumber, isPlace, isTaskState, isText, listOf, nullable, oneOf, optional, record } from './checks';
import type { ControlView } from './control';
import { taskDetailCheck } from './isTaskDetail';
import { isTaskTimes, isTimeline } from './isTimeline';
import { isTreeView } from './isTreeView';
import type { ActivityView, LoopView } from './loopView';
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
  TaskState,
  Totals,
  WarningView,
} from './protocol';

const windowOf = <T>(check: Check<T>): Check<{ readonly total: number; readonly items: readonly T[] }> => record({ total: isNumber, items: listOf(check) });

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

const isRunning = record<RunningView>({ handle: optional(isNumber), label: isText, task: nullable(isNumber), elapsed: isNumber, location: isPlace });

const isControl = record<ControlView>({
  mode: oneOf({ running: true, pausing: true, paused: true }),
  before: nullable(isText),
  task: nullable(isNumber),
  speed: nullable(isNumber),
  partly: optional(isText),
});

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
  state: isTaskState,
  parkedAt: isPlace,
  waitsFor: isText,
  steps: isNumber,
  longestStep: isNumber,
  busy: isNumber,
  queued: isNumber,
  parked: isNumber,
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

const isCounts = record<Readonly<Record<TaskState, number>>>({
  created: isNumber,
  running: isNumber,
  ready: isNumber,
  parked: isNumber,
  done: isNumber,
  cancelled: isNumber,
  failed: isNumber,
  destroyed: isNumber,
});

const isLoop = record<LoopView>({ serial: isNumber, name: isText, isRunning: isBoolean, busy: nullable(isNumber), iterations: isNumber, ready: isNumber });

const isActivity = record<ActivityView>({
  last: isNumber,
  step: isNumber,
  age: isNumber,
  iterationsPerSecond: listOf(isNumber),
  ready: listOf(isNumber),
  busy: listOf(isNumber),
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

const isPoint = record<HistoryPoint>({ position: isNumber, time: isNumber });

const isHistory = record<HistoryView>({
  live: isBoolean,
  begin: isPoint,
  end: isPoint,
  shown: isPoint,
  memory: isNumber,
  limit: isNumber,
  marks: listOf(record<HistoryMark>({ id: isNumber, time: isNumber, severity: oneOf<Severity>({ error: true, warning: true, information: true }) })),
});

export const isSnapshot: Check<Snapshot> = record<Snapshot>({
  sequence: isNumber,
  run: isRun,
  totals: isTotals,
  loops: listOf(isLoop),
  activity: nullable(isActivity),
  running: nullable(isRunning),
  idle: isBoolean,
  control: optional(isControl),
  hiddenBy: optional(isText),
  drivenUnseen: optional(isBoolean),
  ready: windowOf(isHandle),
  timers: windowOf(isTimer),
  futures: windowOf(isFuture),
  io: windowOf(isIoWatch),
  tasks: record({ total: isNumber, start: isNumber, rows: listOf(isTask), counts: isCounts }),
  driven: listOf(isDriven),
  warnings: listOf(isWarning),
  timeline: nullable(isTimeline),
  taskTimes: nullable(isTaskTimes),
  tree: nullable(isTreeView),
  detail: nullable(taskDetailCheck(isTask)),
  history: isHistory,
});
