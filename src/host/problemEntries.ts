import type { Location } from '../core/events/location';
import { duration } from '../core/rules/messages';
import { type RuleChoices, type ShownSeverity, shownSeverity } from '../core/rules/ruleTable';
import type { RuleCode, StackFrame, WarningView } from '../core/snapshot/protocol';

/** One entry of the Problems view: all warnings of one rule about one line. */
export interface ProblemEntry {
  readonly line: number;
  readonly code: RuleCode;
  readonly severity: ShownSeverity;
  readonly message: string;
  readonly related: readonly { readonly at: Location; readonly message: string }[];
}

/** Puts text into the user's language: `vscode.l10n.t`, or in tests what only fills in the values. */
export type Translate = (message: string, ...values: (string | number)[]) => string;

export const MAX_PER_FILE = 100;
const MAX_FRAMES = 20;
/** Lines of an entry's message, where several warnings share it. */
const MAX_TEXTS = 6;

/**
 * Sorts warnings by file; of more than `MAX_PER_FILE` the most severe and longest, and an entry that says how many more there are.
 * A warning without a place of its own goes to the innermost line of the user's on its stack; one
 * that has neither is left out: the panel shows it. Muted rules are left out as well.
 * @param choices severities that differ from the rules' own
 * @param seen entries that are not wanted again unless there is more to them: see `occurrences`
 */
export function problemEntries(
  warnings: readonly WarningView[],
  translate: Translate,
  choices: RuleChoices = {},
  seen: Occurrences = new Map(),
): ReadonlyMap<string, readonly ProblemEntry[]> {
  const groups = new Map<string, { readonly at: Location; readonly code: RuleCode; readonly warnings: Shown[] }>();
  const counts = occurrences(warnings);
  for (const warning of warnings) {
    const severity = shownSeverity(choices, warning.code, warning.severity);
    const at = placeOf(warning);
    if (severity === null || at === undefined) continue;
    const key = keyOf(warning, at);
    if ((counts.get(key) ?? 0) <= (seen.get(key) ?? 0)) continue;
    const group = groups.get(key) ?? { at, code: warning.code, warnings: [] };
    group.warnings.push({ ...warning, severity });
    groups.set(key, group);
  }
  const ranked = [...groups.values()]
    .map(({ at, code, warnings: same }) => ({ at, longest: longest(same), entry: { line: at.line, code, ...summary(same, translate) } }))
    .sort((a, b) => rank(a.entry.severity) - rank(b.entry.severity) || b.longest - a.longest || a.at.line - b.at.line);
  const byFile = new Map<string, ProblemEntry[]>();
  for (const { at, entry } of ranked) {
    const entries = byFile.get(at.path) ?? [];
    entries.push(entry);
    byFile.set(at.path, entries);
  }
  for (const entries of byFile.values()) {
    if (entries.length <= MAX_PER_FILE) continue;
    const [first, ...others] = entries.splice(MAX_PER_FILE - 1);
    entries.push({ ...first!, message: translate('… and {0} more in this file. The panel has all of them.', others.length + 1), related: [] });
  }
  for (const entries of byFile.values()) entries.sort((a, b) => a.line - b.line || (a.code < b.code ? -1 : 1));
  return byFile;
}

/** How often each rule has found something on each line. */
export type Occurrences = ReadonlyMap<string, number>;

export function occurrences(warnings: readonly WarningView[]): Occurrences {
  const counts = new Map<string, number>();
  for (const warning of warnings) {
    const at = placeOf(warning);
    if (at === undefined) continue;
    const key = keyOf(warning, at);
    counts.set(key, (counts.get(key) ?? 0) + warning.count);
  }
  return counts;
}

function placeOf({ location, stack }: WarningView): Location | undefined {
  const at = location ?? stack.find((frame) => frame.user);
  return at === undefined || at.line < 1 ? undefined : at;
}

const keyOf = ({ code }: WarningView, { path, line }: Location): string => `${code}\n${line}\n${path}`;

type Shown = Omit<WarningView, 'severity'> & { readonly severity: ShownSeverity };

function summary(same: readonly Shown[], translate: Translate): Pick<ProblemEntry, 'severity' | 'message' | 'related'> {
  const worstFirst = same.toSorted((a, b) => (b.duration ?? 0) - (a.duration ?? 0));
  const severity = same.map((warning) => warning.severity).reduce((a, b) => (rank(b) < rank(a) ? b : a));
  const texts = new Set(worstFirst.flatMap((warning) => [warning.message, ...delays(warning, translate)]));
  const stack = worstFirst.find((warning) => warning.stack.length > 0)?.stack ?? [];
  return { severity, message: [...texts].slice(0, MAX_TEXTS).join('\n'), related: related(stack, translate) };
}

/** By how much the victims, which the message names, came late. */
function delays({ victims }: Pick<WarningView, 'victims'>, translate: Translate): string[] {
  if (victims.length === 0) return [];
  return [translate('Delays: {0}.', victims.map(({ label, delay }) => `${label} ${duration(delay)}`).join(', '))];
}

/** The stack, the user's own frames first. */
function related(stack: readonly StackFrame[], translate: Translate): ProblemEntry['related'] {
  return [...stack.filter((frame) => frame.user), ...stack.filter((frame) => !frame.user)]
    .slice(0, MAX_FRAMES)
    .map(({ path, line, column, qualname }) => ({ at: { path, line, column }, message: translate('in {0}', qualname) }));
}

const longest = (warnings: readonly Shown[]): number => Math.max(...warnings.map((warning) => warning.duration ?? 0));
const rank = (severity: ShownSeverity): number => ['error', 'warning', 'information', 'hint'].indexOf(severity);
