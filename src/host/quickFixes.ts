import * as vscode from 'vscode';
import type { Finding } from '../core/source/findings/finding';
import { findDroppedCall } from '../core/source/findings/droppedCall';
import type { Fix } from '../core/source/fixes/fix';
import { fixesFor } from '../core/source/fixes/fixes';
import type { ParsedPython } from '../core/source/parsedPython';
import { findingsIn, parsedDocument } from './parsedDocuments';
import { codeOf, SOURCE } from './staticDiagnostics';

/** Offers quick fixes for what is found without a run, and for what a run has found at the same place. */
export const registerQuickFixes = (): vscode.Disposable =>
  vscode.languages.registerCodeActionsProvider({ language: 'python' }, { provideCodeActions }, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] });

function provideCodeActions(document: vscode.TextDocument, _range: vscode.Range, { diagnostics, only }: vscode.CodeActionContext): vscode.CodeAction[] {
  const ours = diagnostics.filter(({ source }) => source === SOURCE);
  if (ours.length === 0 || (only !== undefined && !only.contains(vscode.CodeActionKind.QuickFix))) return [];
  const python = parsedDocument(document);
  const findings = findingsIn(document);
  return ours.flatMap((diagnostic) => {
    const finding = findingOf(diagnostic, python, findings, document);
    return finding === null ? [] : fixesFor(python, finding).map((fix) => action(document, diagnostic, fix));
  });
}

/** What the parse shows of a diagnostic's line; null if nothing that could be fixed. */
function findingOf(diagnostic: vscode.Diagnostic, python: ParsedPython, findings: readonly Finding[], document: vscode.TextDocument): Finding | null {
  const code = codeOf(diagnostic);
  const start = diagnostic.range.start;
  const sameLine = findings.filter(({ from, evidence }) => (evidence.code === code || (evidence.code === 'blocking-call' && code === 'slow-callback')) && document.positionAt(from).line === start.line);
  const found = sameLine.find(({ from }) => document.positionAt(from).isEqual(start)) ?? (sameLine.length === 1 ? sameLine[0] : undefined);
  if (found !== undefined || sameLine.length > 1) return found ?? null;
  const line = document.lineAt(start.line).range;
  return findDroppedCall(python, code, document.offsetAt(line.start), document.offsetAt(line.end), diagnostic.message);
}

function action(document: vscode.TextDocument, diagnostic: vscode.Diagnostic, fix: Fix): vscode.CodeAction {
  const result = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  result.diagnostics = [diagnostic];
  result.isPreferred = fix.preferred;
  result.edit = new vscode.WorkspaceEdit();
  for (const { from, to, text } of fix.edits) result.edit.replace(document.uri, new vscode.Range(document.positionAt(from), document.positionAt(to)), text);
  return result;
}
