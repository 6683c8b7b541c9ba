/** What is known of one event loop. Its fields are changed by the fold only. */
import type { Millis } from '../../base/brand';
import type { Warning } from '../rules/warningLog';
import { Activity } from './activity';
import { IoWatches } from './ioWatches';
import { LoopHistory } from './loopHistory';
import { ObjectMap } from './objectMap';
import type { Primitive, Task } from './objects';
import { PendingFutures } from './pendingFutures';
import { ReadyQueue } from './readyQueue';
import { ReadySample } from './readySample';
import { RecordingCost } from './recordingCost';
import { StackSamples } from './stackSamples';
import type { RunObjects } from './runObjects';
import { TimerHeap } from './timerHeap';
import { TurnShares } from './turnShares';

/** Handles that a blocking step held up are seen when their turn comes: how many are still to come, and where to note them. */
export interface VictimWatch {
  left: number;
  readonly warning: Warning;
  /** How long the step blocked. */
  readonly duration: Millis;
}

export class LoopState {
  /** Name id of its class. */
  name = 0;
  /** Written in C: its queue, turns, I/O and idle time are not told. */
  hidesQueue = false;
  isRunning = false;
  rows = 0;
  iterations = 0;

  /** The last time in the stream, ns; what runs now began then. 0: none yet. */
  time = 0;
  /** The last time that any of its rows has told, ns: in the middle of what runs now, or while it does not run. */
  told = 0;
  /** `time` without the inspector's own time up to then: durations of the user's code are differences of this. */
  userTime = 0;
  /** The inspector's own time, the program's time in steps and callbacks, and the time waited in select; ns. */
  overhead = 0;
  /** The part of `overhead` that fell into waiting in select, where it held nobody up. */
  idleOverhead = 0;
  busy = 0;
  idle = 0;
  /** The part of `overhead` that the loop had to wait between two handles because somebody had paused it; ns. */
  held = 0;
  /** Since when it stands, ns; 0: it does not. */
  pausedAt = 0;
  /** Address of the task whose step comes next, if the loop hides its queue. */
  pausedBefore = 0;
  /** What recording has cost besides `overhead`: a part of the other times. */
  readonly recording = new RecordingCost();
  /** Overhead since the last row that has a time: begin, end, begin, end, … */
  readonly recentOverhead: number[] = [];

  /** The loop's clock read `clockMicros` at `clockAt`. */
  clockAt = 0;
  clockMicros = 0;

  readonly queue = new ReadyQueue();
  /** Handles still to run in this iteration, the running one included. */
  leftInTurn = 0;
  /** How long the handle that took its turn last had been queued, ns; 0 also if it is not known. */
  waited = 0;
  readonly sample = new ReadySample();
  /** Parked tasks that the sample tells of which is under way; with the ready queue it is at its end. */
  readonly sampledTasks: Task[] = [];
  readonly timers: TimerHeap;
  readonly objects: ObjectMap;
  /** What numbers of default names are counted from. */
  numbersFrom = 0;
  /** Its tasks that have not ended. */
  liveTasks = 0;
  readonly pending: PendingFutures;
  readonly primitives = new Map<number, Primitive>();
  /** Where futures were made that failed and that nobody waits for, by their addresses: the latest. asyncio may yet complain of them. */
  readonly failedFutures = new Map<number, number>();
  readonly io = new IoWatches();
  /** What this iteration consists of, without blocking steps, which have warnings of their own. */
  readonly shares = new TurnShares();
  readonly activity = new Activity();
  readonly history = new LoopHistory();

  /** Set by rows that say something about the step that runs now; the rest of this group is only looked at then. */
  observed = false;
  /** Address of the task or handle that runs, and its callback's name id, as told beside a stack sample. */
  runningAddress = 0;
  runningName = 0;
  /** Handles queued by `call_soon_threadsafe` since the last row that has a time, and the name id of the last one's thread. */
  threadsafe = 0;
  thread = 0;
  /** Places of the timers set since then; their `setBy` is to be told. */
  readonly newTimers: number[] = [];
  /** Stacks sampled in the step that runs now. */
  readonly samples = new StackSamples();
  lastStack = 0;
  /** When the last one was taken, ns. */
  sampledAt = 0;
  /** How long garbage was collected in the step that runs now, ns. */
  collected = 0;
  /** The warning about the step that runs now, which has blocked already. */
  ongoing: Warning | null = null;
  /** Eager steps inside of the one that runs now, without those inside of these: begin (ns), length (ns), begin, length, … */
  readonly eagerSteps: number[] = [];

  /** End of the last blocking step, user time: what was queued before waited because of it. */
  blockedUntil = -1;
  victims: VictimWatch | null = null;
  /** Handles of this iteration that waited too long for their turn, without a blocking step to blame. */
  starved = 0;
  starvedWorst = 0;
  starvedLabel = '';

  /** @param objects those of all loops */
  constructor(
    readonly serial: number,
    objects: RunObjects,
  ) {
    this.timers = new TimerHeap(objects.timers);
    this.objects = new ObjectMap(objects);
    this.pending = new PendingFutures(objects.futures);
  }

  /** How long the step or callback has run that runs at `now`, user time, ns; 0: none does. */
  runningFor(now: number): number {
    return this.inStep ? Math.max(0, now - this.overhead - this.userTime) : 0;
  }

  /** A moment of the loop's clock (µs) on the stream's clock (ns). */
  timeOf(micros: number): number {
    return this.clockAt + (micros - this.clockMicros) * 1000;
  }

  /** A moment of the stream's clock (ns) on the loop's clock (µs). */
  microsAt(time: number): number {
    return this.clockMicros + (time - this.clockAt) / 1000;
  }

  /** Waiting in select: nothing runs and nothing is due to. */
  get isIdle(): boolean {
    return this.isRunning && this.leftInTurn === 0 && this.queue.length === 0 && this.iterations > 0;
  }

  /** From `begin` to `end`, ns. */
  addOverhead(begin: number, end: number): void {
    this.overhead += Math.max(0, end - begin);
    this.recentOverhead.push(begin, end);
  }

  /** `t`, or when the pause began that it falls into; other overhead is over before the loop goes on. */
  beforePause(t: number): number {
    for (let i = 0; i < this.recentOverhead.length; i += 2) {
      if (this.recentOverhead[i]! <= t && t < this.recentOverhead[i + 1]!) return this.recentOverhead[i]!;
    }
    return t;
  }

  /** The inspector's own time since `from`, as far as rows since the last one with a time tell; ns. */
  overheadSince(from: number): number {
    let sum = 0;
    for (let i = 0; i < this.recentOverhead.length; i += 2) {
      sum += Math.max(0, this.recentOverhead[i + 1]! - Math.max(from, this.recentOverhead[i]!));
    }
    return sum;
  }

  /** Forgets what was said about the step that has just ended. */
  endObserved(): void {
    this.observed = false;
    this.runningAddress = 0;
    this.runningName = 0;
    this.lastStack = 0;
    this.samples.clear();
    this.collected = 0;
    this.ongoing = null;
    this.eagerSteps.length = 0;
  }

  /** A handle is between its begin and its end. */
  get inStep(): boolean {
    return this.isRunning && this.leftInTurn > 0;
  }
}
