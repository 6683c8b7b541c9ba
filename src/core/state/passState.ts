/**
 * What a state consists of, for its way into a keyframe and back (`passage.ts`). A field that is added to
 * a class here or in `state/` and is missing in its `pass` would be lost in every past moment:
 * `test/core/history` compares whole states and fails then.
 */
import { type Ending, PrimitiveKind } from '../events/schema';
import { Warning } from '../rules/warningLog';
import { LoopState } from './loopState';
import { Primitive, type Task } from './objects';
import { type Passage, Pool } from './passage';
import type { InspectorState } from './state';

/** Fields that only a constructor sets, and this. */
type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

type PassTask = (task: Task | null | undefined) => Task;

interface Pools {
  readonly primitives: Pool<Primitive>;
  readonly warnings: Pool<Warning>;
}

/** Passes all of `state`; when reading, it must be new. What is shared between the states of a run is left out. */
export function passState(io: Passage, state: InspectorState): void {
  const { tasks, futures, timers } = state.objects;
  const passTask = (task: Task | null | undefined): Task => tasks.passOne(io, task ?? null);
  const pools: Pools = {
    primitives: new Pool(() => new Primitive(PrimitiveKind.lock), (from, to) => passPrimitive(io, passTask, from, to)),
    warnings: new Pool(() => new Warning(0, 'deadlock', 'error', NO_EVIDENCE), (from, to) => passWarning(io, from, to)),
  };
  state.definitions.pass(io);
  state.costs = io.value(state.costs);
  state.events = io.number(state.events);
  state.told = io.number(state.told);
  state.unknownRows = io.number(state.unknownRows);
  state.resyncs = io.number(state.resyncs);
  state.outputBytes = io.number(state.outputBytes);
  state.programEnded = io.flag(state.programEnded);
  state.ending = io.number(state.ending) as Ending | 0;
  state.endedBy = io.number(state.endedBy);
  state.ended = io.flag(state.ended);
  tasks.pass(io, pools.primitives, pools.warnings);
  futures.pass(io);
  timers.pass(io);
  state.driven.pass(io);
  state.warningLog.pass(io, pools.warnings);
  state.passPlaces(io, pools.warnings);
  state.retired.pass(io);
  const loops = [...state.loops.values()];
  io.items(loops, (loop) => {
    const serial = io.number(loop?.serial ?? 0);
    const passed = loop ?? new LoopState(serial, state.objects);
    passLoop(io, pools, passTask, passed);
    return passed;
  });
  if (io.reading) for (const loop of loops) state.loops.set(loop.serial, loop);
  const all = Object.values(pools) as Pool<never>[];
  while (all.map((pool) => pool.passNew(io.reading)).includes(true));
  if (io.reading) state.warningLog.index();
}

function passLoop(io: Passage, pools: Pools, passTask: PassTask, loop: LoopState): void {
  loop.name = io.number(loop.name);
  loop.hidesQueue = io.flag(loop.hidesQueue);
  loop.isRunning = io.flag(loop.isRunning);
  loop.rows = io.number(loop.rows);
  loop.iterations = io.number(loop.iterations);
  loop.numbersFrom = io.number(loop.numbersFrom);
  loop.time = io.number(loop.time);
  loop.told = io.number(loop.told);
  loop.userTime = io.number(loop.userTime);
  loop.overhead = io.number(loop.overhead);
  loop.idleOverhead = io.number(loop.idleOverhead);
  loop.held = io.number(loop.held);
  loop.pausedAt = io.number(loop.pausedAt);
  loop.pausedBefore = io.number(loop.pausedBefore);
  loop.waited = io.number(loop.waited);
  loop.history.pass(io);
  loop.busy = io.number(loop.busy);
  loop.idle = io.number(loop.idle);
  loop.recording.pass(io);
  io.items(loop.recentOverhead, (time = 0) => io.number(time));
  loop.clockAt = io.number(loop.clockAt);
  loop.clockMicros = io.number(loop.clockMicros);
  loop.queue.pass(io);
  loop.leftInTurn = io.number(loop.leftInTurn);
  loop.sample.pass(io);
  io.items(loop.sampledTasks, passTask);
  loop.timers.pass(io);
  loop.objects.pass(io);
  loop.liveTasks = io.number(loop.liveTasks);
  loop.pending.pass(io);
  io.map(loop.failedFutures, (address) => io.number(address ?? 0), (site) => io.number(site ?? 0));
  io.map(loop.primitives, (key) => io.number(key ?? 0), (primitive) => io.ref(pools.primitives, primitive)!);
  loop.io.pass(io);
  loop.shares.pass(io);
  loop.activity.pass(io);
  loop.observed = io.flag(loop.observed);
  loop.runningAddress = io.number(loop.runningAddress);
  loop.runningName = io.number(loop.runningName);
  loop.threadsafe = io.number(loop.threadsafe);
  loop.thread = io.number(loop.thread);
  io.items(loop.newTimers, (slot = 0) => io.number(slot));
  loop.samples.pass(io);
  loop.lastStack = io.number(loop.lastStack);
  loop.sampledAt = io.number(loop.sampledAt);
  loop.collected = io.number(loop.collected);
  loop.ongoing = io.ref(pools.warnings, loop.ongoing);
  io.items(loop.eagerSteps, (time = 0) => io.number(time));
  loop.blockedUntil = io.number(loop.blockedUntil);
  passVictims(io, pools, loop);
  loop.starved = io.number(loop.starved);
  loop.starvedWorst = io.number(loop.starvedWorst);
  loop.starvedLabel = io.value(loop.starvedLabel);
}

function passVictims(io: Passage, pools: Pools, loop: LoopState): void {
  const warning = io.ref(pools.warnings, loop.victims?.warning ?? null);
  const left = io.number(loop.victims?.left ?? 0);
  const duration = io.number(loop.victims?.duration ?? 0);
  if (io.reading) loop.victims = warning === null ? null : { left, warning, duration };
}

function passPrimitive(io: Passage, passTask: PassTask, from: Primitive, to: Mutable<Primitive>): void {
  to.kind = io.number(from.kind) as PrimitiveKind;
  to.waiting = io.number(from.waiting);
  to.detail = io.number(from.detail);
  const held = io.flag(from.holder !== null);
  to.holder = held ? passTask(from.holder) : null;
}

function passWarning(io: Passage, from: Warning, to: Mutable<Warning>): void {
  to.serial = io.number(from.serial);
  to.code = io.value(from.code);
  to.severity = io.value(from.severity);
  to.evidence = io.value(from.evidence);
  to.before = io.value(from.before);
  to.count = io.number(from.count);
}

const NO_EVIDENCE: Warning['evidence'] = { code: 'deadlock', key: '', location: null, task: null, duration: null, stack: [], victims: [], isCycle: false, tasks: [], total: 0 };
