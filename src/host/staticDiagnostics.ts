import * as vscode from 'vscode';
import type { Finding, FindingCode } from '../core/source/findings/finding';
import { findingMessage } from '../core/source/findings/findingMessage';
import type { SettingName } from './contributions';
import { findingsIn } from './parsedDocuments';
import { RuleDocumentation } from './ruleDocumentation';
import { setting } from './settings';

/** After the last edit: nobody wants to read of a line while typing it. */
const SETTLE_MS = 300;
/** Larger documents are data. UTF-16 units. */
const MAX_LENGTH = 2_000_000;
/** What others have written and nobody here will change. */
const LIBRARY = /[\\/](?:site-packages|dist-packages|lib[\\/]python3\.\d+)[\\/]/;

export const SOURCE = 'Loop Inspector';
const LEVELS: Readonly<Record<FindingCode, SettingName>> = {
  'unreferenced-task': 'static.unreferencedTask',
  'never-awaited': 'static.neverAwaited',
  'blocking-call': 'static.blockingCall',
};
const SEVERITIES: ReadonlyMap<unknown, vscode.DiagnosticSeverity> = new Map([
  ['hint', vscode.DiagnosticSeverity.Hint],
  ['information', vscode.DiagnosticSeverity.Information],
  ['warning', vscode.DiagnosticSeverity.Warning],
  ['error', vscode.DiagnosticSeverity.Error],
]);

/** What open Python files show without a run, in the Problems view. It only reads them. */
export class StaticDiagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('Loop Inspector, static');
  readonly #documentation: RuleDocumentation;
  readonly #settling = new Map<vscode.TextDocument, NodeJS.Timeout>();
  readonly #shown = new Map<string, string>();
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(extensionUri: vscode.Uri) {
    this.#documentation = new RuleDocumentation(extensionUri);
    this.#subscriptions = [
      vscode.workspace.onDidOpenTextDocument((document) => this.#check(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#checkSoon(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => this.#checkShown(new Set(uris.map(String)))),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('loopInspector.static')) this.#checkAll();
      }),
    ];
    this.#checkAll();
  }

  dispose(): void {
    for (const timer of this.#settling.values()) clearTimeout(timer);
    for (const item of [...this.#subscriptions, this.#collection]) item.dispose();
  }

  #checkAll(): void {
    for (const document of vscode.workspace.textDocuments) this.#check(document);
  }

  #checkSoon(document: vscode.TextDocument): void {
    clearTimeout(this.#settling.get(document));
    this.#settling.set(
      document,
      setTimeout(() => this.#check(document), SETTLE_MS),
    );
  }

  /** What a run has to say about a line takes the place of what is said without one. */
  #checkShown(changed: ReadonlySet<string>): void {
    for (const document of vscode.workspace.textDocuments) if (changed.has(document.uri.toString()) && !this.#settling.has(document)) this.#check(document);
  }

  #check(document: vscode.TextDocument): void {
    clearTimeout(this.#settling.get(document));
    this.#settling.delete(document);
    const diagnostics = isOurs(document) ? findingsIn(document).flatMap((finding) => this.#diagnostic(document, finding) ?? []) : [];
    const key = document.uri.toString();
    const fingerprint = diagnostics.length === 0 ? '' : JSON.stringify(diagnostics);
    if ((this.#shown.get(key) ?? '') === fingerprint) return;
    this.#shown.set(key, fingerprint);
    this.#collection.set(document.uri, diagnostics);
  }

  #forget(document: vscode.TextDocument): void {
    clearTimeout(this.#settling.get(document));
    this.#settling.delete(document);
    this.#shown.delete(document.uri.toString());
    this.#collection.delete(document.uri);
  }

  #diagnostic(document: vscode.TextDocument, finding: Finding): vscode.Diagnostic | null {
    const { code } = finding.evidence;
    const severity = SEVERITIES.get(setting(LEVELS[code], document.uri));
    const start = document.positionAt(finding.from);
    if (severity === undefined || this.#isToldByRun(document.uri, start.line, code)) return null;
    const end = document.positionAt(finding.to);
    const range = new vscode.Range(start, end.line > start.line ? document.lineAt(start.line).range.end : end);
    const diagnostic = new vscode.Diagnostic(range, findingMessage(finding.evidence), severity);
    diagnostic.source = SOURCE;
    diagnostic.code = { value: code, target: this.#documentation.link(code) };
    const definition = finding.evidence.code === 'never-awaited' ? finding.evidence.definition : null;
    if (definition !== null) {
      const at = new vscode.Range(document.positionAt(definition.from), document.positionAt(definition.to));
      diagnostic.relatedInformation = [new vscode.DiagnosticRelatedInformation(new vscode.Location(document.uri, at), vscode.l10n.t('The coroutine function is defined here.'))];
    }
    return diagnostic;
  }

  /** Whether a run has said the same of that line; what is not in the collection here is from a run. */
  #isToldByRun(uri: vscode.Uri, line: number, code: FindingCode): boolean {
    const told = code === 'blocking-call' ? 'slow-callback' : code;
    const own = this.#collection.get(uri) ?? [];
    return vscode.languages
      .getDiagnostics(uri)
      .filter((one) => one.source === SOURCE && codeOf(one) === told && one.range.start.line === line)
      .some(({ message, range }) => !own.some((mine) => mine.message === message && mine.range.isEqual(range)));
  }
}

/** A program's own file, or a buffer without one; with the rules on. */
function isOurs(document: vscode.TextDocument): boolean {
  const { languageId, uri } = document;
  if (languageId !== 'python' || (uri.scheme !== 'file' && uri.scheme !== 'untitled') || LIBRARY.test(uri.path) || uri.path.endsWith('.pyi')) return false;
  return setting('static.enabled', uri) !== false && document.getText().length <= MAX_LENGTH;
}

/** The rule of a diagnostic of ours. */
export const codeOf = ({ code }: vscode.Diagnostic): string => String(typeof code === 'object' ? code.value : (code ?? ''));
