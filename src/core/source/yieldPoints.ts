/**
 * Yield points of a Python file: where control may go back to the loop. A `yield` counts in `__await__` and in
 * generators made awaitable by `types.coroutine`; that of any other generator goes to its consumer, not to the loop.
 */
import type { SyntaxNode, Tree } from '@lezer/common';
import { type ParsedPython, parsePython } from './parsedPython';

export type YieldPointKind = 'await' | 'async for' | 'async with' | 'async comprehension' | 'yield';

export interface YieldPoint {
  readonly kind: YieldPointKind;
  /** Offset of the keyword, in UTF-16 units. */
  readonly from: number;
  /** End of what may cede: the expression's, or that of the statement's first line. */
  readonly to: number;
  /** Where CPython says that it cedes, except for `async with`, which cedes anywhere in its items. */
  readonly anchor: number;
}

const KEYWORD = /(?<![\p{L}\p{N}_])(?:await|async|yield)(?![\p{L}\p{N}_])/gu;
const AWAITABLE_GENERATOR = new Set(['types.coroutine', 'asyncio.coroutine', 'coroutine']);

/** Yield points of `text` in order of place. A half-typed file has those that can be told. */
export const findYieldPoints = (text: string): YieldPoint[] => yieldPointsOf(parsePython(text));

/** As `findYieldPoints`, of a file that is parsed already. */
export function yieldPointsOf({ source, tree }: ParsedPython): YieldPoint[] {
  const points: YieldPoint[] = [];
  for (const { 0: keyword, index } of source.matchAll(KEYWORD)) {
    const point = pointAt(tree, source, keyword, index);
    if (point !== null) points.push(point);
  }
  return points;
}

function pointAt(tree: Tree, source: string, keyword: string, from: number): YieldPoint | null {
  const node = tree.resolveInner(from, 1);
  if (node.name !== keyword || node.from !== from || node.parent === null) return null;
  const { parent } = node;
  if (keyword === 'await') return { kind: 'await', from, to: parent.to, anchor: from };
  if (keyword === 'yield') return cedesToLoop(node, source) ? { kind: 'yield', from, to: parent.to, anchor: from } : null;
  const what = /^async(?:\s|\\\n)+(for|with)\b/.exec(source.slice(from, from + 200))?.[1];
  if (what === undefined) return null;
  const to = parent.getChild('Body')?.from ?? parent.to;
  if (what === 'with') return { kind: 'async with', from, to, anchor: from };
  if (parent.name === 'ForStatement') return { kind: 'async for', from, to, anchor: from };
  return { kind: 'async comprehension', from, to: parent.to, anchor: parent.from };
}

/** Whether the function around is one whose `yield` goes to the loop. */
function cedesToLoop(node: SyntaxNode, source: string): boolean {
  let child = node;
  for (let outer = node.parent; outer !== null; child = outer, outer = outer.parent) {
    // defaults, decorators and bases are evaluated in the function around
    if (outer.name === 'LambdaExpression' && child.name !== 'ParamList') return false;
    if (child.name !== 'Body') continue;
    if (outer.name === 'ClassDefinition') return false;
    if (outer.name !== 'FunctionDefinition') continue;
    if (outer.getChild('async') !== null) return false;
    const name = outer.getChild('VariableName');
    if (name !== null && source.slice(name.from, name.to) === '__await__') return true;
    const decorators = outer.parent?.name === 'DecoratedStatement' ? outer.parent.getChildren('Decorator') : [];
    return decorators.some(({ from, to }) => AWAITABLE_GENERATOR.has(expression(source.slice(from + 1, to))));
  }
  return false;
}

/** A dotted name without what does not matter in it: space, comments, parentheses around it. */
function expression(text: string): string {
  let bare = text.replace(/#.*/g, '').replace(/\\\n|\s/g, '');
  while (bare.startsWith('(') && bare.endsWith(')')) bare = bare.slice(1, -1);
  return bare;
}

/** The yield point to which the place at `offset` belongs, of which CPython said that it ceded. */
export function matchYieldPoint(points: readonly YieldPoint[], offset: number): YieldPoint | null {
  return points.find(({ kind, anchor }) => kind !== 'async with' && anchor === offset) ?? points.findLast(({ kind, from, to }) => kind === 'async with' && from <= offset && offset < to) ?? null;
}
