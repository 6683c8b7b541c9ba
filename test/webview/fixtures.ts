/** Snapshots as real programs make them. */
import type { Location } from '../../src/core/events/location';
import type { Exit } from '../../src/core/events/exit';
import type { HistoryView } from '../../src/core/snapshot/historyView';
import type { ActivityView } from '../../src/core/snapshot/loopView';
import type { DrivenRow, Snapshot, TaskRow, TasksView, TaskState, ViewWindow, WarningView } from '../../src/core/snapshot/protocol';
import { nothingSeen } from '../../src/panel/endedSnapshot';

const PROGRAM = '/home/ada/shop/crawler.py';

export const at = (line: number, path = PROGRAM, column = 9): Location => ({ path, line, column });

/** All of `rows`, counted by state. */
export function tasksView(rows: readonly TaskRow[], { total = rows.length, start = 0 } = {}): TasksView {
  const counts = { running: 0, ready: 0, created: 0, parked: 0, failed: 0, destroyed: 0, cancelled: 0, done: 0 };
  for (const { state } of rows) counts[state] += 1;
  return { total, start, rows, counts };
}

/** A minute in which a loop got busier and busier. */
export const activity = (last = 119): ActivityView => {
  const seconds = Array.from({ length: 120 }, (_, i) => i);
  return {
    last,
    step: 500,
    age: 120,
    iterationsPerSecond: seconds.map((i) => Math.round(900 + 300 * Math.sin(i / 9))),
    ready: seconds.map((i) => 2 + ((i * 7) % 11)),
    busy: seconds.map((i) => Math.min(100, 20 + i / 2)),
  };
};

/** A program that has just been started. */
export const starting = (change: Partial<Snapshot> = {}): Snapshot => ({ ...nothingSeen(PROGRAM), ...change });

export const taskRow = (id: number, change: Partial<TaskRow> = {}): TaskRow => ({
  id,
  loop: 1,
  name: `worker-${id}`,
  coroutine: 'worker',
  state: 'parked',
  parkedAt: at(31),
  waitsFor: 'sleep, 120 ms left',
  steps: 10 * id,
  longestStep: 1.2 * id,
  busy: 12.5 * id,
  queued: 3.1 * id,
  parked: 4000 - 120 * id,
  age: 4200 - 100 * id,
  createdAt: at(52),
  definedAt: at(24),
  parent: 1,
  outcome: null,
  wokenBy: null,
  wokenAt: null,
  cancelledBy: null,
  cancelledAt: null,
  context: '',
  ...change,
});

const crawlerTasks: readonly TaskRow[] = [
  taskRow(1, { name: 'Task-1', coroutine: 'main', parkedAt: at(58), waitsFor: 'gather of 6', steps: 3, longestStep: 2.1, busy: 3.4, age: 4321, createdAt: null, definedAt: at(48), parent: null }),
  taskRow(2, { name: 'fetch-front-page', coroutine: 'Crawler.fetch', state: 'running', parkedAt: null, waitsFor: '', steps: 128, longestStep: 4.4, busy: 96, age: 4300 }),
  taskRow(3, { name: 'fetch-catalogue', coroutine: 'Crawler.fetch', state: 'ready', parkedAt: at(33), waitsFor: '', steps: 97, longestStep: 3.1, busy: 70.2, age: 4290 }),
  taskRow(4, { name: 'fetch-images', coroutine: 'Crawler.fetch', state: 'ready', parkedAt: at(33), waitsFor: '', steps: 410, longestStep: 312.4, busy: 801, age: 4280 }),
  taskRow(5, { name: 'writer', coroutine: 'Store.write_forever', parkedAt: at(77, '/home/ada/shop/store.py'), waitsFor: 'Queue.get', steps: 57, longestStep: 0.42, busy: 8.8, age: 4270 }),
  taskRow(6, { name: 'heartbeat', coroutine: 'heartbeat', parkedAt: at(19), waitsFor: 'sleep, 680 ms left', steps: 5, longestStep: 0.035, busy: 0.12, age: 4260 }),
  taskRow(7, { name: 'parse-robots', coroutine: 'parse_robots', state: 'done', parkedAt: null, waitsFor: '', steps: 2, longestStep: 6.2, busy: 6.9, age: 4100, outcome: "{'/private': False, '/': True}" }),
  taskRow(8, { name: 'fetch-favicon', coroutine: 'Crawler.fetch', state: 'failed', parkedAt: null, waitsFor: '', steps: 4, longestStep: 0.9, busy: 1.7, age: 4000, outcome: "ValueError('no such icon')" }),
  taskRow(9, { name: 'fetch-old-page', coroutine: 'Crawler.fetch', state: 'cancelled', parkedAt: null, waitsFor: '', steps: 6, longestStep: 0.8, busy: 2.2, age: 3900, cancelledBy: 'Task-1', cancelledAt: at(61) }),
  taskRow(10, { name: 'Task-10', coroutine: 'send_statistics', state: 'created', parkedAt: null, waitsFor: '', steps: 0, longestStep: 0, busy: 0, age: 0.02 }),
];

