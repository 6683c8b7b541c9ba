/** How a piece of code can name what is in `asyncio`. */
import type { SyntaxNode } from '@lezer/common';
import type { Names } from '../names';
import type { ParsedPython } from '../parsedPython';
import type { Binding, Scope } from '../scopes';
import type { TextEdit } from './fix';
import { importAsyncio } from './topOfFile';

export interface AsyncioName {
  readonly name: string;
  /** The import that it needs. */
  readonly edits: readonly TextEdit[];
}

/** The name of `asyncio.<member>` at `at`: through the imports that are there, else through a new one. Null if `asyncio` is something else there. */
export function asyncioName(member: string, at: SyntaxNode, python: ParsedPython, names: Names): AsyncioName | null {
  for (const scope of names.scopesAround(at)) {
    for (const [name, bindings] of scope.names) {
      const [{ target } = {}] = bindings;
      if (target !== 'asyncio' && target !== `asyncio.${member}`) continue;
      if (!bindings.every((binding) => binding.target === target) || !bindings.some((binding) => isImportedBefore(binding, scope, at))) continue;
      if (names.lookup(name, at) === bindings) return { name: target === 'asyncio' ? `${name}.${member}` : name, edits: [] };
    }
  }
  if (names.lookup('asyncio', at)?.length !== 0) return null;
  const edit = importAsyncio(python);
  return edit === null ? null : { name: `asyncio.${member}`, edits: [edit] };
}

/** Not only perhaps, as in an `if TYPE_CHECKING`, and not later. */
function isImportedBefore({ node }: Binding, scope: Scope, at: SyntaxNode): boolean {
  for (let outer = node.parent; outer !== null && outer.from > scope.node.from; outer = outer.parent) if (!ALWAYS.has(outer.name)) return false;
  let isInFunction = false;
  for (let outer = at.parent; outer !== null && outer.from > scope.node.from; outer = outer.parent) isInFunction ||= outer.name === 'FunctionDefinition';
  return isInFunction || node.from < at.from;
}

const ALWAYS = new Set(['ImportStatement', 'StatementGroup', 'Body', 'TryStatement', 'WithStatement']);
