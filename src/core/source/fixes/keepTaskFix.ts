/**
 * `asyncio.create_task(…)` as a statement → the task is kept in a set of the module until it is done. A set of the
 * function's own would go with the function, and the task with it.
 */
import type { SyntaxNode } from '@lezer/common';
import type { Names } from '../names';
import { placeOf, statementOf } from '../place';
import { afterImports } from './topOfFile';
import { type Fix, type FixContext, insert, type TextEdit } from './fix';
import { indentBefore, lineEnd, newline } from './lines';

const COMMENT = '# Tasks in the background, until they are done: a loop holds them by weak references only.';

export function keepTaskFix({ python, names, call }: FixContext): Fix | null {
  const { text } = python;
  const statement = statementOf(call);
  const { runsIn, owner } = placeOf(call);
  if (statement === null || runsIn === 'class' || runsIn === 'lambda') return null;
  const kept = taskSet(python, names, call);
  if (kept === null) return null;
  const task = freeName('task', names, owner);
  const indent = indentBefore(text, statement.from);
  const end = lineEnd(text, statement.to);
  const alone = indent !== null && /^\s*(?:#.*)?$/.test(text.slice(statement.to, end));
  const rest = [`${kept.name}.add(${task})`, `${task}.add_done_callback(${kept.name}.discard)`];
  const after = alone ? insert(end, rest.map((line) => newline(text) + indent + line).join('')) : insert(statement.to, rest.map((line) => `; ${line}`).join(''));
  return { title: `Keep the task in ${kept.name} until it is done`, edits: [...kept.edits, insert(statement.from, `${task} = `), after], preferred: true };
}

/** The module's set for such tasks: the one that is there, else a new one. */
function taskSet(python: FixContext['python'], names: Names, at: SyntaxNode): { readonly name: string; readonly edits: readonly TextEdit[] } | null {
  for (const [name, bindings] of names.scope(python.tree.topNode).names) {
    const [only] = bindings;
    const isSet = bindings.length === 1 && only?.value !== undefined && /^set\(\s*\)$/.test(names.text(only.value));
    if (isSet && python.source.includes(`.add_done_callback(${name}.discard)`) && names.lookup(name, at) === bindings) return { name, edits: [] };
  }
  const name = freeName('background_tasks', names, python.tree.topNode);
  const edit = afterImports(python, [COMMENT, `${name} = set()`]);
  return edit === null || edit.from >= at.from ? null : { name, edits: [edit] };
}

/** `base`, or with a number if that word is in the text of `owner` already. */
export function freeName(base: string, names: Names, { from, to }: SyntaxNode): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base}_${count}`;
    if (!names.mentions(name, from, to)) return name;
  }
}
