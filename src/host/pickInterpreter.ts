import * as vscode from 'vscode';
import { EMBEDDED, interpretersOnPath } from '../inspector/client';
import { interpreterFor } from './interpreter';
import { writeSetting } from './settings';
import { resourceOf, type Target } from './target';

interface Choice extends vscode.QuickPickItem {
  /** What the setting is to say; null: a path is still to be entered. */
  readonly value: string | null;
}

/**
 * Lets the person choose what `target` runs on, and writes that into the setting. False: nothing was chosen, or could be written.
 */
export async function pickInterpreter(target: Target): Promise<boolean> {
  const now = await interpreterFor(target, undefined);
  const placeHolder = vscode.l10n.t('Run {0} on …', target.name);
  const picked = await vscode.window.showQuickPick(choices(now), { title: vscode.l10n.t('Loop Inspector: interpreter'), placeHolder, matchOnDetail: true });
  const value = picked === undefined ? null : (picked.value ?? (await enterPath()));
  if (value === null) return false;
  return writeSetting('python.interpreter', value, resourceOf(target.uri));
}

async function choices(now: string | null): Promise<Choice[]> {
  const found = await interpretersOnPath(process.env);
  const current = vscode.l10n.t('now');
  const known = now === null || found.some(({ python }) => python === now) ? found : [{ python: now, version: '' }, ...found];
  return [
    { label: vscode.l10n.t('Automatic'), detail: vscode.l10n.t('The environment that is chosen in the Python extension, active, or in the workspace; else the embedded one'), value: '' },
    {
      label: vscode.l10n.t('Embedded CPython'),
      description: now === null ? current : '',
      detail: vscode.l10n.t('Comes with Loop Inspector; the standard library only'),
      value: EMBEDDED,
    },
    ...known.map(({ python, version }) => ({ label: version === '' ? python : `Python ${version}`, description: python === now ? current : '', detail: python, value: python })),
    { label: vscode.l10n.t('Enter a path…'), value: null },
  ];
}

async function enterPath(): Promise<string | null> {
  const prompt = vscode.l10n.t('Path of a Python 3.9 or newer, or of an environment’s folder');
  return (await vscode.window.showInputBox({ prompt, ignoreFocusOut: true }))?.trim() || null;
}
