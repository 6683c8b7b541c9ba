/** The report as text for a terminal. */
import type { Location } from '../events/location';
import { duration } from '../rules/messages';
import { DRIVEN_UNSEEN } from '../snapshot/drivenSeen';
import { hiddenSentence } from '../snapshot/hiddenLoop';
import type { Report, ReportTask, ReportWarning } from './schema';

export interface FormatOptions {
  /** Use ANSI colours. */
  readonly colour?: boolean;
  /** Paths inside of this folder are shown relative to it; absolute path. */
  readonly folder?: string;
}

/** Rows of the task table; a run may have 10,000 tasks. The longest steps are shown. */
const TASKS_SHOWN = 50;
const NAME_WIDTH = 40;

type Paint = (text: string) => string;
interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly severity: Readonly<Record<ReportWarning['severity'], Paint>>;
  readonly place: (location: Location | null) => string;
}

/** Several lines, each ended by a newline. The same report gives the same text. */
export function formatReport(report: Report, options: FormatOptions = {}): string {
  const style = styleOf(options);
  const blocks = [head(report, style), tasks(report, style), driven(report, style), warnings(report, style)];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function head(report: Report, { bold, dim }: Style): string[] {
  const { events, loops, hiddenBy, iterations, busyMs, overheadPercent } = report;
  const facts = [
    count(events.total, 'event'),
    ...(events.dropped > 0 ? [`${events.dropped} dropped`] : []),
    count(loops, 'loop'),
    ...(hiddenBy === null || iterations > 0 ? [count(iterations, 'iteration')] : []),
    // of a program that mostly waits it may be much, of a time that is short
    ...(busyMs > 0 ? [`busy for ${duration(busyMs)}, overhead ${overheadPercent.toFixed(1)} % of that`] : []),
  ];
  const runtime = report.runtime === '' ? '' : ` on ${report.runtime}`;
  return [
    bold(`Loop Inspector: ${report.program}`),
    dim(`${report.exit.message} Ran${runtime} for ${duration(report.elapsedMs)}: ${facts.join(', ')}`),
    ...(hiddenBy === null ? [] : [dim(hiddenSentence(printable(hiddenBy)))]),
  ];
}

function tasks(report: Report, style: Style): string[] {
  const total = report.tasks.length + report.tasksLetGo;
  if (total === 0) return [style.bold('No tasks')];
  const shown = longestSteps(report.tasks);
  const rows = shown.map((task) => [
    shorten(task.name),
    shorten(task.coroutine),
    task.state,
    String(task.steps),
    duration(task.longestStepMs),
    [style.place(task.parkedAt), task.waitsFor === '' ? '' : `(${task.waitsFor})`].filter((text) => text !== '').join(' '),
  ]);
  const missing = total - shown.length;
  return [
    style.bold(count(total, 'task')),
    ...table(['TASK', 'COROUTINE', 'STATE', 'STEPS', 'LONGEST STEP', 'PARKED AT'], rows, [3, 4], style),
    ...(missing > 0 ? [style.dim(`  and ${missing} more with shorter steps; --report FILE lists ${report.tasksLetGo > 0 ? `the latest ${report.tasks.length}` : 'all'}`)] : []),
  ];
}

/** The tasks to be shown, in order of creation. */
function longestSteps(all: readonly ReportTask[]): readonly ReportTask[] {
  if (all.length <= TASKS_SHOWN) return all;
  const worst = new Set([...all].sort((a, b) => b.longestStepMs - a.longestStepMs).slice(0, TASKS_SHOWN));
  return all.filter((task) => worst.has(task));
}

function driven(report: Report, style: Style): string[] {
  if (!report.drivenSeen && report.loops === 0) return [style.dim(`${DRIVEN_UNSEEN} (--python embedded).`)];
  if (report.driven.length === 0) return [];
  const shown = report.driven.slice(0, TASKS_SHOWN);
  const rows = shown.map((row) => [shorten(row.name), row.kind, row.state, String(row.resumes), style.place(row.at), shorten(row.lastValue)]);
  const missing = report.driven.length - shown.length;
  return [
    style.bold(`${report.driven.length} driven by hand`),
    ...table(['NAME', 'KIND', 'STATE', 'RESUMES', 'AT', 'LAST VALUE'], rows, [3], style),
    ...(missing > 0 ? [style.dim(`  and ${missing} more; --report FILE lists all`)] : []),
  ];
}

function warnings(report: Report, style: Style): string[] {
  if (report.warnings.length === 0) return [style.bold('No warnings')];
  const lines = [style.bold(count(report.warnings.length, 'warning'))];
  for (const warning of report.warnings) {
    const times = warning.count > 1 ? ` ×${warning.count}` : '';
    const where = warning.location === null ? '' : `${style.place(warning.location)}: `;
    lines.push(`  ${where}${style.severity[warning.severity](`${warning.severity}: ${warning.code}${times}`)}`, `    ${printable(warning.message)}`);
    for (const frame of warning.stack.filter(({ user }) => user)) lines.push(style.dim(`      ${style.place(frame)} in ${printable(frame.qualname)}`));
  }
  return lines;
}

/** Columns aligned to their widest cell; those in `numeric` to the right. */
function table(titles: readonly string[], rows: readonly (readonly string[])[], numeric: readonly number[], { dim }: Style): string[] {
  const widths = titles.map((title, column) => Math.max(title.length, ...rows.map((row) => width(row[column]!))));
  const line = (cells: readonly string[]): string => {
    const padded = cells.map((cell, column) => {
      const space = ' '.repeat(widths[column]! - width(cell));
      return numeric.includes(column) ? space + cell : cell + space;
    });
    return `  ${padded.join('  ')}`.trimEnd();
  };
  return [dim(line(titles)), ...rows.map(line)];
}

const width = (text: string): number => Array.from(text).length;

/** Text of the program's own, which may hold anything, on one line and without escape sequences. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');

/** One line of at most `NAME_WIDTH` characters. */
function shorten(text: string): string {
  const characters = Array.from(printable(text));
  return characters.length <= NAME_WIDTH ? characters.join('') : `${characters.slice(0, NAME_WIDTH - 1).join('')}…`;
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

function styleOf({ colour = false, folder = '' }: FormatOptions): Style {
  const paint =
    (code: number): Paint =>
    (text) =>
      colour ? `\x1b[${code}m${text}\x1b[0m` : text;
  return {
    bold: paint(1),
    dim: paint(2),
    severity: { error: paint(31), warning: paint(33), information: paint(36) },
    place: (location) => (location === null ? '' : `${printable(relative(location.path, folder))}:${location.line}`),
  };
}

function relative(path: string, folder: string): string {
  if (folder === '' || !path.startsWith(folder)) return path;
  const rest = path.slice(folder.length);
  return /^[/\\]./.test(rest) ? rest.slice(1) : /[/\\]$/.test(folder) ? rest : path;
}
