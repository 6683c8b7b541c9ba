/** What a lane's steps give in a window, by looking at each of them for each pixel: slow, and plainly right. */

export interface Step {
  /** ns of the stream's clock. */
  readonly since: number;
  readonly begin: number;
  readonly end: number;
}

export interface Columns {
  readonly busy: number[];
  readonly queued: number[];
  readonly longest: number[];
  readonly counts: number[];
}

export function naiveColumns(steps: readonly Step[], from: number, to: number, pixels: number): Columns {
  const width = (to - from) / pixels;
  const columns: Columns = { busy: [], queued: [], longest: [], counts: [] };
  for (let pixel = 0; pixel < pixels; pixel++) {
    const left = from + pixel * width;
    const right = left + width;
    const overlap = (a: number, b: number): number => Math.max(0, Math.min(b, right) - Math.max(a, left));
    const there = steps.filter(({ begin, end }) => overlap(begin, end) > 0);
    columns.busy.push(steps.reduce((sum, { begin, end }) => sum + overlap(begin, end), 0));
    columns.queued.push(steps.reduce((sum, { since, begin }) => sum + overlap(since, begin), 0));
    columns.longest.push(Math.max(0, ...there.map(({ begin, end }) => end - begin)));
    columns.counts.push(there.length);
  }
  return columns;
}
