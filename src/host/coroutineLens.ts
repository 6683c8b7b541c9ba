import * as vscode from 'vscode';
import { INTERNAL_COMMANDS } from './contributions';
import { coroutineText } from './markTexts';
import { setting } from './settings';
import type { SourceMarks } from './sourceMarks';
import { Throttle } from './throttle';

/** VS Code asks anew only when it was told nothing for 250 ms: told more often than that, it would never ask. */
const NEWS_MS = 1000;

interface Lens {
  readonly line: number;
  readonly title: string;
  readonly name: string;
  /** Address of the program whose tasks it tells of; null: of none. */
  readonly program: string | null;
}

/** Above each coroutine function what its tasks did in the last run; a click shows them in the panel. */
export class CoroutineLens implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly #news = new Throttle(NEWS_MS, () => this.#look());
  /** Times of tasks that are parked go on. */
  readonly #tick = setInterval(() => this.#news.request(), NEWS_MS);
  /** As VS Code was told last, by the document's address. */
  #told = '';
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(private readonly marks: SourceMarks) {
    this.#subscription = marks.onDidChange(() => this.#news.request());
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    return this.#lines(document).map(({ line, title, name, program }) => {
      const range = new vscode.Range(line, 0, line, 0);
      if (program === null) return new vscode.CodeLens(range, { command: '', title, tooltip: vscode.l10n.t('Awaiting a coroutine runs it like a function call, as a part of the task that awaits it.') });
      const tooltip = vscode.l10n.t('Show the tasks of {0} in the panel. Parked: the time from the end of a step to the beginning of the next, of all tasks together.', name);
      return new vscode.CodeLens(range, { command: INTERNAL_COMMANDS.showTasks, title, tooltip, arguments: [program, name, null] });
    });
  }

  dispose(): void {
    clearInterval(this.#tick);
    for (const item of [this.#subscription, this.#news, this.#changed]) item.dispose();
  }

  #lines(document: vscode.TextDocument): Lens[] {
    if (setting('codeLens', document.uri) === false) return [];
    // of a file that a run tells nothing of nothing is known
    const runs = this.marks.runsOf(document).filter(({ file }) => file.points.length > 0 || file.coroutines.length > 0);
    if (runs.length === 0) return [];
    const text = this.marks.textOf(document);
    const told = Map.groupBy(runs.flatMap(({ run, file }) => file.coroutines.map(({ mark, at }) => ({ run, mark, at }))), ({ at }) => at.line);
    return text.functions.flatMap(({ name, first, from }): Lens[] => {
      const line = text.lineAt(from);
      const here = told.get(text.lineAt(first));
      if (here === undefined) return [{ line, title: vscode.l10n.t('no task of its own'), name, program: null }];
      return here.map(({ run, mark }) => ({ line, title: coroutineText(mark, run.standsAt ?? Date.now(), vscode.l10n.t), name: mark.name, program: run.program }));
    });
  }

  /** VS Code asks for all of them anew when told: only if there is something new. */
  #look(): void {
    const documents = new Set(vscode.window.visibleTextEditors.map(({ document }) => document).filter(({ languageId }) => languageId === 'python'));
    const told = JSON.stringify(Array.from(documents, (document) => [document.uri.toString(), this.#lines(document)]));
    if (told === this.#told) return;
    this.#told = told;
    this.#changed.fire();
  }
}