/** What is shown is the present. */
const liveHistory: HistoryView = {
  live: true,
  begin: { position: 0, time: 0 },
  end: { position: 18_204, time: 4_321 },
  shown: { position: 18_204, time: 4_321 },
  memory: 1_734_211,
  limit: 268_435_456,
  marks: [{ id: 1, time: 2_870, severity: 'warning' }],
};

/** A crawler with a ready queue, timers, pending futures and tasks in most states. */
export const running = (change: Partial<Snapshot> = {}): Snapshot => ({
  sequence: 7,
  run: { phase: 'running', program: 'crawler.py', path: PROGRAM, runtime: 'embedded CPython 3.14.2', elapsed: 4321, slowCallback: 100, exit: null },
  totals: { events: 18_204, eventsPerSecond: 4_210, dropped: 0, overheadPercent: 3.4, iterations: 1_204, loops: 1, tasks: 10, liveTasks: 7, utilisation: 62 },
  loops: [{ serial: 1, name: '_UnixSelectorEventLoop', isRunning: true, busy: 62, iterations: 1_204, ready: 7 }],
  activity: activity(),
  running: { handle: 100, label: 'fetch-front-page', task: 2, elapsed: 1.3, location: null },
  idle: false,
  ready: {
    total: 7,
    items: [
      { id: 101, label: 'fetch-catalogue', task: 3, waiting: 1.4, queuedBy: 'writer' },
      { id: 102, label: 'fetch-images', task: 4, waiting: 1.3, queuedBy: 'I/O' },
      { id: 103, label: 'Task-10', task: 10, waiting: 0.9, queuedBy: 'Task-1' },
      { id: 104, label: 'Store.flush', task: null, waiting: 0.7, queuedBy: 'writer' },
      { id: 105, label: 'Future.set_result', task: null, waiting: 0.4, queuedBy: 'thread pool-1' },
      { id: 106, label: 'gather.<locals>._done_callback', task: null, waiting: 0.2, queuedBy: 'parse-robots' },
      { id: 107, label: 'print_progress', task: null, waiting: 0.08, queuedBy: 'fetch-front-page' },
    ],
  },
  timers: {
    total: 23,
    items: [
      { id: 31, label: 'heartbeat', task: 6, dueIn: 680, setBy: null },
      { id: 32, label: 'Timeout._on_timeout', task: null, dueIn: 3_200, setBy: 'fetch-catalogue' },
      { id: 33, label: 'Timeout._on_timeout', task: null, dueIn: 5_000, setBy: 'fetch-images' },
      { id: 34, label: 'Cache.expire', task: null, dueIn: 61_000, setBy: 'Task-1' },
    ],
  },
  io: {
    total: 2,
    items: [
      { descriptor: 2, kind: 'signal', label: 'SIGINT: Crawler.stop' },
      { descriptor: 9, kind: 'reads', label: '_SelectorSocketTransport._read_ready (93.184.216.34:80)' },
    ],
  },
  futures: {
    total: 3,
    items: [
      { id: 12, age: 4_020, waiters: [{ task: 5, name: 'writer' }], waiterCount: 1, createdBy: 'writer', createdAt: at(77, '/home/ada/shop/store.py'), purpose: 'Queue.get, the queue is empty' },
      { id: 15, age: 2_300, waiters: [], waiterCount: 0, createdBy: 'Task-1', createdAt: at(55), purpose: '' },
      {
        id: 19,
        age: 410,
        waiters: [
          { task: 11, name: 'page-11' },
          { task: 12, name: 'page-12' },
          { task: 13, name: 'page-13' },
        ],
        waiterCount: 9,
        purpose: 'Event that is not set, 9 waiting',
        createdBy: null,
        createdAt: at(40),
      },
    ],
  },
  tasks: tasksView(crawlerTasks),
  driven: [],
  timeline: null,
  taskTimes: null,
  warnings: [slowCallback],
  tree: null,
  detail: null,
  history: liveHistory,
  ...change,
});

