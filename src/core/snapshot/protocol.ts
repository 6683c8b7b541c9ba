/**
 * What a view shows at one moment. Views ask for a `ViewWindow`; the inspector answers with a
 * `Snapshot`, at most once per frame and only after the last one was acknowledged. All times are in
 * milliseconds; all ages are relative to the snapshot's own moment.
 */
import type { Millis } from '../../base/brand';
import type { Exit } from '../events/exit';
import type { Location } from '../events/location';
import type { ControlView } from './control';
import type { HistoryView } from './historyView';
import type { ActivityView, LoopView } from './loopView';
import type { DetailView } from './taskDetailProtocol';
import type { TaskTimes, TimelineView, TimelineWindow } from './timelineProtocol';
import type { TreeView, TreeWindow } from './treeProtocol';
import type { Serial, TaskState } from './words';

export type { Serial, TaskState };

export type RunPhase = 'starting' | 'running' | 'ended';

export interface RunView {
  readonly phase: RunPhase;
  /** The program as shown: its file's base name. */
  readonly program: string;
  readonly path: string;
  /** "embedded CPython 3.14.2"; empty until known. */
  readonly runtime: string;
  /** Time since the program's first line. */
  readonly elapsed: Millis;
  /** A step or callback that takes so long blocks everybody else (asyncio's `slow_callback_duration`). */
  readonly slowCallback: Millis;
  readonly exit: Exit | null;
}

export interface Totals {
  readonly events: number;
  readonly eventsPerSecond: number;
  readonly dropped: number;
  /** Share of the program's busy time that is our own, in percent. */
  readonly overheadPercent: number;
  readonly iterations: number;
  readonly loops: number;
  readonly tasks: number;
  readonly liveTasks: number;
  /** Ended tasks that are no longer kept, the oldest; absent: none. */
  readonly tasksLetGo?: number;
  /** Share of the last second, or of the whole run once it has ended, that the loop was not waiting in select; in percent. */
  readonly utilisation: number;
}

export interface HandleView {
  readonly id: Serial;
  /** The task's name, or the callback's qualified name. */
  readonly label: string;
  readonly task: Serial | null;
  /** Time in the ready queue so far. */
  readonly waiting: Millis;
  /** Label of the task or callback that scheduled it, "I/O", "a timer" or "thread worker-1"; null: not known. */
  readonly queuedBy: string | null;
}

export interface RunningView {
  /** The same as it had in the ready queue; absent: not known. */
  readonly handle?: Serial;
  readonly label: string;
  readonly task: Serial | null;
  readonly elapsed: Millis;
  /** Innermost user line, when a stack was sampled (only overdue steps are). */
  readonly location: Location | null;
}

export interface TimerView {
  readonly id: Serial;
  readonly label: string;
  readonly task: Serial | null;
  /** Time until due; negative: overdue. */
  readonly dueIn: Millis;
  /** Label of the task or callback that set it; null: the task itself, or not known. */
  readonly setBy: string | null;
}

export interface FutureView {
  readonly id: Serial;
  readonly age: Millis;
  /** Names of the tasks parked on it, at most 5. */
  readonly waiters: readonly { readonly task: Serial; readonly name: string }[];
  readonly waiterCount: number;
  readonly createdBy: string | null;
  readonly createdAt: Location | null;
  /** What it is waited for in: "Lock held by task-3", "gather, 2 of 5 pending"; empty: not known. */
  readonly purpose: string;
}

/** A file descriptor or a signal that the loop watches. */
export interface IoWatchView {
  readonly descriptor: number;
  readonly kind: 'reads' | 'writes' | 'signal';
  /** The callback, and of a connection to whom it is. */
  readonly label: string;
}

export interface TaskRow {
  readonly id: Serial;
  readonly loop: number;
  readonly name: string;
  /** Qualified name of its coroutine function. */
  readonly coroutine: string;
  readonly state: TaskState;
  readonly parkedAt: Location | null;
  /** What it waits for in words: "sleep, 120 ms left", "task worker-3", "future #7", "". */
  readonly waitsFor: string;
  readonly steps: number;
  readonly longestStep: Millis;
  readonly busy: Millis;
  /** In the ready queue, and suspended, up to now. */
  readonly queued: Millis;
  readonly parked: Millis;
  readonly age: Millis;
  readonly createdAt: Location | null;
  readonly definedAt: Location | null;
  readonly parent: Serial | null;
  /** repr of the result or exception, cut; null: it was None, or it has not ended. */
  readonly outcome: string | null;
  /** Label of what queued its last step, as in `HandleView`; null: not known. And the line that did, if it is known. */
  readonly wokenBy: string | null;
  readonly wokenAt: Location | null;
  /** Of a task that was cancelled: by whom, and the line. */
  readonly cancelledBy: string | null;
  readonly cancelledAt: Location | null;
  /** Names of the context variables that are set for it, "" for none. */
  readonly context: string;
}

