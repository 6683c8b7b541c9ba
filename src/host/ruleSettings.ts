/** The settings of the rules: how severe each is, or that it is muted. */
import * as vscode from 'vscode';
import { RULE_CHOICES, RULE_CODES, type RuleChoice, type RuleChoices } from '../core/rules/ruleTable';
import type { RuleCode } from '../core/snapshot/protocol';
import { SECTION, setting, writeSetting } from './settings';

/** What the settings say for that resource; what makes no sense counts as the default. */
export function ruleChoices(resource: vscode.Uri): RuleChoices {
  const choices: Partial<Record<RuleCode, RuleChoice>> = {};
  for (const code of RULE_CODES) {
    const value: unknown = setting(`rules.${code}`, resource);
    const choice = RULE_CHOICES.find((known) => known === value);
    if (choice !== undefined && choice !== 'default') choices[code] = choice;
  }
  return choices;
}

/** Fires when a rule's setting changes. */
export const onRulesChanged = (listener: () => void): vscode.Disposable =>
  vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${SECTION}.rules`)) listener();
  });

/**
 * Mutes a rule, or takes that back wherever it is said.
 */
export async function setMuted(code: RuleCode, muted: boolean, resource: vscode.Uri): Promise<void> {
  const name = `rules.${code}` as const;
  if (muted) {
    await writeSetting(name, 'off', resource);
    return;
  }
  const said = vscode.workspace.getConfiguration(SECTION, resource).inspect<RuleChoice>(name);
  const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  if (said?.workspaceFolderValue === 'off') await writeSetting(name, undefined, resource, WorkspaceFolder);
  if (said?.workspaceValue === 'off') await writeSetting(name, undefined, resource, Workspace);
  if (said?.globalValue === 'off') await writeSetting(name, undefined, resource, Global);
}
