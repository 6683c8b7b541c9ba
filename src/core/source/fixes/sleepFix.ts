/** `time.sleep(x)` → `await asyncio.sleep(x)`. */
import { childrenOf } from '../scopes';
import { asyncioName } from './asyncioName';
import { around, mayAwait, runsOnAsyncio } from './awaiting';
import type { Fix, FixContext } from './fix';

export function sleepFix({ python, names, call }: FixContext): Fix | null {
  const callee = call.firstChild;
  const args = childrenOf(call.getChild('ArgList') ?? call).filter(({ name }) => !['(', ')', ',', 'Comment'].includes(name));
  const isOne = args.length === 1 && !call.getChild('ArgList')?.getChild('*');
  if (callee === null || !isOne || !mayAwait(call, python.source) || !runsOnAsyncio(python.source)) return null;
  const sleep = asyncioName('sleep', call, python, names);
  if (sleep === null) return null;
  const { open, close } = around(call);
  return { title: `Use await ${sleep.name}`, edits: [...sleep.edits, { from: callee.from, to: callee.to, text: `${open}await ${sleep.name}` }, ...close], preferred: true };
}
