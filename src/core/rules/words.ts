/** How times, tasks and files are spelled in sentences. */
import type { Millis } from '../../base/brand';

/** "301 ms", "1.3 s": three digits at most, so that two runs differ little. */
export function duration(ms: Millis): string {
  if (ms >= 9_950) return `${Math.round(ms / 1000)} s`;
  if (ms >= 999.5) return `${(ms / 1000).toFixed(1)} s`;
  if (ms >= 9.95) return `${Math.round(ms)} ms`;
  if (ms >= 0.05) return `${ms.toFixed(1)} ms`;
  return ms === 0 ? '0 ms' : '<0.1 ms';
}

/** "Task-2" speaks for itself; of other names it is said that they are a task's. */
export const taskLabel = (name: string): string => (/^task/i.test(name) ? name : `Task ${name}`);

/** The last part of a path. */
export const fileName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
