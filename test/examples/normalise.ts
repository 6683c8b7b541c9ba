/** A report without what depends on the machine: its speed, its folders. Ids are already absent: tasks and futures go by name and number. */
import type { Report } from '../../src/core/report/schema';

const TIME = '<time>';

export interface Variable {
  /** Names of the tasks whose number of steps depends on the clock. */
  readonly steps?: readonly string[];
  /** Codes of warnings that depend on the machine's speed. */
  readonly unsteady?: readonly string[];
}

/** JSON with the report's own order of fields and rows. `folder` is shown as nothing: paths in it become relative. */
export function normalised(report: Report, folder: string, { steps = [], unsteady = [] }: Variable = {}): string {
  const { tasks, exit, tasksLetGo, driven, warnings, cededAt, loops, schemaVersion, program, events } = report;
  const kept = {
    schemaVersion,
    program,
    runtime: report.runtime.replace(/\.\d+$/, ''),
    exit,
    events: { dropped: events.dropped },
    loops,
    tasks: tasks.map((task) => ({ ...task, longestStepMs: TIME, busyMs: TIME, ...(steps.includes(task.name) ? { steps: '<many>' } : {}) })),
    tasksLetGo,
    driven,
    warnings: warnings.filter(({ code }) => !unsteady.includes(code)).map((warning) => ({
      ...warning,
      message: warning.message.replace(/\b\d+(\.\d+)? m?s\b/g, TIME),
      durationMs: warning.durationMs === null ? null : TIME,
      victims: warning.victims.map(({ label }) => ({ label, delayMs: TIME })),
    })),
    cededAt,
  };
  return `${JSON.stringify(kept, null, 2).replaceAll(`${folder}/`, '')}\n`;
}
