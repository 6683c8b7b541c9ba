/** What a name in a Python file stands for, as far as the file shows it beyond doubt. */
import type { SyntaxNode } from '@lezer/common';
import type { ParsedPython } from './parsedPython';
import { type Binding, isComprehension, readScope, type Scope } from './scopes';

export class Names {
  readonly #python: ParsedPython;
  readonly source: string;
  readonly #scopes = new Map<string, Scope>();
  #classes: readonly SyntaxNode[] | null = null;
  #rebound: ReadonlySet<string> | null = null;
  #patched: ReadonlySet<string> | null = null;

  constructor(python: ParsedPython) {
    this.#python = python;
    this.source = python.source;
  }

  text({ from, to }: { readonly from: number; readonly to: number }): string {
    return this.source.slice(from, to);
  }

  /** The bindings of `name` in the innermost scope around `at` that has any; empty: it is a builtin; null: nobody knows. */
  lookup(name: string, at: SyntaxNode): readonly Binding[] | null {
    if (this.#isRebound(name)) return null;
    for (const { names, stars } of this.scopesAround(at)) {
      const bindings = names.get(name);
      // what is imported with a star may be anything
      if (bindings !== undefined) return stars.some((star) => bindings.some(({ node }) => node.from < star)) ? null : bindings;
      if (stars.length > 0) return null;
    }
    return [];
  }

  /** The scopes whose names can be seen at `at`, the innermost first. */
  *scopesAround(at: SyntaxNode): Generator<Scope> {
    let inFunction = false;
    let child = at;
    for (let outer = at.parent; outer !== null; child = outer, outer = outer.parent) {
      // decorators, defaults, bases and annotations are evaluated outside
      if (outer.name === 'FunctionDefinition' ? child.name !== 'Body' : outer.name === 'LambdaExpression' && child.name === 'ParamList') continue;
      if (outer.name === 'ClassDefinition' ? child.name !== 'Body' || inFunction : !isScope(outer)) continue;
      if (outer.name === 'FunctionDefinition' || outer.name === 'LambdaExpression') inFunction = true;
      yield this.scope(outer);
    }
  }

  /** Every class of the file. */
  classes(): readonly SyntaxNode[] {
    if (this.#classes !== null) return this.#classes;
    const classes: SyntaxNode[] = [];
    this.#python.tree.iterate({
      enter: (ref) => {
        if (ref.name === 'ClassDefinition') classes.push(ref.node);
      },
    });
    this.#classes = classes;
    return classes;
  }

  scope(node: SyntaxNode): Scope {
    const key = `${node.from} ${node.to} ${node.name}`;
    const known = this.#scopes.get(key) ?? readScope(node, this.source);
    this.#scopes.set(key, known);
    return known;
  }

  /** What `a.b.c` stands for, as `time.sleep` or `builtins.input`; null if it is no dotted name or that is in doubt. */
  qualified(expression: SyntaxNode): string | null {
    const path = this.dotted(expression);
    if (path === null) return null;
    const [root = '', ...rest] = path;
    const bindings = this.lookup(root, expression);
    if (bindings === null) return null;
    const targets = new Set(bindings.map(({ kind, target }) => (kind === 'import' ? target : undefined)));
    const [target = bindings.length === 0 ? `builtins.${root}` : undefined] = targets;
    if (target === undefined || targets.size > 1 || target.startsWith('.')) return null;
    return this.#isPatched(path) ? null : [target, ...rest].join('.');
  }

  /** The parts of `a.b.c`; null for anything else. */
  dotted(expression: SyntaxNode): string[] | null {
    if (expression.name === 'VariableName') return [this.text(expression)];
    const property = expression.name === 'MemberExpression' ? expression.getChild('PropertyName') : null;
    if (property === null || expression.firstChild === null) return null;
    const object = this.dotted(expression.firstChild);
    return object === null ? null : [...object, this.text(property)];
  }

  /** Whether `word` stands anywhere between two offsets, also in a comment or a string. */
  mentions(word: string, from = 0, to = this.source.length): boolean {
    return wordPattern(word).test(this.source.slice(from, to));
  }

  /** `global` and `nonlocal` let one scope bind another's names: such names are left alone. */
  #isRebound(name: string): boolean {
    this.#rebound ??= new Set([...this.source.matchAll(/\b(?:global|nonlocal)\b([^\n#;]*)/g)].flatMap(([, names = '']) => names.split(',').map((one) => one.trim())));
    return this.#rebound.has(name);
  }

  /** `time.sleep = …`, anywhere in the file. */
  #isPatched(path: readonly string[]): boolean {
    this.#patched ??= new Set([...this.source.matchAll(/(?<![\w.])([\w.]+\.\w+)\s*=(?!=)/g)].map(([, target = '']) => target));
    return path.length > 1 && this.#patched.has(path.join('.'));
  }
}

const isScope = (node: SyntaxNode): boolean => node.name === 'Script' || node.name === 'FunctionDefinition' || node.name === 'LambdaExpression' || isComprehension(node);
const escaped = (text: string): string => text.replace(/[$]/g, '\\$&');
const wordPattern = (word: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}_])${escaped(word)}(?![\\p{L}\\p{N}_])`, 'u');
