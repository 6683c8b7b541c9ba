/** All findings of a parsed Python file. */
import type { SyntaxNode, SyntaxNodeRef } from '@lezer/common';
import { Names } from '../names';
import type { ParsedPython } from '../parsedPython';
import { blockingCall } from './blockingCall';
import type { Finding, SourceRule } from './finding';
import { neverAwaited } from './neverAwaited';
import { unreferencedTask } from './unreferencedTask';

const RULES: readonly SourceRule[] = [unreferencedTask, neverAwaited, blockingCall];
/** In a file without either, no rule finds anything. */
const CONCERNED = /\basync\b|\basyncio\b/;

/** In order of place. Around code that cannot be parsed nothing is said. */
export function findInSource(python: ParsedPython): Finding[] {
  if (!CONCERNED.test(python.source)) return [];
  const names = new Names(python);
  const found: Finding[] = [];
  const errors: number[] = [];
  python.tree.iterate({
    enter: (ref) => {
      if (ref.type.isError && !isHarmless(ref)) errors.push(ref.from);
      if (ref.name !== 'CallExpression') return;
      for (const rule of RULES) {
        const evidence = rule(ref.node, names);
        if (evidence !== null) found.push({ from: ref.from, to: ref.to, evidence });
      }
    },
  });
  if (errors.length === 0 || found.length === 0) return found;
  return found.filter(({ from }) => {
    const { from: start, to: end } = outermostFunction(python.tree.resolveInner(from, 1));
    return !errors.some((error) => start <= error && error <= end);
  });
}

/** The grammar wants a value after each `yield`, and knows no `1.`; it goes on behind them as if nothing were. */
const isHarmless = ({ from, to, node }: SyntaxNodeRef): boolean => from === to && /^(?:Yield|MemberExpression$)/.test(node.parent?.name ?? '');

/** The outermost function around; outside of functions the statement of the module. */
function outermostFunction(node: SyntaxNode): SyntaxNode {
  let found = node;
  let inFunction = false;
  for (let outer = node.parent; outer !== null && outer.name !== 'Script'; outer = outer.parent) {
    if (outer.name === 'FunctionDefinition') inFunction = true;
    if (outer.name === 'FunctionDefinition' || !inFunction) found = outer;
  }
  return found;
}
