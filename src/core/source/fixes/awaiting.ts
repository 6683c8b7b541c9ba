/** Putting `await` before a call: where it may stand and when it needs parentheses. PEP 492. */
import type { SyntaxNode } from '@lezer/common';
import { insideWith, placeOf } from '../place';
import { insert, type TextEdit } from './fix';

/** Others run while it awaits: not good while it holds a lock of threads. */
const HOLDS_LOCK = /lock|mutex|semaphore|condition/i;
/** `asyncio` is of no use on another library's loop. */
const OTHER_LOOPS = /^[ \t]*(?:import|from)[ \t]+(?:trio|curio|anyio)\b/m;

export const mayAwait = (call: SyntaxNode, source: string): boolean => placeOf(call).mayAwait && !insideWith(call, source, HOLDS_LOCK, 'not async');

export const runsOnAsyncio = (source: string): boolean => !OTHER_LOOPS.test(source);

/** What goes around `await <call>`: parentheses, if its value is used as an object or called. */
export function around(call: SyntaxNode): { readonly open: string; readonly close: readonly TextEdit[] } {
  const { parent } = call;
  const isObject = (parent?.name === 'MemberExpression' || parent?.name === 'CallExpression') && parent.firstChild?.from === call.from && parent.firstChild.to === call.to;
  const bare = !isObject && parent?.name !== 'AwaitExpression';
  return bare ? { open: '', close: [] } : { open: '(', close: [insert(call.to, ')')] };
}
