/** The marks of the time axis. */
import { formatDuration } from '../format';
import type { Span } from './state';

export interface Mark {
  /** ns since the run's start. */
  readonly at: number;
  readonly text: string;
}

/** Marks of one, two or five times a power of ten, at least `room` pixels from each other. */
export function marks({ from, to }: Span, width: number, room: number): readonly Mark[] {
  const least = ((to - from) / Math.max(1, width)) * room;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= least)!;
  const found: Mark[] = [];
  for (let index = Math.ceil(Math.max(0, from) / step); index * step <= to; index++) found.push({ at: index * step, text: moment(index * step, step) });
  return found;
}

/** As many digits as tell neighbouring marks apart. */
function moment(at: number, step: number): string {
  if (at === 0) return '0';
  const [unit, name] = at >= 1e9 ? [1e9, 's'] : at >= 1e6 ? [1e6, 'ms'] : at >= 1e3 ? [1e3, 'µs'] : [1, 'ns'];
  return `${(at / unit).toFixed(Math.max(0, Math.ceil(Math.log10(unit / step) - 1e-9)))} ${name}`;
}

/** A length of time in ns, in words. */
export const lengthText = (ns: number): string => formatDuration(ns / 1e6);

/** A moment, ns since the run's start, as exact as a picture `width` pixels wide is. */
export const momentText = (at: number, { from, to }: Span, width: number): string => moment(at, Math.max(1, (to - from) / Math.max(1, width)));
