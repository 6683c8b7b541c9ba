/** Folds the stacks that were sampled in one step into the lines of the user's code where its time went. */
import type { Millis } from '../../base/brand';
import type { Site } from '../events/definitions';
import { lineKey, type TimeSpent } from './evidence';

/** A stack, innermost first, with the time of the step that it stands for. */
export interface TimedStack {
  readonly stack: readonly Site[];
  /** What the innermost line of the user's had called, '' if not known. */
  readonly calling: string;
  readonly time: Millis;
  /** The part of it in which C code held the interpreter's lock, and that in which nobody could look. */
  readonly held: Millis;
  readonly unseen: Millis;
  /** Another place in the same function that may have held the lock. */
  readonly other: Site | null;
}

export interface BlockedLines extends TimeSpent {
  /** Where most of the time went. */
  readonly location: Site;
  readonly stack: readonly Site[];
}

/** From this share on one line, or one function, is what blocked. */
const MOST = 0.75;
/** A line with less is not worth naming beside others. */
const LEAST = 0.05;
/** A line that has called one thing for this share of its time is named by it; looks between two calls see none. */
const CALLED = 1 / 3;
/** If it has called several things, one must have so much more time than the next: of a few looks each may fall on any of them. */
const FAR_MORE = 2;
/** A line must have so much more time than the one that was named before to take its place: lines of a loop are close together. */
const CLEARLY = 1.5;
const LINES_NAMED = 3;

interface Line {
  readonly site: Site;
  /** The frame of its function: its own, or, of a comprehension in the same line, the one around it. */
  readonly owner: Site;
  time: Millis;
  held: Millis;
  unseen: Millis;
  /** The stack with the most time, and the index of the line in it. */
  best: TimedStack;
  index: number;
  /** What it had called → for how long. */
  readonly calls: Map<string, Millis>;
}

/**
 * null if no stack shows a line. `rest`: time that no stack tells of. `told`: the place that was named before, while the step was
 * still running.
 */
export function blockedLines(samples: readonly TimedStack[], rest: Millis, told: Site | null): BlockedLines | null {
  const lines = [...linesOf(samples).values()].sort((a, b) => b.time - a.time);
  const before = lines.find(({ site }) => told !== null && isSameLine(site, told));
  const worst = before !== undefined && lines[0]!.time < before.time * CLEARLY ? before : lines[0];
  if (worst === undefined) return null;
  // the function had returned when somebody could look at last
  const unseenAfter = samples.reduce((sum, { stack, held, unseen }) => (stack.length === 0 ? sum + held + unseen : sum), rest);
  const total = lines.reduce((sum, { time }) => sum + time, unseenAfter) || 1;
  const inFunction = lines.filter(({ owner }) => functionKey(owner) === functionKey(worst.owner));
  const functionShare = inFunction.reduce((sum, { time }) => sum + time, 0) / total;
  const spread = lines.length === 1 || worst.time / total >= MOST ? 'line' : inFunction.length > 1 && functionShare >= MOST ? 'function' : 'lines';
  const named = spread === 'line' ? [worst] : (spread === 'function' ? inFunction : lines).filter(({ time }) => time / total >= LEAST).slice(0, LINES_NAMED);
  return {
    location: worst.site,
    stack: worst.best.stack,
    spread,
    lines: named.map((line) => ({ site: line.site, functionName: line.owner.qualname, calling: callingOf(line), share: line.time / total, otherLine: otherLine(line) })),
    functionShare,
    caller: worst.best.stack.slice(worst.index + 1).find((site) => site.user && !isSameLine(site, worst.site) && functionKey(site) !== functionKey(worst.owner)) ?? null,
    held: worst.held,
    unseen: worst.unseen,
    unseenAfter,
  };
}

function linesOf(samples: readonly TimedStack[]): Map<string, Line> {
  const lines = new Map<string, Line>();
  for (const sample of samples) {
    if (sample.stack.length === 0) continue;
    const index = Math.max(0, sample.stack.findIndex(({ user }) => user));
    const site = sample.stack[index]!;
    let line = lines.get(lineKey(site));
    if (line === undefined) {
      line = { site, owner: ownerOf(sample.stack, index), time: 0, held: 0, unseen: 0, best: sample, index, calls: new Map() };
      lines.set(lineKey(site), line);
    }
    line.time += sample.time;
    line.held += sample.held;
    line.unseen += sample.unseen;
    const calling = sample.calling || (sample.stack[index - 1]?.qualname ?? '');
    line.calls.set(calling, (line.calls.get(calling) ?? 0) + sample.time);
    if (sample.time > line.best.time) Object.assign(line, { best: sample, index });
  }
  return lines;
}

const functionKey = ({ path, qualname }: Site): string => `${path}:${qualname}`;

const isSameLine = (a: Site, b: Site): boolean => lineKey(a) === lineKey(b);

/** What runs in a frame of its own, or did so before Python 3.12, though it is part of a line. */
const PART = /(^|\.)<(listcomp|setcomp|dictcomp|genexpr|lambda)>$/;

function ownerOf(stack: readonly Site[], index: number): Site {
  const site = stack[index]!;
  if (!PART.test(site.qualname)) return site;
  return stack.slice(index + 1).find((outer) => isSameLine(outer, site) && !PART.test(outer.qualname)) ?? site;
}

/** In the source's words, else the name of the library's function that ran; '' if it mostly did something else, or several things. */
function callingOf({ calls, time }: Line): string {
  const [most, next] = [...calls].filter(([calling]) => calling !== '').sort(([, a], [, b]) => b - a);
  if (most === undefined || most[1] < time * CALLED) return '';
  return next === undefined || most[1] >= next[1] * FAR_MORE ? most[0] : '';
}

function otherLine({ site, best }: Line): number | null {
  const line = best.other?.line ?? site.line;
  return line === site.line ? null : line;
}
