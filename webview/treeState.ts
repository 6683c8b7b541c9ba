/** What a person has chosen in the await tree, and how it changes. */
import type { Serial } from '../src/core/snapshot/protocol';
import { MAX_TOGGLED, type TreeView, type TreeWindow } from '../src/core/snapshot/treeProtocol';
import type { Sight } from './tableWindow';

export interface TreeState {
  readonly sight: Sight;
  readonly toggled: readonly string[];
  readonly filter: string;
  /** A task whose row is to be found; null: none. */
  readonly find: Serial | null;
  /** Index of the row that the keyboard is on. */
  readonly active: number | null;
  /** Rises when the active row is to be brought into sight. */
  readonly jumps: number;
}

export type TreeAction =
  | { readonly kind: 'sight'; readonly sight: Sight }
  | { readonly kind: 'toggle'; readonly key: string }
  | { readonly kind: 'filter'; readonly text: string }
  | { readonly kind: 'find'; readonly task: Serial }
  | { readonly kind: 'activate'; readonly row: number };

export const FIRST_TREE: TreeState = { sight: { first: 0, count: 40 }, toggled: [], filter: '', find: null, active: null, jumps: 0 };

/** Rows are asked for in steps of so many, and at least so many beyond either edge. */
const STEP = 40;

/** The same object when nothing changed. */
export function reduceTree(tree: TreeState, action: TreeAction): TreeState {
  switch (action.kind) {
    case 'sight':
      return action.sight.first === tree.sight.first && action.sight.count === tree.sight.count ? tree : { ...tree, sight: action.sight };
    case 'toggle':
      return { ...tree, toggled: toggledWith(tree.toggled, action.key) };
    case 'filter':
      return action.text === tree.filter ? tree : { ...tree, filter: action.text, sight: { ...tree.sight, first: 0 }, active: null };
    case 'find':
      return { ...tree, find: action.task };
    case 'activate':
      return action.row === tree.active ? tree : { ...tree, active: action.row };
  }
}

/** The task that was looked for has been found: it is on the screen now. */
export function treeAfter(tree: TreeState, view: TreeView | null): TreeState {
  const found = view?.found ?? null;
  if (found === null || found.task !== tree.find) return tree;
  const after = { ...tree, find: null, toggled: found.toggled.slice(-MAX_TOGGLED) };
  return found.row === null ? after : { ...after, active: found.row, jumps: tree.jumps + 1 };
}

export function treeWindow({ sight, toggled, filter, find }: TreeState): TreeWindow {
  const first = Math.max(0, Math.floor(sight.first / STEP) - 1) * STEP;
  const end = (Math.ceil((sight.first + sight.count) / STEP) + 1) * STEP;
  return { first, count: end - first, toggled, filter, find };
}

const toggledWith = (toggled: readonly string[], key: string): readonly string[] =>
  toggled.includes(key) ? toggled.filter((one) => one !== key) : [...toggled, key].slice(-MAX_TOGGLED);
