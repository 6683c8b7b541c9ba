/** In which function a piece of code runs, and whether an `await` may stand there. */
import type { SyntaxNode } from '@lezer/common';
import { isComprehension } from './scopes';

export interface Place {
  readonly runsIn: 'async function' | 'function' | 'lambda' | 'class' | 'module';
  /** The function, lambda, class or module. */
  readonly owner: SyntaxNode;
  /** Directly: not in a decorator, a default, an annotation or a generator expression, which run at another time or not at all. */
  readonly direct: boolean;
  /** PEP 492, 530: also not in a comprehension inside another, nor where an f-string prints its own source. */
  readonly mayAwait: boolean;
}

export function placeOf(node: SyntaxNode): Place {
  let direct = true;
  let comprehensions = 0;
  let printsItself = false;
  let child = node;
  for (let outer = node.parent; outer !== null; child = outer, outer = outer.parent) {
    if (outer.name === 'LambdaExpression' && child.name !== 'ParamList') return { runsIn: 'lambda', owner: outer, direct, mayAwait: false };
    if (outer.name === 'FunctionDefinition' && child.name === 'Body') {
      const isAsync = outer.getChild('async') !== null;
      return { runsIn: isAsync ? 'async function' : 'function', owner: outer, direct, mayAwait: isAsync && direct && comprehensions < 2 && !printsItself };
    }
    if (outer.name === 'ClassDefinition' && child.name === 'Body') return { runsIn: 'class', owner: outer, direct, mayAwait: false };
    if (outer.name === 'Script') return { runsIn: 'module', owner: outer, direct, mayAwait: false };
    if (outer.name === 'ComprehensionExpression' || (outer.name === 'ArgList' && isComprehension(outer))) direct = false;
    if (NOT_DIRECT.has(outer.name)) direct = false;
    if (isComprehension(outer)) comprehensions++;
    if (outer.name === 'FormatReplacement' && outer.getChild('FormatSelfDoc') !== null) printsItself = true;
  }
  return { runsIn: 'module', owner: node, direct, mayAwait: false };
}

const NOT_DIRECT = new Set(['ParamList', 'Decorator', 'TypeDef', 'TypeDefinition', 'FunctionDefinition', 'ClassDefinition', 'TypeParamList']);

/** The statement that consists of `expression` alone, which may be in parentheses; null if there is none. */
export function statementOf(expression: SyntaxNode): SyntaxNode | null {
  let node = expression.parent;
  while (node?.name === 'ParenthesizedExpression') node = node.parent;
  return node?.name === 'ExpressionStatement' ? node : null;
}

/** Whether a `with` around, up to the function's border, has an item that `pattern` matches. */
export function insideWith(node: SyntaxNode, source: string, pattern: RegExp, which: 'any' | 'not async' = 'any'): boolean {
  for (let outer = node.parent; outer !== null && outer.name !== 'FunctionDefinition' && outer.name !== 'LambdaExpression'; outer = outer.parent) {
    if (outer.name !== 'WithStatement' || (which === 'not async' && outer.getChild('async') !== null)) continue;
    if (pattern.test(source.slice(outer.from, outer.getChild('Body')?.from ?? outer.to))) return true;
  }
  return false;
}
