/** A coroutine function of the same file is called, and the coroutine that it returns is thrown away. */
import type { SyntaxNode } from '@lezer/common';
import type { Names } from '../names';
import { insideWith, placeOf, statementOf } from '../place';
import { EXPECTS_TROUBLE, type SourceRule } from './finding';

/** Decorators that leave a coroutine function one. */
const HARMLESS = new Set(['builtins.staticmethod', 'builtins.classmethod', 'typing.override', 'typing_extensions.override', 'typing.final', 'abc.abstractmethod']);

export const neverAwaited: SourceRule = (call, names) => {
  if (call.firstChild === null || statementOf(call) === null || insideWith(call, names.source, EXPECTS_TROUBLE)) return null;
  const found = call.firstChild.name === 'VariableName' ? functionNamed(call.firstChild, names) : methodNamed(call.firstChild, names);
  return found === null ? null : { code: 'never-awaited', coroutine: found.label, definition: { from: found.name.from, to: found.name.to } };
};

interface Found {
  readonly name: SyntaxNode;
  readonly label: string;
}

function functionNamed(callee: SyntaxNode, names: Names): Found | null {
  const name = onlyCoroutine(names.lookup(names.text(callee), callee), names);
  return name === null ? null : { name, label: names.text(name) };
}

/** `self.method` or `cls.method` in a class that has a method of that name. */
function methodNamed(callee: SyntaxNode, names: Names): Found | null {
  const path = names.dotted(callee);
  const property = callee.getChild('PropertyName');
  if (path?.length !== 2 || property === null || callee.firstChild === null) return null;
  const owner = selfOf(callee.firstChild, names);
  if (owner === null) return null;
  const method = names.text(property);
  const name = onlyCoroutine(names.scope(owner).names.get(method), names);
  if (name === null || isReplaced(method, owner, names)) return null;
  const className = owner.getChild('VariableName');
  return { name, label: `${className === null ? '' : `${names.text(className)}.`}${method}` };
}

/** The class whose instance (or, in a class method, which itself) the variable is: the first parameter of a method of its. */
function selfOf(variable: SyntaxNode, names: Names): SyntaxNode | null {
  const bindings = names.lookup(names.text(variable), variable) ?? [];
  const [self] = bindings;
  if (bindings.length !== 1 || self?.kind !== 'parameter' || self.node.prevSibling?.name !== '(') return null;
  const method = self.node.parent?.parent;
  if (method?.name !== 'FunctionDefinition' || decoratorsOf(method).some((decorator) => names.text(decorator).includes('staticmethod'))) return null;
  const { runsIn, owner } = placeOf(method);
  return runsIn === 'class' ? owner : null;
}

/** The name in the definition, if nothing else ever has this name and it is a plain coroutine function. */
function onlyCoroutine(bindings: readonly { readonly kind: string; readonly node: SyntaxNode }[] | null | undefined, names: Names): SyntaxNode | null {
  const [only] = bindings ?? [];
  const definition = only?.node.parent;
  if (bindings?.length !== 1 || only?.kind !== 'function' || definition?.name !== 'FunctionDefinition' || definition.getChild('async') === null) return null;
  const plain = decoratorsOf(definition).every((decorator) => decorator.lastChild !== null && HARMLESS.has(names.qualified(decorator.lastChild) ?? ''));
  return plain && !hasYield(definition) ? only.node : null;
}

/** Somebody sets the attribute, or another class of the file, perhaps one that inherits, has something else of that name. */
function isReplaced(method: string, owner: SyntaxNode, names: Names): boolean {
  if (new RegExp(`\\.\\s*${method}\\s*=[^=]`).test(names.source)) return true;
  const others = names.classes().filter(({ from }) => from !== owner.from);
  return others.some((other) => (names.scope(other).names.get(method) ?? []).some(({ node }) => (node.parent?.getChild('async') ?? null) === null));
}

const decoratorsOf = (definition: SyntaxNode): readonly SyntaxNode[] => (definition.parent?.name === 'DecoratedStatement' ? definition.parent.getChildren('Decorator') : []);

/** An asynchronous generator is no coroutine function: calling it runs nothing, but leaves nothing behind either. */
function hasYield(definition: SyntaxNode): boolean {
  let found = false;
  definition.getChild('Body')?.cursor().iterate(({ name }) => {
    if (name === 'yield') found = true;
    return !found && name !== 'FunctionDefinition' && name !== 'ClassDefinition' && name !== 'LambdaExpression';
  });
  return found;
}
