/** `f(a, b=c)` → `await asyncio.to_thread(f, a, b=c)`. Python 3.9 and newer. */
import type { SyntaxNode } from '@lezer/common';
import { isComprehension } from '../scopes';
import { asyncioName } from './asyncioName';
import { around, mayAwait, runsOnAsyncio } from './awaiting';
import { type Fix, type FixContext, insert } from './fix';

/** `preferred`: no other fix is better. */
export function threadFix({ python, names, call }: FixContext, preferred: boolean): Fix | null {
  const { source, text } = python;
  const callee = call.firstChild;
  const args = call.getChild('ArgList');
  const first = args?.firstChild?.nextSibling;
  if (callee === null || args === null || first === null || first === undefined || isComprehension(args)) return null;
  if (givesControl(call) || !mayAwait(call, source) || !runsOnAsyncio(source)) return null;
  const toThread = asyncioName('to_thread', call, python, names);
  if (toThread === null) return null;
  const { open, close } = around(call);
  const separator = first.name === ')' ? '' : /\s/.test(text[args.from + 1] ?? '') ? ',' : ', ';
  return {
    title: `Run it in a thread: await ${toThread.name}`,
    edits: [...toThread.edits, insert(callee.from, `${open}await ${toThread.name}(`), { from: callee.to, to: args.from + 1, text: separator }, ...close],
    preferred,
  };
}

/** Whether an `await` or `yield` is in it. */
function givesControl(call: SyntaxNode): boolean {
  let found = false;
  call.cursor().iterate(({ name }) => {
    if (name === 'await' || name === 'yield' || name === 'async') found = true;
    return !found;
  });
  return found;
}