/** A coroutine or generator driven by hand with `send` or `next`. */
export interface DrivenRow {
  readonly id: Serial;
  readonly name: string;
  readonly kind: 'coroutine' | 'generator';
  readonly definedAt: Location | null;
  /** Where it is resumed from. */
  readonly drivenFrom: Location | null;
  readonly resumes: number;
  readonly state: 'suspended' | 'returned' | 'raised';
  /** Where it is suspended, or was last. */
  readonly at: Location | null;
  /** repr of the last value it yielded or returned, cut. */
  readonly lastValue: string;
  /** repr of the last value that was sent into it, cut; "" if it is not known. */
  readonly lastSent: string;
}

export type RuleCode = 'slow-callback' | 'never-awaited' | 'exception-never-retrieved' | 'destroyed-pending' | 'pending-at-exit' | 'starved' | 'deadlock' | 'slow-iteration' | 'unreferenced-task' | 'never-cedes' | 'busy-wait' | 'wrong-thread';

export type Severity = 'error' | 'warning' | 'information';

export interface StackFrame extends Location {
  readonly qualname: string;
  readonly user: boolean;
}

export interface WarningView {
  readonly id: Serial;
  readonly code: RuleCode;
  readonly severity: Severity;
  /** A complete sentence. */
  readonly message: string;
  readonly location: Location | null;
  /** Longest occurrence, for rules that measure a time; else null. */
  readonly duration: Millis | null;
  readonly count: number;
  readonly task: string | null;
  /** Innermost first; empty if none was taken. */
  readonly stack: readonly StackFrame[];
  /** Handles that waited meanwhile, worst first, at most 5. */
  readonly victims: readonly { readonly label: string; readonly delay: Millis }[];
}

export type TaskSortKey = 'name' | 'state' | 'coroutine' | 'steps' | 'longestStep' | 'busy' | 'queued' | 'parked' | 'age';

/** What a view has in sight. */
export interface ViewWindow {
  /** The task that its detail is shown of; null: none. */
  readonly selected: Serial | null;
  readonly taskStart: number;
  readonly taskCount: number;
  readonly taskSort: TaskSortKey;
  readonly taskDescending: boolean;
  readonly taskFilter: string;
  /** The states to show; empty: all. */
  readonly taskStates: readonly TaskState[];
  /** Serial number of the loop whose lists and tasks are shown; null: of all. */
  readonly loop: number | null;
  /** null: it is not in sight. */
  readonly timeline: TimelineWindow | null;
  /** Null: the await tree is not in sight. */
  readonly tree: TreeWindow | null;
}

export const DEFAULT_WINDOW: ViewWindow = { selected: null, taskStart: 0, taskCount: 100, taskSort: 'age', taskDescending: true, taskFilter: '', taskStates: [], loop: null, timeline: null, tree: null };

export interface TasksView {
  /** Tasks that match the window's loop, text and states. */
  readonly total: number;
  readonly start: number;
  readonly rows: readonly TaskRow[];
  /** Of those that match its loop and text, how many are in each state. */
  readonly counts: Readonly<Record<TaskState, number>>;
}

export interface Snapshot {
  /** 1, 2, 3, … within one run; acknowledged by this number. */
  readonly sequence: number;
  readonly run: RunView;
  readonly totals: Totals;
  readonly loops: readonly LoopView[];
  /** The last minute of the loops on show; null: nothing is known of it yet. */
  readonly activity: ActivityView | null;
  readonly running: RunningView | null;
  /** Waiting in select: nothing is ready. */
  readonly idle: boolean;
  /** Absent: the loops go as fast as they can. */
  readonly control?: ControlView;
  /** Class of a loop of this run that is written in C, so that nothing of it is in `ready`, `idle`, `iterations` and `utilisation`; absent: none. */
  readonly hiddenBy?: string;
  readonly ready: { readonly total: number; readonly items: readonly HandleView[] };
  readonly timers: { readonly total: number; readonly items: readonly TimerView[] };
  readonly futures: { readonly total: number; readonly items: readonly FutureView[] };
  readonly io: { readonly total: number; readonly items: readonly IoWatchView[] };
  readonly tasks: TasksView;
  readonly driven: readonly DrivenRow[];
  /** This Python does not tell what is driven by hand; absent: it does. */
  readonly drivenUnseen?: boolean;
  readonly warnings: readonly WarningView[];
  /** Of what was asked for; null: nothing was, or nothing is known. */
  readonly timeline: TimelineView | null;
  /** Of the selected task. */
  readonly taskTimes: TaskTimes | null;
  /** Null: the view did not ask for it. */
  readonly tree: TreeView | null;
  /** Of the selected task; null: none is. */
  readonly detail: DetailView<TaskRow> | null;
  readonly history: HistoryView;
}
