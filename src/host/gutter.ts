import * as vscode from 'vscode';
import { gutterLines, iconOf } from './gutterLines';
import { setting } from './settings';
import { isPython, type SourceMarks } from './sourceMarks';

interface Drawn {
  /** What was drawn, and of which version of the text. */
  readonly key: string;
  readonly icons: ReadonlySet<string>;
}

/** Marks in the gutter: each yield point with its state in the last run, and lines that blocked. */
export class GutterMarkers implements vscode.Disposable {
  readonly #types = new Map<string, vscode.TextEditorDecorationType>();
  readonly #drawn = new WeakMap<vscode.TextEditor, Drawn>();
  readonly #subscription: vscode.Disposable;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly marks: SourceMarks,
  ) {
    this.#subscription = marks.onDidChange(() => this.#drawAll());
  }

  dispose(): void {
    for (const item of [this.#subscription, ...this.#types.values()]) item.dispose();
  }

  #drawAll(): void {
    for (const editor of vscode.window.visibleTextEditors) this.#draw(editor);
  }

  #draw(editor: vscode.TextEditor): void {
    const { document } = editor;
    const linesOf = new Map<string, number[]>();
    if (isPython(document) && setting('gutter', document.uri) !== false) {
      const files = this.marks.runsOf(document).map(({ file }) => file);
      for (const [line, content] of gutterLines(this.marks.textOf(document), files)) {
        const icon = iconOf(content);
        const lines = linesOf.get(icon);
        if (lines === undefined) linesOf.set(icon, [line]);
        else lines.push(line);
      }
    }
    // VS Code moves what is drawn along with the text, so a text that has changed is drawn anew
    const key = JSON.stringify([document.version, ...linesOf]);
    const before = this.#drawn.get(editor);
    if (before?.key === key) return;
    this.#drawn.set(editor, { key, icons: new Set(linesOf.keys()) });
    for (const icon of new Set([...linesOf.keys(), ...(before?.icons ?? [])])) {
      editor.setDecorations(
        this.#type(icon),
        (linesOf.get(icon) ?? []).map((line) => new vscode.Range(line, 0, line, 0)),
      );
    }
  }

  #type(icon: string): vscode.TextEditorDecorationType {
    let type = this.#types.get(icon);
    if (type === undefined) {
      const path = (theme: string): { gutterIconPath: vscode.Uri } => ({ gutterIconPath: vscode.Uri.joinPath(this.extensionUri, 'media', `gutter-${icon}-${theme}.svg`) });
      type = vscode.window.createTextEditorDecorationType({ light: path('light'), dark: path('dark'), gutterIconSize: 'contain' });
      this.#types.set(icon, type);
    }
    return type;
  }
}
