import path from 'node:path';
import type { Exit } from '../core/events/exit';
import { NO_HISTORY } from '../core/snapshot/historyView';
import type { Snapshot } from '../core/snapshot/protocol';

/**
 * The last state of a run, for a panel that is to show it from now on. That is the inspector's final
 * snapshot if it came; a run whose inspector died before has only what was seen last, or nothing.
 * @param program the program's path
 */
export function endedSnapshot(last: Snapshot | null, program: string, exit: Exit): Snapshot {
  if (last?.run.phase === 'ended') return last;
  const shown = last ?? nothingSeen(program);
  return { ...shown, run: { ...shown.run, phase: 'ended', exit }, running: null, idle: false };
}

/** Of a program that was started, and of which nothing has come yet. */
export function nothingSeen(program: string): Snapshot {
  return {
    sequence: 1,
    run: { phase: 'starting', program: path.basename(program), path: program, runtime: '', elapsed: 0, slowCallback: 100, exit: null },
    totals: { events: 0, eventsPerSecond: 0, dropped: 0, overheadPercent: 0, iterations: 0, loops: 0, tasks: 0, liveTasks: 0, utilisation: 0 },
    loops: [],
    activity: null,
    running: null,
    idle: false,
    ready: { total: 0, items: [] },
    timers: { total: 0, items: [] },
    futures: { total: 0, items: [] },
    io: { total: 0, items: [] },
    tasks: { total: 0, start: 0, rows: [], counts: { running: 0, ready: 0, created: 0, parked: 0, failed: 0, destroyed: 0, cancelled: 0, done: 0 } },
    driven: [],
    warnings: [],
    timeline: null,
    taskTimes: null,
    tree: null,
    detail: null,
    history: NO_HISTORY,
  };
}
