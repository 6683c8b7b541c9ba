/** A run's last state as a file, for a panel that outlives the extension host which the run ended with. */
import { ok, err, type Result } from '../base/result';
import type { Exit } from '../core/events/exit';
import { NO_HISTORY } from '../core/snapshot/historyView';
import { isSnapshot } from '../core/snapshot/isSnapshot';
import type { Snapshot } from '../core/snapshot/protocol';
import { endedSnapshot } from './endedSnapshot';

/** A file of this size is written in some milliseconds. No more is kept. */
const MAX_CHARACTERS = 2_000_000;
const MAX_TASKS = 200;
const MAX_WARNINGS = 100;

/** How a run ended that nobody saw the end of. */
const ENDED_UNSEEN: Exit = { code: 143, reason: 'stopped', message: 'It ended when VS Code’s window was reloaded or closed. This is the last state that was kept.' };

/** As text; fails for one that is too large to be kept. */
export function serializeSnapshot(snapshot: Snapshot): Result<string> {
  const { tasks, warnings } = snapshot;
  const text = JSON.stringify({ ...snapshot, tasks: { ...tasks, rows: tasks.rows.slice(0, MAX_TASKS) }, warnings: warnings.slice(0, MAX_WARNINGS) });
  return text.length <= MAX_CHARACTERS ? ok(text) : err({ code: 'kept-snapshot', message: `The panel's last state is too large to be kept over a reload: ${text.length} characters.` });
}

/**
 * What `serializeSnapshot` made, as the end of a run that is no more. Nobody answers for tasks that are
 * not in it, nor for other moments, so it says that there are no others.
 * @returns null if it is none, such as of another version
 */
export function restoreSnapshot(text: string): Snapshot | null {
  const snapshot = parse(text);
  if (!isSnapshot(snapshot)) return null;
  const { rows } = snapshot.tasks;
  return endedSnapshot({ ...snapshot, history: NO_HISTORY, tasks: { ...snapshot.tasks, total: rows.length, start: 0 } }, snapshot.run.path, ENDED_UNSEEN);
}

/** A snapshot that is known to be the run's last because the window goes. */
export const endedByWindow = (snapshot: Snapshot): Snapshot => ({ ...snapshot, run: { ...snapshot.run, exit: ENDED_UNSEEN } });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
