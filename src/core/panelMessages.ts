/**
 * Checks of the messages between the panel's page and whoever shows it. Each end takes what comes from
 * the other for unknown data: what does not have the shape of `panelProtocol.ts` is refused with a
 * sentence, so that nonsense reaches neither the run nor the drawing.
 */
import * as v from 'valibot';
import { type CodedError, type Result, err, ok } from '../base/result';
import { MAX_SPEED } from './control';
import type { FromPanel, ToPanel } from './panelProtocol';
import { RULE_CHOICES, RULE_CODES, type RuleChoices } from './rules/ruleTable';
import { isSnapshot } from './snapshot/isSnapshot';
import { STATE_ORDER } from './snapshot/stateOrder';
import { MAX_TOGGLED } from './snapshot/treeProtocol';
import type { TaskSortKey } from './snapshot/protocol';
import { MAX_EXCERPT_LINES } from './sourceExcerpt';
import { timelineWindow } from './timelineMessages';

const SORT_KEYS: readonly TaskSortKey[] = ['name', 'state', 'coroutine', 'steps', 'longestStep', 'busy', 'queued', 'parked', 'age'];
/** A longer text in the filter is no search but an accident; the same for paths. */
const MAX_FILTER = 1000;
const MAX_PATH = 32_768;
/** Rows of a table, as text. */
const MAX_COPIED = 1_000_000;
const MAX_KEY = 100;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const location = v.object({
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_PATH)),
  line: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  column: count,
});

const treeWindow = v.object({
  first: count,
  count,
  toggled: v.pipe(v.array(v.pipe(v.string(), v.maxLength(MAX_KEY))), v.maxLength(MAX_TOGGLED)),
  filter: v.pipe(v.string(), v.maxLength(MAX_FILTER)),
  find: v.nullable(count),
});

const viewWindow = v.object({
  selected: v.nullable(count),
  taskStart: count,
  taskCount: count,
  taskSort: v.picklist(SORT_KEYS),
  taskDescending: v.boolean(),
  taskFilter: v.pipe(v.string(), v.maxLength(MAX_FILTER)),
  taskStates: v.pipe(v.array(v.picklist(STATE_ORDER)), v.maxLength(STATE_ORDER.length)),
  loop: v.nullable(count),
  timeline: v.nullable(timelineWindow),
  tree: v.nullable(treeWindow),
});

const control = v.variant('kind', [
  v.object({ kind: v.picklist(['pause', 'resume']) }),
  v.object({ kind: v.literal('step'), unit: v.picklist(['handle', 'iteration']) }),
  v.object({ kind: v.literal('speed'), handlesPerSecond: v.nullable(v.pipe(v.number(), v.finite(), v.gtValue(0), v.maxValue(MAX_SPEED))) }),
  v.object({ kind: v.literal('cancelTask'), task: count }),
]);

const destination = v.variant('to', [
  v.object({ to: v.literal('live') }),
  v.object({ to: v.literal('time'), time: v.pipe(v.number(), v.finite()) }),
  v.object({ to: v.literal('position'), position: count }),
  v.object({ to: v.literal('step'), unit: v.picklist(['handle', 'iteration']), direction: v.picklist([1, -1]) }),
]);

const fromPanel: v.GenericSchema<FromPanel> = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('view'), window: viewWindow }),
  v.object({ type: v.literal('acknowledge'), sequence: count }),
  v.object({ type: v.literal('reveal'), location }),
  v.object({ type: v.literal('stop') }),
  v.object({ type: v.literal('restart') }),
  v.object({ type: v.literal('control'), command: control }),
  v.object({ type: v.literal('copy'), text: v.pipe(v.string(), v.maxLength(MAX_COPIED)) }),
  v.object({ type: v.literal('explainRule'), code: v.picklist(RULE_CODES) }),
  v.object({ type: v.literal('muteRule'), code: v.picklist(RULE_CODES), muted: v.boolean() }),
  v.object({ type: v.literal('travel'), destination }),
  v.object({ type: v.literal('changeInterpreter') }),
  v.object({ type: v.literal('openExample') }),
]);

const ruleChoices = v.partial(v.object(v.entriesFromList(RULE_CODES, v.picklist(RULE_CHOICES))));
const show = v.object({ type: v.literal('show'), tab: v.literal('tasks'), filter: v.pipe(v.string(), v.maxLength(MAX_FILTER)), selected: v.nullable(count) });

/** A longer line of source is cut where it is read. */
const MAX_LINE = 4000;

const toBrowser: v.GenericSchema<Extract<ToPanel, { type: 'notice' | 'source' }>> = v.variant('type', [
  v.object({ type: v.literal('notice'), text: v.pipe(v.string(), v.minLength(1)) }),
  v.object({
    type: v.literal('source'),
    source: v.object({
      location,
      firstLine: v.pipe(count, v.minValue(1)),
      lines: v.pipe(v.array(v.pipe(v.string(), v.maxLength(MAX_LINE))), v.maxLength(MAX_EXCERPT_LINES)),
    }),
  }),
]);

/** What the page sent, without any keys that the protocol does not have. */
export const parseFromPanel = (message: unknown): Result<FromPanel> => checked(fromPanel, message);

function checked<T>(schema: v.GenericSchema<T>, message: unknown): Result<T> {
  const parsed = v.safeParse(schema, message);
  if (parsed.success) return ok(parsed.output);
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  return err(refusal(path === null ? issue.message : `${path}: ${issue.message}`));
}

/** What the page is to show. Snapshots come up to 60 times a second, so the check is a quick one. */
export function parseToPanel(message: unknown): Result<ToPanel> {
  if (typeof message !== 'object' || message === null || !('type' in message)) return err(refusal('it has no type'));
  switch (message.type) {
    case 'empty':
      return ok({ type: 'empty' });
    case 'rules': {
      const choices = 'choices' in message ? v.safeParse(ruleChoices, message.choices) : null;
      return choices?.success ? ok({ type: 'rules', choices: choices.output as RuleChoices }) : err(refusal('its choices are not those of rules'));
    }
    case 'snapshot':
      return 'snapshot' in message && isSnapshot(message.snapshot)
        ? ok({ type: 'snapshot', snapshot: message.snapshot })
        : err(refusal('its snapshot does not have the shape of one'));
    case 'notice':
    case 'source':
      return checked(toBrowser, message);
    case 'show': {
      const parsed = v.safeParse(show, message);
      return parsed.success ? ok(parsed.output) : err(refusal('what it is to show is not known'));
    }
    default:
      return err(refusal('its type is not known'));
  }
}

const refusal = (reason: string): CodedError => ({ code: 'panel-message', message: `The message is none of the panel's: ${reason}.` });