const slowCallback: WarningView = {
  id: 1,
  code: 'slow-callback',
  severity: 'warning',
  message: 'Task fetch-images blocked the event loop for 312 ms in time.sleep, images.py:88; called from ImageStore.put, images.py:61.',
  location: at(88, '/home/ada/shop/images.py'),
  duration: 312.4,
  count: 3,
  task: 'fetch-images',
  stack: [
    { ...at(88, '/home/ada/shop/images.py'), qualname: 'resize', user: true },
    { ...at(61, '/home/ada/shop/images.py'), qualname: 'ImageStore.put', user: true },
    { ...at(33), qualname: 'Crawler.fetch', user: true },
    { ...at(101, '/usr/lib/python3.14/asyncio/events.py'), qualname: 'Handle._run', user: false },
  ],
  victims: [
    { label: 'heartbeat', delay: 305 },
    { label: 'fetch-catalogue', delay: 296.2 },
    { label: 'Timeout._on_timeout', delay: 120 },
  ],
};

/** A step that has been blocking for a while; the line is known. */
export const blocking = (change: Partial<Snapshot> = {}): Snapshot =>
  running({ sequence: 8, running: { label: 'fetch-images', task: 4, elapsed: 287, location: at(88, '/home/ada/shop/images.py') }, ...change });

/** The same program as it was before, while it goes on. */
export const inThePast = (change: Partial<Snapshot> = {}): Snapshot =>
  running({ sequence: 12, history: { ...liveHistory, live: false, shown: { position: 9_812, time: 2_480 } }, ...change });

/** Held between two handles. */
export const paused = (change: Partial<Snapshot> = {}): Snapshot =>
  running({ sequence: 13, running: null, control: { mode: 'paused', before: 'fetch-catalogue', task: 3, speed: null }, ...change });

/** Everybody sleeps. */
export const idle = (change: Partial<Snapshot> = {}): Snapshot => running({ sequence: 9, running: null, idle: true, ready: { total: 0, items: [] }, ...change });

/** On a loop written in C, between two steps. */
export const onLoopOfC = (change: Partial<Snapshot> = {}): Snapshot =>
  running({
    sequence: 10,
    running: null,
    hiddenBy: 'uvloop.Loop',
    totals: { ...running().totals, iterations: 0, utilisation: 0 },
    ready: { total: 0, items: [] },
    timers: { total: 0, items: [] },
    ...change,
  });

const exited = (code: number, reason: Exit['reason'], message: string): Exit => ({ code, reason, message });

