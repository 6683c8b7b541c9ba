/** `coroutine()` → `await coroutine()`; outside of functions `asyncio.run(coroutine())`. */
import { placeOf } from '../place';
import { asyncioName } from './asyncioName';
import { mayAwait, runsOnAsyncio } from './awaiting';
import { type Fix, type FixContext, insert } from './fix';

export function awaitFix({ python, names, call }: FixContext): Fix | null {
  if (mayAwait(call, python.source)) return { title: 'Await it', edits: [insert(call.from, 'await ')], preferred: true };
  if (placeOf(call).runsIn !== 'module' || !runsOnAsyncio(python.source)) return null;
  const run = asyncioName('run', call, python, names);
  return run === null ? null : { title: `Run it with ${run.name}`, edits: [...run.edits, insert(call.from, `${run.name}(`), insert(call.to, ')')], preferred: true };
}
