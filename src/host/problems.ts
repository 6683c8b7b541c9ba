import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposable';
import type { Severity, WarningView } from '../core/snapshot/protocol';
import { type ProblemEntry, problemEntries } from './problemEntries';
import { RuleDocumentation } from './ruleDocumentation';
import { type SourceLines, sourceLines, sourceUri } from './sourceLines';
import type { Target } from './target';
import { Throttle } from './throttle';

const UPDATE_INTERVAL_MS = 250;
const SOURCE = 'Loop Inspector';

const SEVERITIES: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** One file's entries from one program. */
interface FileProblems {
  readonly uri: vscode.Uri;
  readonly diagnostics: readonly vscode.Diagnostic[];
  /** Equal for equal entries: VS Code then need not redraw them. */
  readonly fingerprint: string;
}

type FilesProblems = ReadonlyMap<string, FileProblems>;

/** The programs' warnings in the Problems view. Two programs may have something to say about one file. */
export class Problems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection(SOURCE);
  readonly #documentation: RuleDocumentation;
  /** By program, then by the file's address. */
  readonly #programs = new Map<string, FilesProblems>();

  constructor(extensionUri: vscode.Uri) {
    this.#documentation = new RuleDocumentation(extensionUri);
  }

  /** Starts the list of a run; what the same program's last run left goes. */
  begin(target: Target): RunProblems {
    const program = target.uri.toString();
    this.#replace(program, new Map());
    return new RunProblems(target, this.#documentation, (files) => this.#replace(program, files));
  }

  dispose(): void {
    this.#collection.dispose();
  }

  #replace(program: string, files: FilesProblems): void {
    const before: FilesProblems = this.#programs.get(program) ?? new Map();
    this.#programs.set(program, files);
    for (const [key, { uri }] of new Map([...before, ...files])) {
      if (before.get(key)?.fingerprint === files.get(key)?.fingerprint) continue;
      this.#collection.set(
        uri,
        [...this.#programs.values()].flatMap((one) => one.get(key)?.diagnostics ?? []),
      );
    }
  }
}

/** The warnings of one run on their way to the Problems view: joined, so that entries neither flicker nor flood. */
export class RunProblems implements vscode.Disposable {
  readonly #target: Target;
  readonly #documentation: RuleDocumentation;
  readonly #replace: (files: FilesProblems) => void;
  readonly #store = new DisposableStore();
  readonly #throttle = this.#store.add(new Throttle(UPDATE_INTERVAL_MS, () => this.#apply()));
  #warnings: readonly WarningView[] = [];
  /** Updates read files; each waits for the one before. */
  #last: Promise<void> = Promise.resolve();

  constructor(target: Target, documentation: RuleDocumentation, replace: (files: FilesProblems) => void) {
    this.#target = target;
    this.#documentation = documentation;
    this.#replace = replace;
  }

  /** Takes all warnings of the run so far. */
  update(warnings: readonly WarningView[]): void {
    this.#warnings = warnings;
    this.#throttle.request();
  }

  /** Stops; entries that are there stay. */
  dispose(): void {
    this.#store.dispose();
  }

  #apply(): void {
    const warnings = this.#warnings;
    this.#last = this.#last.then(async () => {
      const files = await this.#files(warnings);
      if (!this.#store.disposed) this.#replace(files);
    });
  }

  async #files(warnings: readonly WarningView[]): Promise<FilesProblems> {
    const known = new Map<string, Promise<SourceLines | undefined>>();
    const find = (path: string): Promise<SourceLines | undefined> => {
      const uri = sourceUri(path, this.#target);
      const found = known.get(path) ?? (uri === undefined ? Promise.resolve(undefined) : sourceLines(uri));
      known.set(path, found);
      return found;
    };
    const files = new Map<string, FileProblems>();
    for (const [path, entries] of problemEntries(warnings, vscode.l10n.t)) {
      const source = await find(path);
      if (source === undefined) continue;
      const diagnostics = await Promise.all(entries.map((entry) => this.#diagnostic(entry, source, find)));
      files.set(source.uri.toString(), { uri: source.uri, diagnostics, fingerprint: JSON.stringify(diagnostics) });
    }
    return files;
  }

  async #diagnostic(
    entry: ProblemEntry,
    source: SourceLines,
    find: (path: string) => Promise<SourceLines | undefined>,
  ): Promise<vscode.Diagnostic> {
    const diagnostic = new vscode.Diagnostic(source.rangeOf(entry.line), entry.message, SEVERITIES[entry.severity]);
    diagnostic.source = SOURCE;
    diagnostic.code = { value: entry.code, target: this.#documentation.link(entry.code) };
    diagnostic.relatedInformation = [];
    for (const { at, message } of entry.related) {
      const file = await find(at.path);
      if (file === undefined) continue;
      const place = new vscode.Location(file.uri, file.rangeOf(at.line));
      diagnostic.relatedInformation.push(new vscode.DiagnosticRelatedInformation(place, message));
    }
    return diagnostic;
  }
}
