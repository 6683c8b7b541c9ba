/** Warnings as the panel lists them: by rule, the worst rule first, and of one rule the newest first. */
import { RULE_CODES, shownSeverity, type RuleChoices, type ShownSeverity } from '../src/core/rules/ruleTable';
import type { RuleCode, WarningView } from '../src/core/snapshot/protocol';

export interface WarningGroup {
  readonly code: RuleCode;
  readonly severity: ShownSeverity;
  /** The newest first. */
  readonly warnings: readonly WarningView[];
  /** How often all of them were found. */
  readonly found: number;
}

export interface MutedRule {
  readonly code: RuleCode;
  /** Its warnings that are not shown. */
  readonly hidden: number;
}

const ORDER: readonly ShownSeverity[] = ['error', 'warning', 'information', 'hint'];

/** Groups without muted rules. Where rules are equally severe, the one with the newest warning comes first. */
export function warningGroups(warnings: readonly WarningView[], choices: RuleChoices): readonly WarningGroup[] {
  const groups: WarningGroup[] = [];
  for (const [code, of] of Map.groupBy(warnings, (warning) => warning.code)) {
    const severity = shownSeverity(choices, code, of[0]!.severity);
    if (severity === null) continue;
    groups.push({ code, severity, warnings: of.toSorted((a, b) => b.id - a.id), found: of.reduce((sum, { count }) => sum + count, 0) });
  }
  return groups.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || b.warnings[0]!.id - a.warnings[0]!.id);
}

/** Of those that are not muted; null: there are none. */
export function worstSeverity(warnings: readonly WarningView[], choices: RuleChoices): ShownSeverity | null {
  const found = new Set(warnings.map(({ code, severity }) => shownSeverity(choices, code, severity)));
  return ORDER.find((severity) => found.has(severity)) ?? null;
}

/** Rules that are muted, also those that found nothing. */
export const mutedRules = (warnings: readonly WarningView[], choices: RuleChoices): readonly MutedRule[] =>
  RULE_CODES.filter((code) => choices[code] === 'off').map((code) => ({ code, hidden: warnings.filter((warning) => warning.code === code).length }));

/** How many warnings are not muted. */
export const shownWarnings = (warnings: readonly WarningView[], choices: RuleChoices): readonly WarningView[] => warnings.filter(({ code }) => choices[code] !== 'off');
