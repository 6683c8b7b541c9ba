/** The coroutine functions of a Python file: `async def`, those with a `yield` (async generators) included. */
import type { ParsedPython } from './parsedPython';

export interface CoroutineFunction {
  readonly name: string;
  /** Offset of `async`, in UTF-16 units. */
  readonly from: number;
  /** Offset of what CPython calls its first line: its first decorator, else `from`. */
  readonly first: number;
}

const KEYWORD = /(?<![\p{L}\p{N}_])async(?=(?:\s|\\\n)+def\b)/gu;

/** In order of place. */
export function coroutineFunctionsIn({ tree, source }: ParsedPython): CoroutineFunction[] {
  const found: CoroutineFunction[] = [];
  for (const { index: from } of source.matchAll(KEYWORD)) {
    const node = tree.resolveInner(from, 1);
    const definition = node.parent;
    if (node.name !== 'async' || node.from !== from || definition?.name !== 'FunctionDefinition') continue;
    const name = definition.getChild('VariableName');
    if (name === null) continue;
    const decorated = definition.parent?.name === 'DecoratedStatement' ? definition.parent : definition;
    found.push({ name: source.slice(name.from, name.to), from, first: decorated.from });
  }
  return found;
}
