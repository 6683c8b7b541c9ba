/** What each scope of a Python file binds: imports, definitions, parameters, assignments. PEP 227, 572, 634. */
import type { SyntaxNode, SyntaxNodeRef } from '@lezer/common';

export interface Binding {
  readonly kind: 'import' | 'function' | 'class' | 'parameter' | 'assignment' | 'other';
  readonly node: SyntaxNode;
  /** Of an import: what the name stands for, as `asyncio` or `time.sleep`. */
  readonly target?: string;
  /** Of an assignment to this name alone: what it gets. */
  readonly value?: SyntaxNode;
}

export interface Scope {
  readonly node: SyntaxNode;
  readonly names: ReadonlyMap<string, readonly Binding[]>;
  /** Offsets of `from … import *`. */
  readonly stars: readonly number[];
}

const COMPREHENSIONS = new Set(['ArrayComprehensionExpression', 'SetComprehensionExpression', 'DictionaryComprehensionExpression', 'ComprehensionExpression']);

/** Whether the node is a comprehension or a generator expression, also one that is the only argument of a call. */
export const isComprehension = (node: SyntaxNode): boolean => COMPREHENSIONS.has(node.name) || (node.name === 'ArgList' && node.getChild('for') !== null);

/** The bindings of a module, class, function, lambda or comprehension; not those of scopes inside. */
export function readScope(node: SyntaxNode, source: string): Scope {
  const names = new Map<string, Binding[]>();
  const stars: number[] = [];
  const bind = (name: SyntaxNode, binding: Omit<Binding, 'node'>): void => {
    const text = source.slice(name.from, name.to);
    const bindings = names.get(text) ?? [];
    bindings.push({ ...binding, node: name });
    names.set(text, bindings);
  };
  const bindTargets = (target: SyntaxNode): void => {
    if (target.name === 'VariableName') bind(target, { kind: 'other' });
    else if (target.name !== 'MemberExpression') for (const child of childrenOf(target)) bindTargets(child);
  };

  const enter = (ref: SyntaxNodeRef): boolean => {
    switch (ref.name) {
      case 'FunctionDefinition':
      case 'ClassDefinition': {
        const name = ref.node.getChild('VariableName');
        if (name !== null) bind(name, { kind: ref.name === 'ClassDefinition' ? 'class' : 'function' });
        return false;
      }
      case 'LambdaExpression':
        return false;
      case 'ImportStatement':
        for (const { name, target } of importedNames(ref.node, source)) bind(name, { kind: 'import', target });
        if (ref.node.getChild('*') !== null) stars.push(ref.from);
        return false;
      case 'AssignStatement':
        bindAssignment(ref.node);
        return true;
      case 'UpdateStatement':
        if (ref.node.firstChild !== null) bindTargets(ref.node.firstChild);
        return true;
      case 'ForStatement':
        for (const target of between(ref.node, 'for', 'in')) bindTargets(target);
        return true;
      case 'as': {
        const target = ref.node.nextSibling;
        const value = ref.node.prevSibling;
        const plainWith = ref.node.parent?.name === 'WithStatement' && ref.node.parent.getChild('async') === null;
        if (target?.name === 'VariableName' && plainWith && value !== null) bind(target, { kind: 'assignment', value });
        else if (target !== null) bindTargets(target);
        return true;
      }
      case 'DeleteStatement':
      case 'ScopeStatement':
      case 'CapturePattern':
      case 'TypeParam':
        bindTargets(ref.node);
        return false;
      case '**': {
        const target = ref.node.nextSibling;
        if (ref.node.parent?.name === 'MappingPattern' && target !== null) bindTargets(target);
        return true;
      }
      case 'TypeDefinition':
      case 'NamedExpression': {
        const name = ref.node.getChild('VariableName');
        if (name !== null) bind(name, { kind: 'other' });
        return true;
      }
      default:
        // what a comprehension's `for` binds is its own, what `:=` binds in it is not
        return true;
    }
  };
  const bindAssignment = (statement: SyntaxNode): void => {
    const parts = childrenOf(statement);
    const last = parts.findLastIndex(({ name }) => name === 'AssignOp');
    const [only] = parts;
    const value = parts[last + 1];
    const single = parts.filter(({ name }) => name === 'AssignOp' || name === ',').length === 1 && value === parts.at(-1);
    if (single && only?.name === 'VariableName' && value !== undefined) bind(only, { kind: 'assignment', value });
    else for (const part of last < 0 ? parts.slice(0, 1) : parts.slice(0, last)) if (part.name !== 'TypeDef') bindTargets(part);
  };

  if (node.name === 'Script') node.cursor().iterate(enter);
  else if (isComprehension(node)) for (const target of comprehensionTargets(node)) bindTargets(target);
  else {
    const parameters = node.name === 'ClassDefinition' ? null : node.getChild('ParamList');
    for (const part of parameters === null ? [] : childrenOf(parameters))
      if (part.name === 'VariableName' && part.prevSibling?.name !== 'AssignOp') bind(part, { kind: 'parameter' });
    (node.name === 'LambdaExpression' ? node.lastChild : node.getChild('Body'))?.cursor().iterate(enter);
    node.getChild('TypeParamList')?.cursor().iterate(enter);
  }
  return { node, names, stars };
}

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

function between(node: SyntaxNode, from: string, to: string): SyntaxNode[] {
  const children = childrenOf(node);
  return children.slice(children.findIndex(({ name }) => name === from) + 1, children.findIndex(({ name }) => name === to));
}

function comprehensionTargets(node: SyntaxNode): SyntaxNode[] {
  let inTarget = false;
  return childrenOf(node).filter(({ name }) => {
    if (name === 'for') inTarget = true;
    else if (name === 'in') inTarget = false;
    else return inTarget;
    return false;
  });
}

/** Each name that an import binds, with what it stands for; that of a relative import is unknown: it starts with a dot. */
function importedNames(statement: SyntaxNode, source: string): { name: SyntaxNode; target: string }[] {
  const parts = childrenOf(statement).filter(({ name }) => !['Comment', '(', ')'].includes(name));
  const text = (nodes: readonly SyntaxNode[]): string => nodes.map(({ from, to }) => source.slice(from, to)).join('');
  const isFrom = parts[0]?.name === 'from';
  const start = parts.findIndex(({ name }) => name === 'import');
  const module = isFrom ? `${text(parts.slice(1, start))}.` : '';
  const found: { name: SyntaxNode; target: string }[] = [];
  let item: SyntaxNode[] = [];
  const finish = (): void => {
    const as = item.findIndex(({ name }) => name === 'as');
    const imported = as < 0 ? item : item.slice(0, as);
    const name = as < 0 ? imported[0] : item[as + 1];
    // `import a.b` binds `a`
    if (name?.name === 'VariableName') found.push({ name, target: module + (as < 0 ? text([name]) : text(imported)) });
    item = [];
  };
  for (const part of parts.slice(start + 1)) {
    if (part.name === ',') finish();
    else item.push(part);
  }
  finish();
  return found;
}
