/** An `async def` calls, directly, what blocks its thread and so the event loop. */
import type { SyntaxNode } from '@lezer/common';
import type { Names } from '../names';
import { placeOf } from '../place';
import { BLOCKING_FUNCTIONS, BLOCKING_SOCKET_METHODS, SOCKET_MAKERS } from './blockingCalls';
import type { SourceRule } from './finding';

export const blockingCall: SourceRule = (call, names) => {
  const callee = call.firstChild;
  if (callee === null || call.parent?.name === 'AwaitExpression') return null;
  const { runsIn, direct } = placeOf(call);
  if (runsIn !== 'async function' || !direct) return null;
  const name = names.qualified(callee);
  const found = name !== null && BLOCKING_FUNCTIONS.has(name) ? name : socketMethod(callee, names);
  if (found === null || returnsAtOnce(found, call, names)) return null;
  return { code: 'blocking-call', callee: found.replace('builtins.', '') };
};

/** `sleep(0)` only lets other threads run; numeric addresses are not looked up. */
function returnsAtOnce(name: string, call: SyntaxNode, names: Names): boolean {
  const args = names.text(call.getChild('ArgList') ?? call);
  return name === 'time.sleep' ? /^\(\s*0(?:\.0*)?\s*\)$/.test(args) : name.startsWith('socket.') && /\b(?:AI|NI)_NUMERIC(?:HOST)?\b/.test(args);
}

/** A method of a local variable that is a socket and nothing else, and that is never made non-blocking. */
function socketMethod(callee: SyntaxNode, names: Names): string | null {
  const path = names.dotted(callee);
  const [variable = '', method = ''] = path ?? [];
  if (path?.length !== 2 || !BLOCKING_SOCKET_METHODS.has(method)) return null;
  const bindings = names.lookup(variable, callee) ?? [];
  const areSockets = bindings.every(({ value }) => value?.name === 'CallExpression' && value.firstChild !== null && SOCKET_MAKERS.has(names.qualified(value.firstChild) ?? ''));
  if (bindings.length === 0 || !areSockets || /\bset(?:blocking|timeout|defaulttimeout)\s*\(|SOCK_NONBLOCK/.test(names.source)) return null;
  return `socket.${method}`;
}