/** The same program after an exception, with warnings of every kind. */
export const endedWithWarnings = (change: Partial<Snapshot> = {}): Snapshot => {
  const before = running();
  return {
    ...before,
    sequence: 11,
    run: { ...before.run, phase: 'ended', elapsed: 6_120, exit: exited(1, 'exception', "Ended by an exception, exit code 1: ValueError: no such icon") },
    running: null,
    ready: { total: 0, items: [] },
    warnings: [
      slowCallback,
      {
        id: 2,
        code: 'never-awaited',
        severity: 'warning',
        message: 'The coroutine send_statistics was never awaited: calling it only makes a coroutine object, none of its code ran.',
        location: at(66),
        duration: null,
        count: 1,
        task: null,
        stack: [],
        victims: [],
      },
      {
        id: 3,
        code: 'exception-never-retrieved',
        severity: 'error',
        message: "Task fetch-favicon failed with ValueError('no such icon'), and nobody asked how it ended. Await the task, or ask for its exception when it is done.",
        location: at(52),
        duration: null,
        count: 1,
        task: 'fetch-favicon',
        stack: [],
        victims: [],
      },
      {
        id: 4,
        code: 'pending-at-exit',
        severity: 'information',
        message: 'Task writer was still pending when the program ended, waiting for Queue.get. It was created at crawler.py:53.',
        location: at(53),
        duration: null,
        count: 1,
        task: 'writer',
        stack: [],
        victims: [],
      },
    ],
    ...change,
  };
};

/** A program that ended well and never had a loop. */
export const endedWithoutLoop = (change: Partial<Snapshot> = {}): Snapshot =>
  starting({
    sequence: 3,
    run: { phase: 'ended', program: 'hello.py', path: '/home/ada/hello.py', runtime: 'embedded CPython 3.14.2', elapsed: 42, slowCallback: 100, exit: exited(0, 'finished', 'Finished with exit code 0') },
    ...change,
  });

const driven = (id: number, change: Partial<DrivenRow>): DrivenRow => ({
  id,
  name: 'countdown',
  kind: 'generator',
  definedAt: at(8, '/home/ada/hello.py'),
  drivenFrom: at(31, '/home/ada/hello.py'),
  resumes: 4,
  state: 'suspended',
  at: at(11, '/home/ada/hello.py'),
  lastValue: "Sleep(seconds=1.5)",
  lastSent: "None",
  ...change,
});

/** A home-made event loop over generators. */
export const drivenByHand = (change: Partial<Snapshot> = {}): Snapshot =>
  endedWithoutLoop({
    sequence: 4,
    driven: [
      driven(1, {}),
      driven(2, { name: 'Scheduler.run.<locals>.job', kind: 'coroutine', resumes: 1_204, state: 'returned', lastValue: '42' }),
      driven(3, { name: 'launch', state: 'raised', resumes: 2, lastValue: "RuntimeError('aborted')" }),
    ],
    ...change,
  });

const STATES: readonly TaskState[] = ['parked', 'parked', 'ready', 'done', 'parked', 'created'];

/** `total` tasks, of which a view sees what it asked for; what an inspector would answer. */
export function crowd(total: number, { taskStart, taskCount }: Pick<ViewWindow, 'taskStart' | 'taskCount'>, sequence: number): Snapshot {
  const start = Math.min(taskStart, Math.max(0, total - taskCount));
  const length = Math.min(taskCount, total - start);
  const rows = Array.from({ length }, (_, offset) => {
    const id = start + offset + 1;
    return taskRow(id, { name: `page-${id}`, state: STATES[id % STATES.length]!, steps: (id * 7919) % 1000, longestStep: ((id * 31) % 900) / 10, busy: ((id * 17) % 9000) / 10, age: total - id + sequence });
  });
  const base = running();
  return { ...base, sequence, totals: { ...base.totals, tasks: total, liveTasks: total }, tasks: tasksView(rows, { total, start }) };
}
