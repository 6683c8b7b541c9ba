/** Short ways to look at a state in tests. */
import { buildSnapshot } from '../../src/core/snapshot/buildSnapshot';
import { DEFAULT_WINDOW, type RunPhase, type RunView, type Snapshot, type TaskRow, type ViewWindow } from '../../src/core/snapshot/protocol';
import type { InspectorState } from '../../src/core/state/state';

export const RUN: RunView = { phase: 'running', program: 'main.py', path: '/app/main.py', runtime: 'embedded CPython 3.14.2', elapsed: 0, slowCallback: 100, exit: null };

/** A snapshot `laterMs` after the last moment of the stream. */
export const snapshot = (state: InspectorState, window: Partial<ViewWindow> = {}, laterMs = 0, phase: RunPhase = state.ended ? 'ended' : 'running'): Snapshot =>
  buildSnapshot(state, { ...DEFAULT_WINDOW, ...window }, { ...RUN, phase }, { now: state.time + laterMs * 1e6, sequence: 1 });

export function taskRow(state: InspectorState, name: string, laterMs = 0): TaskRow {
  const row = snapshot(state, { taskCount: 1000 }, laterMs).tasks.rows.find((task) => task.name === name);
  if (row === undefined) throw new Error(`no task ${name}`);
  return row;
}
