/** Whether some data is a view of the await tree. */
import { type Check, isBoolean, isNumber, isPlace, isLocation, isTaskState, isText, listOf, nullable, oneOf, record } from './checks';
import type { FoldTreeRow, FrameTreeRow, GapTreeRow, LinkTreeRow, MoreTreeRow, TaskRef, TaskTreeRow, TreeCycle, TreeRow, TreeView, WaitTreeRow } from './treeProtocol';

const isTaskRef = record<TaskRef>({ task: isNumber, name: isText });

const base = { key: isText, level: isNumber, task: isNumber, cycle: isBoolean };
const coroutine = { coroutine: isText, definedAt: isPlace };

const byKind: { readonly [Kind in TreeRow['kind']]: Check<Extract<TreeRow, { readonly kind: Kind }>> } = {
  task: record<TaskTreeRow>({ ...base, ...coroutine, kind: oneOf({ task: true }), name: isText, state: isTaskState, open: isBoolean, waitsFor: isText }),
  fold: record<FoldTreeRow>({
    ...base,
    ...coroutine,
    kind: oneOf({ fold: true }),
    count: isNumber,
    names: listOf(isText),
    states: listOf(record({ state: isTaskState, count: isNumber })),
    open: isBoolean,
  }),
  frame: record<FrameTreeRow>({ ...base, kind: oneOf({ frame: true }), qualname: isText, at: isLocation, user: isBoolean }),
  gap: record<GapTreeRow>({ ...base, kind: oneOf({ gap: true }), hidden: isNumber, open: isBoolean }),
  wait: record<WaitTreeRow>({ ...base, kind: oneOf({ wait: true }), text: isText, sharedWith: nullable(isTaskRef), waiters: isNumber }),
  link: record<LinkTreeRow>({ ...base, kind: oneOf({ link: true }), to: isTaskRef, state: isTaskState, why: oneOf({ awaits: true, holds: true }) }),
  more: record<MoreTreeRow>({ ...base, kind: oneOf({ more: true }), hidden: isNumber }),
};

const isTreeRow: Check<TreeRow> = (value): value is TreeRow => {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  const { kind } = value;
  return typeof kind === 'string' && Object.hasOwn(byKind, kind) && byKind[kind as TreeRow['kind']](value);
};

export const isTreeView: Check<TreeView> = record<TreeView>({
  pending: isBoolean,
  total: isNumber,
  start: isNumber,
  rows: listOf(isTreeRow),
  tasks: isNumber,
  cycles: listOf(record<TreeCycle>({ tasks: listOf(isTaskRef), text: isText })),
  found: nullable(record<NonNullable<TreeView['found']>>({ task: isNumber, row: nullable(isNumber), toggled: listOf(isText) })),
});
