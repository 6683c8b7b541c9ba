/** What is said of marks, as Markdown without anybody's code in it but names, which are escaped. */
import { duration } from '../core/rules/words';
import type { BlockedMark, CoroutineMark, ParkedTask, YieldPointMark } from '../core/snapshot/sourceMarks';
import type { YieldPointKind } from '../core/source/yieldPoints';

export type Translate = (message: string, ...args: (string | number)[]) => string;

/** A mark, and the ways that lead from it to the panel. */
export interface Told {
  readonly mark: YieldPointMark;
  /** Now, or the run's end; ms since 1970. */
  readonly now: number;
  /** Address of a link to the task. */
  readonly link: (task: ParkedTask) => string;
}

/** Two places that are one yield point: the items of an `async with`, its beginning and its end. */
export const merged = (a: YieldPointMark, b: YieldPointMark): YieldPointMark => ({
  ...b,
  reached: a.reached === null || b.reached === null ? (a.reached ?? b.reached) : Math.max(a.reached, b.reached),
  ceded: a.ceded + b.ceded,
  waits: a.waits + b.waits,
  total: a.total + b.total,
  longest: Math.max(a.longest, b.longest),
  parked: a.parked + b.parked,
  tasks: [...a.tasks, ...b.tasks],
});

/** Paragraphs about a yield point. */
export function yieldPointTexts(kind: YieldPointKind, told: readonly Told[], t: Translate): string[] {
  if (told.length === 0) return [t('`{0}`: a yield point, where control may go back to the event loop.', kind)];
  return told.flatMap((one) => markTexts(kind, one, t));
}

function markTexts(kind: YieldPointKind, { mark, now, link }: Told, t: Translate): string[] {
  if (mark.ceded === 0) {
    if (mark.reached === null) return [t('`{0}`: not seen to give control back. Whether it was reached is not known before Python 3.12.', kind)];
    if (mark.reached === 0) return [t('`{0}`: not reached in this run.', kind)];
    return [t('`{0}`: **reached, but never gave control back**{1}.', kind, mark.reached > 1 ? t(', at least {0} times', mark.reached) : ''), t(WHY_NOT)];
  }
  const texts = [t('`{0}`: **gave control back** to the event loop, at least {1}.', kind, times(mark.ceded, t))];
  if (mark.waits > 0) texts.push(waitsText(mark, t));
  if (mark.parked > 0) texts.push(parkedText(mark, now, link, t));
  return texts;
}

const WHY_NOT = 'Awaiting a coroutine runs it like a function call. Only a future that is not done yet suspends the task and lets others run.';

function waitsText({ waits, total, longest }: YieldPointMark, t: Translate): string {
  const times = waits === 1 ? t('Waited {0}', duration(total)) : t('Waited {0} in all, {1} on average, {2} at the longest', duration(total), duration(total / waits), duration(longest));
  return `${times} ${t('until the task ran again; waits of less than 50 ms are not all seen.')}`;
}

function parkedText({ parked, tasks }: YieldPointMark, now: number, link: Told['link'], t: Translate): string {
  const names = tasks.map((task) => {
    const name = `[${escaped(task.name)}](${link(task)})`;
    return task.since === null ? name : t('{0} for {1}', name, duration(Math.max(0, now - task.since)));
  });
  if (parked > tasks.length) names.push(t('{0} more', parked - tasks.length));
  return t('**Parked here now**: {0}.', names.join(', '));
}

export const blockedText = ({ count, longest }: BlockedMark, t: Translate): string =>
  count === 1 ? t('**Blocked the event loop** for {0}: nothing else could run.', duration(longest)) : t('**Blocked the event loop** {0}, for {1} at the longest: nothing else could run.', times(count, t), duration(longest));

/** Of a coroutine function's tasks, in one line. `now`: or the run's end; ms since 1970. */
export function coroutineText({ tasks, live, steps, longestStep, parked, waiting, waitingSince }: CoroutineMark, now: number, t: Translate): string {
  const some = tasks === 1 ? t('1 task') : t('{0} tasks', tasks);
  return [
    live > 0 && live < tasks ? t('{0} ({1} live)', some, live) : some,
    steps === 1 ? t('1 step') : t('{0} steps', steps),
    t('longest {0}', duration(longestStep)),
    t('{0} parked', duration(parked + waiting * Math.max(0, now - waitingSince))),
  ].join(' · ');
}

const times = (count: number, t: Translate): string => (count === 1 ? t('once') : t('{0} times', count));

/** Names are the program's: no Markdown in them counts. */
const escaped = (name: string): string => name.replace(/[\\`*_{}[\]()#+\-.!|<>~&$]/g, (letter) => `\\${letter}`).replace(/\s+/g, ' ');
