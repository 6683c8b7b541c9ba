/**
 * `asyncio.create_task(…)` as a statement of an `async def` → that statement and what follows it in a TaskGroup, which
 * waits for its tasks at the end of the function. Python 3.11 and newer. Unlike before, the function does not return
 * earlier, and a task that fails cancels the others: so it is offered, but another fix is preferred.
 */
import type { SyntaxNode } from '@lezer/common';
import { placeOf, statementOf } from '../place';
import { unreferencedTask } from '../findings/unreferencedTask';
import { asyncioName } from './asyncioName';
import { type Fix, type FixContext, insert, type TextEdit } from './fix';
import { freeName } from './keepTaskFix';
import { indentBefore, lineEnd, lineStart, newline } from './lines';

export function taskGroupFix({ python, names, call }: FixContext): Fix | null {
  const { text, source } = python;
  const statement = statementOf(call);
  const { owner, mayAwait } = placeOf(call);
  const indent = statement === null ? null : indentBefore(text, statement.from);
  const outer = indentBefore(text, owner.from);
  const body = owner.getChild('Body');
  if (statement === null || indent === null || outer === null || !indent.startsWith(outer) || !mayAwait) return null;
  // directly in the function, and not in one line with its `def`
  if (body === null || statement.parent?.from !== body.from || statement.parent.name !== 'Body' || indent === outer) return null;
  const last = body.lastChild ?? statement;
  if (!canBeIndented(body, source, statement.from)) return null;
  const taskGroup = asyncioName('TaskGroup', call, python, names);
  if (taskGroup === null) return null;
  const group = freeName('group', names, owner);
  const step = indent.slice(outer.length);
  const edits: TextEdit[] = [insert(lineStart(text, statement.from), `${indent}async with ${taskGroup.name}() as ${group}:${newline(text)}`)];
  for (let at = lineStart(text, statement.from); at < last.to; at = text.indexOf('\n', at) + 1 || text.length)
    if (lineEnd(text, at) > at) edits.push(insert(at, step));
  for (let node: SyntaxNode | null = statement; node !== null; node = node.nextSibling) {
    const other = node.name === 'ExpressionStatement' ? withoutParentheses(node.firstChild) : null;
    const callee = other?.name === 'CallExpression' && unreferencedTask(other, names) !== null ? other.firstChild : null;
    if (callee !== null && names.qualified(callee) === 'asyncio.create_task') edits.push({ from: callee.from, to: callee.to, text: `${group}.create_task` });
  }
  return {
    title: `Wait for it at the end of the function, in a TaskGroup (Python 3.11 and newer)`,
    edits: [...taskGroup.edits, ...edits],
    preferred: false,
  };
}

function withoutParentheses(expression: SyntaxNode | null): SyntaxNode | null {
  let node = expression;
  while (node?.name === 'ParenthesizedExpression') node = node.firstChild?.nextSibling ?? null;
  return node;
}

/** From `from` on, the function has no string of several lines, which would change, and no `yield`, which must not leave a group. */
function canBeIndented(body: SyntaxNode, source: string, from: number): boolean {
  let can = true;
  body.cursor().iterate((node) => {
    if (node.name === 'yield') can = false;
    if (node.to > from && /String$/.test(node.name) && source.slice(node.from, node.to).includes('\n')) can = false;
    return can;
  });
  return can;
}
