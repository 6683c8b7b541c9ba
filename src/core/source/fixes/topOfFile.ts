/** Where a new import and a new variable of the module belong. */
import type { SyntaxNode } from '@lezer/common';
import type { ParsedPython } from '../parsedPython';
import { childrenOf } from '../scopes';
import { insert, type TextEdit } from './fix';
import { lineEnd, lineStart, newline } from './lines';

/** Adds `import asyncio`: after the docstring and `from __future__` imports, among the imports by its name. Null if that cannot be told. */
export function importAsyncio(python: ParsedPython): TextEdit | null {
  const { text, source } = python;
  const eol = newline(text);
  const statements = statementsOf(python);
  const start = statements.findIndex((statement, index) => !(index === 0 && isDocstring(statement)) && !isFutureImport(statement, source));
  const head = start < 0 ? statements : statements.slice(0, start);
  const next = start < 0 ? [] : statements.slice(start);
  // `"""Text"""; import x` in one line has no place between
  if (next[0]?.name === 'StatementGroup' && next[0].firstChild !== null && (isDocstring(next[0].firstChild) || isFutureImport(next[0].firstChild, source))) return null;
  const earlier = next.findIndex((statement) => !isPlainImportBefore(statement, source));
  const before = [...head, ...next.slice(0, earlier < 0 ? next.length : earlier)].at(-1);
  const after = earlier < 0 ? undefined : next[earlier];
  if (after !== undefined && (after.name === 'ImportStatement' || before === undefined)) {
    const at = before === undefined && after.name !== 'ImportStatement' ? endOfHeader(text, after.from) : lineStart(text, after.from);
    return insert(at, `import asyncio${eol}${after.name === 'ImportStatement' ? '' : eol}`);
  }
  if (before === undefined) return insert(text.length, `import asyncio${eol}`);
  return insert(lineEnd(text, before.to), `${before.name === 'ImportStatement' && !isFutureImport(before, source) ? eol : eol + eol}import asyncio`);
}

/** Adds lines to the module after its first imports; null if there are none. */
export function afterImports(python: ParsedPython, lines: readonly string[]): TextEdit | null {
  const { text, source } = python;
  const statements = statementsOf(python);
  const end = statements.findIndex((statement, index) => statement.name !== 'ImportStatement' && !(index === 0 && isDocstring(statement)));
  const last = (end < 0 ? statements : statements.slice(0, end)).at(-1);
  if (last?.name !== 'ImportStatement' || isFutureImport(last, source)) return null;
  const eol = newline(text);
  return insert(lineEnd(text, last.to), eol + eol + lines.join(eol));
}

const statementsOf = ({ tree }: ParsedPython): SyntaxNode[] => childrenOf(tree.topNode).filter(({ name }) => name !== 'Comment');

const isDocstring = (statement: SyntaxNode): boolean => statement.name === 'ExpressionStatement' && ['String', 'ContinuedString'].includes(statement.firstChild?.name ?? '');

const isFutureImport = ({ name, from, to }: SyntaxNode, source: string): boolean => name === 'ImportStatement' && /^from\s+__future__\b/.test(source.slice(from, to));

const isPlainImportBefore = ({ name, from, to }: SyntaxNode, source: string): boolean => {
  const module = name === 'ImportStatement' ? /^import\s+([\w.]+)/.exec(source.slice(from, to))?.[1] : undefined;
  return module !== undefined && module < 'asyncio';
};

/** After the comments that begin the file, if an empty line sets them apart; else after those that Python itself reads. */
function endOfHeader(text: string, before: number): number {
  const head = text.slice(0, before);
  return (/^(?:[ \t]*#.*\r?\n)+(?:[ \t]*\r?\n)+/.exec(head) ?? /^(?:#(?:!|.*coding[:=]).*\r?\n){0,2}/.exec(head))?.[0].length ?? 0;
}
