/** Waits that can never end: a loop that nothing can wake, and tasks that wait for each other. */
import { deadlock } from '../rules/deadlock';
import type { StuckTask } from '../rules/evidence';
import { cycleOf } from './cycles';
import { taskName, waitsForText } from './labels';
import type { LoopState } from './loopState';
import type { Task } from './objects';
import type { InspectorState } from './state';

/** What `task` waits for has just become known: if it waits, through others, for itself, that is reported once. */
export function noteCycle(state: InspectorState, loop: LoopState, task: Task): void {
  const cycle = cycleOf(state, loop, task);
  if (cycle === null) return;
  const key = `cycle ${cycle
    .map(({ serial }) => serial)
    .sort((a, b) => a - b)
    .join(' ')}`;
  if (state.warningLog.has(deadlock, key)) return;
  // Whose wait has closed it comes first: that need not be the one that is known last.
  const closing = cycle.reduce((latest, { since }, index) => (since > cycle[latest]!.since ? index : latest), 0);
  const tasks = [...cycle.slice(closing), ...cycle.slice(0, closing)];
  state.warningLog.apply(deadlock, { key, isCycle: true, tasks: tasks.map((member) => stuckTask(state, loop, member)) });
}

/** The loop waits in select, and nothing that the program has could wake it. */
export function reportStuck(state: InspectorState, loop: LoopState): void {
  const waiting = state.tasks.all.filter((task): task is Task => task !== null && !task.ended && task.loop === loop.serial);
  state.warningLog.apply(deadlock, { key: `loop ${loop.serial}`, isCycle: false, tasks: waiting.map((task) => stuckTask(state, loop, task)) });
}

const stuckTask = (state: InspectorState, loop: LoopState, task: Task): StuckTask => ({
  name: taskName(state, task),
  waitsFor: waitsForText(state, loop, task, null),
  inLock: task.primitive !== null,
  parkedAt: state.definitions.site(task.parkedSite),
});
