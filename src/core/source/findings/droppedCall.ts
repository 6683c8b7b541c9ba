/** What a run has said of a line, found again in the source: there the rules are less sure than the run. */
import { Names } from '../names';
import type { ParsedPython } from '../parsedPython';
import { statementOf } from '../place';
import type { Finding } from './finding';

/**
 * The call between two offsets that a run has shown to drop a coroutine or a task, if there is only one call whose result
 * is dropped, and it fits: `message`, the run's, names the coroutine function that is called; what makes a task is
 * called `create_task` or `ensure_future`.
 */
export function findDroppedCall(python: ParsedPython, code: string, from: number, to: number, message: string): Finding | null {
  const names = new Names(python);
  const found: Finding[] = [];
  python.tree.iterate({
    from,
    to,
    enter: (ref) => {
      if (ref.name !== 'CallExpression' || ref.from < from || ref.from >= to || statementOf(ref.node) === null) return;
      const callee = ref.node.firstChild;
      const property = callee?.name === 'MemberExpression' ? callee.getChild('PropertyName') : (callee ?? null);
      const called = property === null ? '' : names.text(property);
      const isMaker = called === 'create_task' || called === 'ensure_future';
      if (code === 'unreferenced-task' && isMaker) found.push({ from: ref.from, to: ref.to, evidence: { code, maker: called } });
      if (code === 'never-awaited' && !isMaker && isNamedIn(message, called)) found.push({ from: ref.from, to: ref.to, evidence: { code, coroutine: called, definition: null } });
    },
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

const isNamedIn = (message: string, name: string): boolean => /^\w+$/.test(name) && new RegExp(`(?<!\\w)${name} was\\b`).test(message);
