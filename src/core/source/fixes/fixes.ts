/** The fixes for a finding: only those that the parse shows to be safe. */
import type { SyntaxNode } from '@lezer/common';
import type { Finding } from '../findings/finding';
import { Names } from '../names';
import type { ParsedPython } from '../parsedPython';
import { awaitFix } from './awaitFix';
import type { Fix, FixContext } from './fix';
import { keepTaskFix } from './keepTaskFix';
import { sleepFix } from './sleepFix';
import { taskGroupFix } from './taskGroupFix';
import { threadFix } from './threadFix';

/** The preferred one first. */
export function fixesFor(python: ParsedPython, finding: Finding): Fix[] {
  const call = callAt(python, finding);
  return call === null ? [] : fixes({ python, names: new Names(python), call }, finding).filter((fix) => fix !== null);
}

function fixes(context: FixContext, { evidence }: Finding): (Fix | null)[] {
  switch (evidence.code) {
    case 'blocking-call':
      return [evidence.callee === 'time.sleep' ? sleepFix(context) : threadFix(context, true)];
    case 'never-awaited':
      return [awaitFix(context)];
    case 'unreferenced-task':
      return [keepTaskFix(context), evidence.maker === 'asyncio.create_task' ? taskGroupFix(context) : null];
  }
}

function callAt({ tree }: ParsedPython, { from, to }: Finding): SyntaxNode | null {
  for (let node: SyntaxNode | null = tree.resolveInner(from, 1); node !== null && node.from === from; node = node.parent) if (node.name === 'CallExpression' && node.to === to) return node;
  return null;
}
