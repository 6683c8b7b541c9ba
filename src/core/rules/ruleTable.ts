/** All rules in one table. Settings, the panel and the Problems view go by it; a test holds package.json to it. */
import type { RuleCode, Severity } from '../snapshot/protocol';

export interface RuleFacts {
  /** What its findings are called, as a heading. */
  readonly title: string;
  readonly severity: Severity;
  /** What to do about a finding: a sentence. */
  readonly advice: string;
}

export const RULES: Readonly<Record<RuleCode, RuleFacts>> = {
  'slow-callback': {
    title: 'A step blocked the loop',
    severity: 'warning',
    advice: 'Await something that gives control back, or move the work to a thread with asyncio.to_thread.',
  },
  'slow-iteration': {
    title: 'A turn of the loop took too long',
    severity: 'warning',
    advice: 'Let fewer run at a time (asyncio.Semaphore, a few workers on a Queue), or move the work to a thread or a process.',
  },
  deadlock: {
    title: 'Nobody is left to go on',
    severity: 'error',
    advice: 'Take locks in the same order everywhere, let no task wait for one that waits for it, and make sure that somebody resolves each future.',
  },
  starved: {
    title: 'Handles waited too long for a turn',
    severity: 'information',
    advice: 'More was ready than the loop could run: let fewer tasks be busy at a time, or spread the work over processes.',
  },
  'busy-wait': {
    title: 'A task asks again and again',
    severity: 'warning',
    advice: 'Wait for what it looks for (an asyncio.Event, a Future, a Queue), or sleep for a while between two looks.',
  },
  'never-cedes': {
    title: 'An await never gave control back',
    severity: 'information',
    advice: 'Nothing to do if the work is short. If it is long, give others a turn now and then with await asyncio.sleep(0).',
  },
  'never-awaited': {
    title: 'A coroutine was never awaited',
    severity: 'warning',
    advice: 'Put await before the call, or make a task of it with asyncio.create_task.',
  },
  'unreferenced-task': {
    title: 'Nobody keeps the task',
    severity: 'information',
    advice: 'Keep what create_task returns, for example in a set until it is done, or use an asyncio.TaskGroup.',
  },
  'exception-never-retrieved': {
    title: 'Nobody asked how it failed',
    severity: 'error',
    advice: 'Await the task, or ask for its exception in a callback when it is done.',
  },
  'destroyed-pending': {
    title: 'A task was thrown away before its end',
    severity: 'warning',
    advice: 'Keep what create_task returns until the task is done: a loop holds tasks by weak references only.',
  },
  'pending-at-exit': {
    title: 'Still pending at the end',
    severity: 'warning',
    advice: 'Await it, or cancel it and await that, before main returns.',
  },
  'wrong-thread': {
    title: 'Called from a wrong thread',
    severity: 'error',
    advice: 'From another thread use loop.call_soon_threadsafe, or asyncio.run_coroutine_threadsafe for a coroutine.',
  },
};

/** In the order in which people meet them in lists of settings. */
export const RULE_CODES = Object.keys(RULES) as readonly RuleCode[];

/** What a setting may say of a rule. `default`: as in `RULES`; `off`: muted. */
export const RULE_CHOICES = ['default', 'off', 'error', 'warning', 'information', 'hint'] as const;
export type RuleChoice = (typeof RULE_CHOICES)[number];

/** Of rules that are not at their default. */
export type RuleChoices = Readonly<Partial<Record<RuleCode, RuleChoice>>>;

/** A severity of Problems; a hint is the least of all. */
export type ShownSeverity = Severity | 'hint';

/** The severity that a finding is shown with, or null if its rule is muted. `found`: what the rule itself gave it. */
export function shownSeverity(choices: RuleChoices, code: RuleCode, found: Severity): ShownSeverity | null {
  const choice = choices[code] ?? 'default';
  if (choice === 'off') return null;
  return choice === 'default' ? found : choice;
}
