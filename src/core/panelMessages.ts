/**
 * Checks of the messages between the panel's page and whoever shows it. Each end takes what comes from
 * the other for unknown data: what does not have the shape of `panelProtocol.ts` is refused with a
 * sentence, so that nonsense reaches neither the run nor the drawing.
 */
import * as v from 'valibot';
import { type CodedError, type Result, err, ok } from '../base/result';
import type { FromPanel, ToPanel } from './panelProtocol';
import { isSnapshot } from './snapshot/isSnapshot';
import type { TaskSortKey } from './snapshot/protocol';

const SORT_KEYS: readonly TaskSortKey[] = ['name', 'state', 'coroutine', 'steps', 'longestStep', 'busy', 'age'];
/** A longer text in the filter is no search but an accident; the same for paths. */
const MAX_FILTER = 1000;
const MAX_PATH = 32_768;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const location = v.object({
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_PATH)),
  line: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  column: count,
});

const viewWindow = v.object({
  taskStart: count,
  taskCount: count,
  taskSort: v.picklist(SORT_KEYS),
  taskDescending: v.boolean(),
  taskFilter: v.pipe(v.string(), v.maxLength(MAX_FILTER)),
});

const fromPanel: v.GenericSchema<FromPanel> = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('view'), window: viewWindow }),
  v.object({ type: v.literal('acknowledge'), sequence: count }),
  v.object({ type: v.literal('reveal'), location }),
  v.object({ type: v.literal('stop') }),
  v.object({ type: v.literal('restart') }),
  v.object({ type: v.literal('changeInterpreter') }),
]);

/** What the page sent, without any keys that the protocol does not have. */
export function parseFromPanel(message: unknown): Result<FromPanel> {
  const parsed = v.safeParse(fromPanel, message);
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
    case 'snapshot':
      return 'snapshot' in message && isSnapshot(message.snapshot)
        ? ok({ type: 'snapshot', snapshot: message.snapshot })
        : err(refusal('its snapshot does not have the shape of one'));
    default:
      return err(refusal('its type is not known'));
  }
}

const refusal = (reason: string): CodedError => ({ code: 'panel-message', message: `The message is none of the panel's: ${reason}.` });
