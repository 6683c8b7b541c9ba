/** Which rows of the task table are in sight, and which to ask for. */
import type { ViewWindow } from '../src/core/snapshot/protocol';

/** Rows in sight: the index of the first and how many. */
export interface Sight {
  readonly first: number;
  readonly count: number;
}

/** Rows asked for come in steps of so many, so that scrolling by a row asks for nothing new. */
const STEP = 25;

/** @param height of the part of the scroller that shows rows, in pixels as `scrollTop` and `rowHeight` */
export function rowsInSight(scrollTop: number, height: number, rowHeight: number): Sight {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight));
  const last = Math.ceil((Math.max(0, scrollTop) + height) / rowHeight);
  return { first, count: Math.max(1, last - first) };
}

/** The rows in sight and at least `STEP` more on either side, for scrolling on. */
export function rowsToAskFor({ first, count }: Sight): Pick<ViewWindow, 'taskStart' | 'taskCount'> {
  const taskStart = Math.max(0, Math.floor(first / STEP) - 1) * STEP;
  const end = (Math.ceil((first + count) / STEP) + 1) * STEP;
  return { taskStart, taskCount: end - taskStart };
}

/** The smallest change of `scrollTop` that brings the row at `index` fully into sight. */
export function scrollTopFor(index: number, scrollTop: number, height: number, rowHeight: number): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + rowHeight - height);
}

/** How a row is laid out. */
export interface TableLayout {
  /** A class of the table's. */
  readonly name: 'one-line' | 'two-lines' | 'three-lines' | 'four-lines';
  /** Whether its titles are no columns but a list of what to sort by. */
  readonly stacked: boolean;
  /** In pixels. */
  readonly rowHeight: number;
  /** The table's width in pixels from which there is room for it. */
  readonly from: number;
}

const LAYOUTS: readonly TableLayout[] = [
  { name: 'one-line', stacked: false, rowHeight: 24, from: 1000 },
  { name: 'two-lines', stacked: false, rowHeight: 42, from: 600 },
  { name: 'three-lines', stacked: true, rowHeight: 66, from: 440 },
  { name: 'four-lines', stacked: true, rowHeight: 84, from: 0 },
];

/** The same with three columns more. */
const WIDE_LAYOUTS: readonly TableLayout[] = [
  { name: 'one-line', stacked: false, rowHeight: 24, from: 1320 },
  { name: 'two-lines', stacked: false, rowHeight: 42, from: 760 },
  { name: 'three-lines', stacked: true, rowHeight: 84, from: 440 },
  { name: 'four-lines', stacked: true, rowHeight: 102, from: 0 },
];
const COLUMNS = 9;

/** As few lines a row as there is room for: nothing that matters should be cut off. */
export function tableLayout(width: number, columns = COLUMNS): TableLayout {
  const layouts = columns > COLUMNS ? WIDE_LAYOUTS : LAYOUTS;
  return layouts.find(({ from }) => width >= from) ?? layouts[layouts.length - 1]!;
}
