/**
 * The programs in `rules/<code>/`: what a rule is about, in a few lines each. Comments in them say what has to come of it.
 *
 * - `# warns: TEXT` behind a line: exactly one warning of that rule, at that line, whose message begins with TEXT, in which `…` stands
 *   for anything. `# warns without a line: TEXT` alone on a line: for a rule that blames none. A program with neither must not be
 *   warned of: a near miss.
 * - `# instead: CODE`: there is a warning of that other rule.
 * - `# run with: OPTIONS` of the command line.
 * - `# needs: WHAT`: what not every runtime has, see `lacks`.
 * - `# never ends`: it is interrupted once the warning is there.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(import.meta.dirname, 'rules');

export interface RuleProgram {
  /** Of the rule, its folder's name. */
  readonly code: string;
  readonly name: string;
  readonly file: string;
  readonly warns: { readonly line: number | null; readonly message: RegExp } | null;
  readonly instead: string | null;
  readonly options: readonly string[];
  readonly needs: string | null;
  readonly neverEnds: boolean;
}

/** Where a program is run. */
export interface PythonRuntime {
  readonly name: string;
  /** As `--python` takes it. */
  readonly command: string;
  /** 14 of Python 3.14. */
  readonly minor: number;
}

export const EMBEDDED: PythonRuntime = { name: 'embedded', command: 'embedded', minor: 14 };

/** All programs, those of one rule together. */
export function rulePrograms(): readonly RuleProgram[] {
  const codes = readdirSync(folder).sort();
  return codes.flatMap((code) => {
    const names = readdirSync(path.join(folder, code)).filter((name) => name.endsWith('.py'));
    return names.sort().map((name) => read(code, path.join(folder, code, name)));
  });
}

/** Why a program that needs something cannot run there; null: it can. */
export function lacks({ needs }: RuleProgram, runtime: PythonRuntime): string | null {
  if (needs === null) return null;
  if (needs === 'threads' || needs === 'signals') return runtime === EMBEDDED ? `it has no ${needs}` : null;
  if (needs === 'sys.monitoring') return runtime.minor < 12 ? 'sys.monitoring came with Python 3.12' : null;
  const minor = /^Python 3\.(\d+)$/.exec(needs)?.[1];
  if (minor === undefined) throw new Error(`Nobody knows what has "${needs}".`);
  return runtime.minor < Number(minor) ? `${needs} is needed` : null;
}

function read(code: string, file: string): RuleProgram {
  const lines = readFileSync(file, 'utf8').split('\n');
  const directive = (name: string): string | null => lines.find((line) => line.startsWith(`# ${name}: `))?.slice(name.length + 4) ?? null;
  const found = lines.flatMap((line, index) => {
    const text = /# warns: (.*)/.exec(line)?.[1];
    return text === undefined ? [] : [{ line: index + 1, message: beginning(text) }];
  });
  if (found.length > 1) throw new Error(`${file} is to warn in ${found.length} lines.`);
  const nowhere = directive('warns without a line');
  return {
    code,
    name: path.basename(file, '.py'),
    file,
    warns: found[0] ?? (nowhere === null ? null : { line: null, message: beginning(nowhere) }),
    instead: directive('instead'),
    options: directive('run with')?.split(' ') ?? [],
    needs: directive('needs'),
    neverEnds: lines.includes('# never ends'),
  };
}

const beginning = (text: string): RegExp => new RegExp(`^${text.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}`);
