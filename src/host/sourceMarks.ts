import path from 'node:path';
import * as vscode from 'vscode';
import { MarkedText } from '../core/source/markedText';
import type { FileMarks, WatchedFiles } from '../core/snapshot/sourceMarks';
import { Coalesced } from './coalesced';
import { RunFile } from './fileMarks';
import { parsedDocument } from './parsedDocuments';
import { setting } from './settings';

/** What is drawn anew at most so often. */
const NEWS_MS = 250;

/** The last run of a program, as far as editors show it. */
export interface MarkedRun {
  /** The program's address, which names it to our commands. */
  readonly program: string;
  readonly watch: (files: WatchedFiles) => void;
  /** By what the program calls a file. */
  readonly files: Map<string, RunFile>;
  /** Where its clock stands, because it has ended or somebody holds it, ms since 1970; null: its clock runs. */
  standsAt: number | null;
}

/** What the programs' last runs tell of the files in sight, at the places where it is in their texts as they are now. */
export class SourceMarks implements vscode.Disposable {
  readonly #runs = new Map<string, MarkedRun>();
  readonly #texts = new Map<string, { readonly version: number; readonly text: MarkedText }>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #news = new Coalesced(NEWS_MS, () => this.#changed.fire());
  readonly #subscriptions: readonly vscode.Disposable[];
  /** As it was asked for last. */
  #watched = '';

  /** Marks, texts or what is in sight have changed; at most four times a second. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#subscriptions = [
      vscode.workspace.onDidChangeTextDocument((change) => this.#edited(change)),
      vscode.workspace.onDidSaveTextDocument((document) => this.#saved(document)),
      vscode.workspace.onDidOpenTextDocument((document) => this.#opened(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#texts.delete(document.uri.toString())),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#lookAround()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('loopInspector')) this.#lookAround();
      }),
    ];
    this.#news.request();
  }

  /** A run of that program begins. `watch`: tells it which files to tell marks of. */
  runStarted(program: string, watch: (files: WatchedFiles) => void): void {
    const files = new Map(vscode.workspace.textDocuments.filter(isPython).map((document) => [keyOf(document), new RunFile(document.getText())]));
    this.#runs.set(program, { program, watch, files, standsAt: null });
    watch(watchedFiles());
    this.#news.request();
  }

  update(program: string, files: readonly FileMarks[]): void {
    const run = this.#runs.get(program);
    if (run === undefined) return;
    for (const marks of files) fileOf(run, marks.path).update(marks);
    this.#news.request();
  }

  runStands(program: string, stands: boolean): void {
    const run = this.#runs.get(program);
    if (run === undefined || stands === (run.standsAt !== null)) return;
    run.standsAt = stands ? Date.now() : null;
    this.#news.request();
  }

  /** The runs that tell something of that document. */
  runsOf(document: vscode.TextDocument): { readonly run: MarkedRun; readonly file: RunFile }[] {
    const key = keyOf(document);
    return [...this.#runs.values()].flatMap((run) => {
      const file = run.files.get(key);
      return file === undefined ? [] : [{ run, file }];
    });
  }

  /** What is in a document as it is now. */
  textOf(document: vscode.TextDocument): MarkedText {
    const key = document.uri.toString();
    const known = this.#texts.get(key);
    if (known?.version === document.version) return known.text;
    const text = new MarkedText(document.getText(), parsedDocument(document));
    this.#texts.set(key, { version: document.version, text });
    return text;
  }

  dispose(): void {
    for (const item of [...this.#subscriptions, this.#news, this.#changed]) item.dispose();
  }

  /** Comes with every letter that is typed: it only moves places, and leaves the rest for later. */
  #edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (!isPython(document) || contentChanges.length === 0) return;
    for (const { file } of this.runsOf(document)) file.edited(contentChanges);
    this.#news.request();
  }

  #saved(document: vscode.TextDocument): void {
    if (isPython(document)) for (const { file } of this.runsOf(document)) file.saved();
  }

  /** Also when its language has changed: then what was not saved is still there. */
  #opened(document: vscode.TextDocument): void {
    if (!isPython(document)) return;
    const key = keyOf(document);
    for (const run of this.#runs.values()) {
      const file = run.files.get(key);
      if (file === undefined) run.files.set(key, new RunFile(document.getText()));
      else if (!document.isDirty) file.reopened(document.getText());
    }
    this.#news.request();
  }

  #lookAround(): void {
    this.#news.request();
    const files = watchedFiles();
    const text = JSON.stringify(files);
    if (text === this.#watched) return;
    this.#watched = text;
    for (const run of this.#runs.values()) run.watch(files);
  }
}

/** A file, or a buffer that runs without one: not what a file was once, as a comparison of versions shows it under the same path. */
export const isPython = ({ languageId, uri }: vscode.TextDocument): boolean => languageId === 'python' && (uri.scheme === 'file' || uri.scheme === 'untitled');

/** What a running program calls the document: its path, or an untitled buffer's name. */
const keyOf = ({ uri }: vscode.TextDocument): string => (uri.scheme === 'untitled' ? path.basename(uri.path) : uri.fsPath);

function fileOf(run: MarkedRun, key: string): RunFile {
  let file = run.files.get(key);
  if (file === undefined) {
    const open = vscode.workspace.textDocuments.find((document) => isPython(document) && keyOf(document) === key);
    file = new RunFile(open?.getText() ?? null);
    run.files.set(key, file);
  }
  return file;
}

/** Each editor's setting of its own: a library's file is looked at as its folder says. */
function watchedFiles(): WatchedFiles {
  const documents = vscode.window.visibleTextEditors.map(({ document }) => document).filter(isPython);
  return { paths: [...new Set(documents.map(keyOf))].sort(), justMyCode: documents.every(({ uri }) => setting('justMyCode', uri) !== false) };
}
