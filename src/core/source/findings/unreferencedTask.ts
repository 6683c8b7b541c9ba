/** What makes a task stands alone as a statement: nobody keeps the task, and the loop holds it by a weak reference only. */
import type { SyntaxNode } from '@lezer/common';
import type { Names } from '../names';
import { insideWith, statementOf } from '../place';
import { childrenOf } from '../scopes';
import { EXPECTS_TROUBLE, type SourceRule } from './finding';

const MAKERS = new Set(['asyncio.create_task', 'asyncio.ensure_future']);
const LOOPS = new Set(['asyncio.get_running_loop', 'asyncio.get_event_loop', 'asyncio.new_event_loop']);
const LOOP_TYPES = new Set(['asyncio.AbstractEventLoop', 'asyncio.BaseEventLoop']);
/** In a file about asyncio nothing else is called so and has a `create_task`. */
const LOOP_NAME = /^_?(?:event_?)?loop$/;
/** What returns a future that somebody else holds already: `ensure_future` makes no task of it. */
const FUTURES = new Set(['run_in_executor', 'wrap_future', 'create_future', 'run_coroutine_threadsafe', 'shield', 'gather', 'create_task', 'ensure_future', 'Future', 'Task']);

export const unreferencedTask: SourceRule = (call, names) => {
  if (statementOf(call) === null || insideWith(call, names.source, EXPECTS_TROUBLE)) return null;
  const maker = taskMaker(call, names);
  return maker === null ? null : { code: 'unreferenced-task', maker };
};

/** The name of what makes a task here; null if the call surely makes none or that is in doubt. */
function taskMaker(call: SyntaxNode, names: Names): string | null {
  const callee = call.firstChild;
  if (callee === null) return null;
  const name = names.qualified(callee);
  if (name !== null && MAKERS.has(name)) return name === 'asyncio.create_task' || isFreshCoroutine(call, names) ? name : null;
  const property = callee.getChild('PropertyName');
  if (callee.firstChild === null || property === null || names.text(property) !== 'create_task') return null;
  return isLoop(callee.firstChild, names) ? 'loop.create_task' : null;
}

/** The argument is a call whose result nobody else can hold. */
function isFreshCoroutine(call: SyntaxNode, names: Names): boolean {
  const argument = call.getChild('ArgList')?.firstChild?.nextSibling;
  if (argument?.name !== 'CallExpression' || argument.firstChild === null) return false;
  const path = names.dotted(argument.firstChild);
  return path !== null && !FUTURES.has(path.at(-1) ?? '');
}

/** `asyncio.get_running_loop()`; a variable that holds nothing else; a parameter or an attribute that is called loop. */
function isLoop(expression: SyntaxNode, names: Names): boolean {
  if (expression.name === 'CallExpression') return expression.firstChild !== null && LOOPS.has(names.qualified(expression.firstChild) ?? '');
  if (expression.name === 'MemberExpression') return LOOP_NAME.test(names.dotted(expression)?.at(-1) ?? '') && names.mentions('asyncio');
  if (expression.name !== 'VariableName') return false;
  const bindings = names.lookup(names.text(expression), expression) ?? [];
  return bindings.length > 0 && bindings.every(({ kind, node, value }) => (kind === 'parameter' ? isLoopParameter(node, names) : value?.name === 'CallExpression' && isLoop(value, names)));
}

function isLoopParameter(parameter: SyntaxNode, names: Names): boolean {
  const annotation = parameter.nextSibling?.name === 'TypeDef' ? childrenOf(parameter.nextSibling).at(-1) : undefined;
  if (annotation === undefined) return LOOP_NAME.test(names.text(parameter)) && names.mentions('asyncio');
  return LOOP_TYPES.has(names.qualified(annotation) ?? '');
}
