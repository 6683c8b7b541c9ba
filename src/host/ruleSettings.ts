/** The settings of the rules: how severe each is, or that it is muted. */
import * as vscode from 'vscode';
import { RULE_CHOICES, RULE_CODES, type RuleChoice, type RuleChoices } from '../core/rules/ruleTable';
import type { RuleCode } from '../core/snapshot/protocol';
import { setting } from './settings';

const SECTION = 'loopInspector';

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
 * Mutes a rule, in the workspace's settings if there is a workspace, else in the user's; or takes that back wherever it is said.
 * A person is told if the settings cannot be written.
 */
export async function setMuted(code: RuleCode, muted: boolean, resource: vscode.Uri): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(SECTION, resource);
  const name = `rules.${code}`;
  const said = configuration.inspect<RuleChoice>(name);
  const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  try {
    if (muted) {
      const inFolder = said?.workspaceFolderValue !== undefined;
      await configuration.update(name, 'off', inFolder ? WorkspaceFolder : vscode.workspace.workspaceFolders === undefined ? Global : Workspace);
      return;
    }
    if (said?.workspaceFolderValue === 'off') await configuration.update(name, undefined, WorkspaceFolder);
    if (said?.workspaceValue === 'off') await configuration.update(name, undefined, Workspace);
    if (said?.globalValue === 'off') await configuration.update(name, undefined, Global);
  } catch (error) {
    void vscode.window.showErrorMessage(vscode.l10n.t('The setting {0} could not be written: {1}', `${SECTION}.${name}`, error instanceof Error ? error.message : String(error)));
  }
}
