/** Numbers as people read them. Digits are few, so that figures that change at every frame stay in place. */
import type { Millis } from '../src/base/brand';
import type { Location } from '../src/core/events/location';

const MICROSECOND = 0.001;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** "35 µs", "1.2 ms", "120 ms", "1.2 s", "12 s", "2 min 5 s", "1 h 3 min". */
export function formatDuration(duration: Millis): string {
  if (!Number.isFinite(duration)) return '–';
  if (duration < 0) return `−${formatDuration(-duration)}`;
  if (duration === 0) return '0 ms';
  if (duration < 0.5 * MICROSECOND) return '<1 µs';
  if (duration < 0.9995) return `${Math.round(duration / MICROSECOND)} µs`;
  if (duration < 999.5) return `${shortNumber(duration)} ms`;
  if (duration < 59.5 * SECOND) return `${shortNumber(duration / SECOND)} s`;
  if (duration < HOUR - SECOND / 2) {
    const seconds = Math.round(duration / SECOND);
    return `${Math.trunc(seconds / 60)} min ${seconds % 60} s`;
  }
  const minutes = Math.round(duration / MINUTE);
  return `${Math.trunc(minutes / 60)} h ${minutes % 60} min`;
}

/** "in 120 ms", "due now", "overdue by 3.0 ms". */
export function formatDue(dueIn: Millis): string {
  if (dueIn > 0) return `in ${formatDuration(dueIn)}`;
  return dueIn > -1 ? 'due now' : `overdue by ${formatDuration(-dueIn)}`;
}

/** The same as the end of a sentence: "is due in 120 ms", "is due now", "is overdue by 3.0 ms". */
export const formatIsDue = (dueIn: Millis): string => `is ${dueIn > 0 ? 'due ' : ''}${formatDue(dueIn)}`;

/** One decimal below 10, none above: two or three digits. */
const shortNumber = (value: number): string => (value < 9.95 ? value.toFixed(1) : value.toFixed(0));

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** "12,345". */
export const formatCount = (count: number): string => grouped.format(count);

/** "3 tasks", "1 task". */
export const plural = (count: number, noun: string): string => `${formatCount(count)} ${count === 1 ? noun : `${noun}s`}`;

/** "0%", "<0.1%", "1.2%", "34%". */
export function formatPercent(percent: number): string {
  if (percent > 0 && percent < 0.05) return '<0.1%';
  return percent === 0 ? '0%' : `${shortNumber(percent)}%`;
}

/** The whole path, and the column if it is known. */
export const locationTitle = ({ path, line, column }: Location): string => `${path}:${line}${column > 0 ? `:${column}` : ''}`;

/** The file's name. Both kinds of separators: the program may run on another system than the page. */
export const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
