/** What the gutter shows: for each line with something to show its state, the most remarkable of all that is in it. */
import type { BlockedMark, YieldPointMark } from '../core/snapshot/sourceMarks';
import type { MarkedText } from '../core/source/markedText';
import type { YieldPoint } from '../core/source/yieldPoints';
import type { RunFile } from './fileMarks';

/** From the least remarkable on. */
export const GUTTER_STATES = ['yield', 'never', 'ceded', 'parked', 'blocked'] as const;
export type GutterState = (typeof GUTTER_STATES)[number];

export interface PointMarks {
  readonly point: YieldPoint;
  /** One for each run that tells something of it. */
  readonly marks: YieldPointMark[];
}

export interface GutterLine {
  readonly points: PointMarks[];
  readonly blocked: BlockedMark[];
  /** The line is not as the program runs it. */
  stale: boolean;
}

/** By 0-based line. `files`: what each run tells of this text. */
export function gutterLines(text: MarkedText, files: readonly RunFile[]): ReadonlyMap<number, GutterLine> {
  const lines = new Map<number, GutterLine>();
  const lineOf = (line: number): GutterLine => {
    let found = lines.get(line);
    if (found === undefined) lines.set(line, (found = { points: [], blocked: [], stale: false }));
    return found;
  };
  const marksOf = new Map<YieldPoint, YieldPointMark[]>();
  for (const point of text.points) {
    const marks: YieldPointMark[] = [];
    marksOf.set(point, marks);
    lineOf(text.lineAt(point.from)).points.push({ point, marks });
  }
  for (const file of files) {
    for (const { mark, at, ran } of file.points) {
      const point = text.pointAt(at, mark.column > 0);
      if (point === null) continue;
      marksOf.get(point)?.push(mark);
      if (ran !== null && ran !== text.line(at.line)) lineOf(text.lineAt(point.from)).stale = true;
    }
    for (const { mark, at, ran } of file.blocked) {
      const line = lineOf(at.line);
      line.blocked.push(mark);
      if (ran !== null && ran !== text.line(at.line)) line.stale = true;
    }
  }
  return lines;
}

export function stateOf(marks: readonly YieldPointMark[]): GutterState {
  if (marks.some(({ parked }) => parked > 0)) return 'parked';
  if (marks.some(({ ceded }) => ceded > 0)) return 'ceded';
  return marks.some(({ reached }) => reached !== null && reached > 0) ? 'never' : 'yield';
}

/** The name of a line's icon, without its theme: `media/gutter-NAME-dark.svg`. */
export function iconOf({ points, blocked, stale }: GutterLine): string {
  const states = points.map(({ marks }) => stateOf(marks));
  const state = blocked.length > 0 ? 'blocked' : GUTTER_STATES.findLast((candidate) => states.includes(candidate)) ?? 'yield';
  if (state === 'yield') return 'yield';
  if (stale) return `${state}-stale`;
  if (state !== 'parked') return state;
  const parked = points.reduce((sum, { marks }) => sum + marks.reduce((inner, mark) => inner + mark.parked, 0), 0);
  return `parked-${parked > 9 ? '9plus' : parked}`;
}

/** All that `iconOf` may answer. */
export const ICONS: readonly string[] = [
  'yield',
  ...['never', 'ceded', 'blocked'],
  ...['never', 'ceded', 'parked', 'blocked'].map((state) => `${state}-stale`),
  ...['1', '2', '3', '4', '5', '6', '7', '8', '9', '9plus'].map((number) => `parked-${number}`),
];
