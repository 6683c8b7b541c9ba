import path from 'node:path';
import * as vscode from 'vscode';
import type { Location } from '../core/events/location';
import { matchYieldPoint, type YieldPoint, YieldPointFinder } from '../core/source/yieldPoints';
import { CededPlaces } from './cededPlaces';
import { setting } from './settings';
import { Throttle } from './throttle';

const REDRAW_MS = 50;

/** Marks in the gutter: each yield point, and differently those that have ceded since the last run began. */
export class GutterMarkers implements vscode.Disposable {
  readonly #waiting: vscode.TextEditorDecorationType;
  readonly #ceded: vscode.TextEditorDecorationType;
  /** Program → what has ceded in its last run. */
  readonly #runs = new Map<string, CededPlaces>();
  readonly #points = new Map<string, { readonly finder: YieldPointFinder; readonly version: number; readonly points: readonly YieldPoint[] }>();
  readonly #redraw = new Throttle(REDRAW_MS, () => this.#drawAll());
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(extensionUri: vscode.Uri) {
    this.#waiting = decoration(extensionUri, 'yield');
    this.#ceded = decoration(extensionUri, 'ceded');
    this.#subscriptions = [
      vscode.workspace.onDidChangeTextDocument((change) => this.#edited(change)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#points.delete(document.uri.toString())),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#redraw.request()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('loopInspector.gutter')) this.#redraw.request();
      }),
    ];
    this.#redraw.request();
  }

  /** A run of that program begins: nothing has ceded in it. */
  runStarted(program: string): void {
    this.#runs.set(program, new CededPlaces());
    this.#redraw.request();
  }

  /** These places gave control back, for the first time in this run. */
  markCeded(program: string, at: readonly Location[]): void {
    this.#runs.get(program)?.add(at);
    this.#redraw.request();
  }

  runEnded(program: string): void {
    this.#runs.get(program)?.end();
  }

  dispose(): void {
    for (const item of [...this.#subscriptions, this.#redraw, this.#waiting, this.#ceded]) item.dispose();
  }

  #edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (document.languageId !== 'python') return;
    for (const run of this.#runs.values()) run.edited(keyOf(document), contentChanges);
    this.#redraw.request();
  }

  #drawAll(): void {
    for (const editor of vscode.window.visibleTextEditors) if (editor.document.languageId === 'python') this.#draw(editor);
  }

  #draw(editor: vscode.TextEditor): void {
    const { document } = editor;
    if (setting('gutter', document.uri) === false) {
      editor.setDecorations(this.#waiting, []);
      editor.setDecorations(this.#ceded, []);
      return;
    }
    const points = this.#pointsOf(document);
    const places = [...this.#runs.values()].flatMap((run) => run.of(keyOf(document)));
    const ceded = new Set(places.map((place) => pointAt(document, points, place)));
    const lines = new Map<number, YieldPoint[]>();
    for (const point of points) {
      const { line } = document.positionAt(point.from);
      lines.set(line, [...(lines.get(line) ?? []), point]);
    }
    const marks: { waiting: vscode.DecorationOptions[]; ceded: vscode.DecorationOptions[] } = { waiting: [], ceded: [] };
    for (const [line, inLine] of lines) {
      const hasCeded = inLine.some((point) => ceded.has(point));
      const hoverMessage = inLine.map((point) => describe(point, ceded.has(point)));
      marks[hasCeded ? 'ceded' : 'waiting'].push({ range: new vscode.Range(line, 0, line, 0), hoverMessage });
    }
    editor.setDecorations(this.#waiting, marks.waiting);
    editor.setDecorations(this.#ceded, marks.ceded);
  }

  #pointsOf(document: vscode.TextDocument): readonly YieldPoint[] {
    const key = document.uri.toString();
    const known = this.#points.get(key);
    if (known?.version === document.version) return known.points;
    const finder = known?.finder ?? new YieldPointFinder();
    const points = finder.find(document.getText());
    this.#points.set(key, { finder, version: document.version, points });
    return points;
  }
}

/** Before Python 3.11 only lines are known: their first yield point is taken. */
function pointAt(document: vscode.TextDocument, points: readonly YieldPoint[], place: vscode.Position): YieldPoint | null {
  const offset = document.offsetAt(place);
  const end = document.offsetAt(document.lineAt(Math.min(place.line, document.lineCount - 1)).range.end);
  return matchYieldPoint(points, offset) ?? (place.character > 0 ? null : (points.find(({ from }) => offset <= from && from < end) ?? null));
}

/** What a running program calls the document: its path, or an untitled buffer's name. */
const keyOf = ({ uri }: vscode.TextDocument): string => (uri.scheme === 'untitled' ? path.basename(uri.path) : uri.fsPath);

const describe = ({ kind }: YieldPoint, hasCeded: boolean): string =>
  hasCeded
    ? vscode.l10n.t('{0}: gave control back to the event loop in this run.', kind)
    : vscode.l10n.t('{0}: a yield point, where control may go back to the event loop.', kind);

function decoration(extensionUri: vscode.Uri, name: string): vscode.TextEditorDecorationType {
  const icon = (theme: string): { gutterIconPath: vscode.Uri } => ({ gutterIconPath: vscode.Uri.joinPath(extensionUri, 'media', `gutter-${name}-${theme}.svg`) });
  return vscode.window.createTextEditorDecorationType({ light: icon('light'), dark: icon('dark'), gutterIconSize: 'contain' });
}
