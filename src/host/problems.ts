import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposable';
import type { ShownSeverity } from '../core/rules/ruleTable';
import type { RuleCode, WarningView } from '../core/snapshot/protocol';
import { Edits, movedRange } from './movedPlaces';
import { type Occurrences, occurrences, type ProblemEntry, problemEntries } from './problemEntries';
import { onRulesChanged, ruleChoices } from './ruleSettings';
import { RuleDocumentation } from './ruleDocumentation';
import { type SourceLines, sourceLines } from './sourceLines';
import { resourceOf, type Target } from './target';
import { Throttle } from './throttle';

const UPDATE_INTERVAL_MS = 250;
const SOURCE = 'Loop Inspector';

const SEVERITIES: Readonly<Record<ShownSeverity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** One file's entries from one program. */
interface FileProblems {
  readonly uri: vscode.Uri;
  readonly diagnostics: readonly vscode.Diagnostic[];
  /** Equal for equal entries: VS Code then need not redraw them. */
  readonly fingerprint: string;
}

type FilesProblems = ReadonlyMap<string, FileProblems>;

/** What a program's last run has to say. */
interface ProgramProblems {
  readonly run: RunProblems;
  files: FilesProblems;
  /** By the file's address: what was edited since the run began. The run tells of the text from before. */
  readonly edits: Map<string, Edits>;
}

/** The programs' warnings in the Problems view. Two programs may have something to say about one file. */
export class Problems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection(SOURCE);
  readonly #store = new DisposableStore();
  /** Files that were edited, whose entries are to move along. */
  readonly #edited = new Set<string>();
  readonly #move = this.#store.add(new Throttle(UPDATE_INTERVAL_MS, () => this.#moveEdited()));
  readonly #documentation: RuleDocumentation;
  /** By program, then by the file's address. */
  readonly #programs = new Map<string, ProgramProblems>();

  constructor(extensionUri: vscode.Uri) {
    this.#documentation = new RuleDocumentation(extensionUri);
    this.#store.add(vscode.workspace.onDidChangeTextDocument((change) => this.#note(change)));
    this.#store.add(vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#saved(uri.toString())));
    this.#store.add(vscode.workspace.onDidOpenTextDocument((document) => this.#opened(document)));
  }

  /** Where a rule is explained. */
  documentation(code: RuleCode): vscode.Uri {
    return this.#documentation.link(code);
  }

  /** Starts the list of a run; what the same program's last run left goes. */
  begin(target: Target): RunProblems {
    const key = target.uri.toString();
    const run = new RunProblems(target, this.#documentation, (files) => this.#replace(program, files));
    const program: ProgramProblems = { run, files: this.#programs.get(key)?.files ?? new Map(), edits: new Map() };
    this.#programs.set(key, program);
    this.#replace(program, new Map());
    return run;
  }

  /** A person has seen them all. What a program that runs finds later, or once more, comes again. */
  clear(): void {
    for (const program of this.#programs.values()) {
      program.run.clear();
      program.files = new Map();
    }
    this.#collection.clear();
  }

  dispose(): void {
    this.#store.dispose();
    this.#collection.dispose();
  }

  #replace(program: ProgramProblems, files: FilesProblems): void {
    const before = program.files;
    program.files = files;
    for (const [key, { uri }] of new Map([...before, ...files])) {
      if (before.get(key)?.fingerprint !== files.get(key)?.fingerprint) this.#show(key, uri);
    }
  }

  #show(key: string, uri: vscode.Uri): void {
    const all = [...this.#programs.values()].flatMap(({ files, edits }) => movedAlong(files.get(key), edits));
    this.#collection.set(uri, all);
  }

  /** Comes with every letter that is typed. */
  #note({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0 || document.languageId !== 'python') return;
    const key = document.uri.toString();
    for (const { edits } of this.#programs.values()) {
      const known = edits.get(key) ?? new Edits();
      known.add(contentChanges);
      edits.set(key, known);
    }
    this.#edited.add(key);
    this.#move.request();
  }

  #saved(key: string): void {
    for (const { edits } of this.#programs.values()) edits.get(key)?.saved();
  }

  /** Also when its language has changed: then what was not saved is still there. */
  #opened({ uri, isDirty }: vscode.TextDocument): void {
    if (isDirty) return;
    const key = uri.toString();
    for (const { edits } of this.#programs.values()) edits.get(key)?.reopened();
    this.#edited.add(key);
    this.#move.request();
  }

  #moveEdited(): void {
    const shown = new Map([...this.#programs.values()].flatMap(({ files }) => [...files]));
    for (const [key, { uri }] of shown) {
      if ([...this.#programs.values()].some(({ files }) => leadsTo(files.get(key), this.#edited))) this.#show(key, uri);
    }
    this.#edited.clear();
  }
}

/** Whether a file's entries, or places that they name, are in one of those files. */
const leadsTo = (file: FileProblems | undefined, others: ReadonlySet<string>): boolean =>
  file !== undefined && (others.has(file.uri.toString()) || file.diagnostics.some(({ relatedInformation = [] }) => relatedInformation.some(({ location }) => others.has(location.uri.toString()))));

/** Entries whose text was edited go, the others move along, and so do the places that they name. */
function movedAlong(file: FileProblems | undefined, edits: ReadonlyMap<string, Edits>): vscode.Diagnostic[] {
  if (file === undefined) return [];
  if (edits.size === 0) return [...file.diagnostics];
  const move = (uri: vscode.Uri, range: vscode.Range): vscode.Range | null => {
    const to = movedRange(range, edits.get(uri.toString())?.all ?? []);
    return to && new vscode.Range(to.start.line, to.start.character, to.end.line, to.end.character);
  };
  return file.diagnostics.flatMap(({ range, message, severity, source, code, relatedInformation = [] }) => {
    const to = move(file.uri, range);
    if (to === null) return [];
    const related = relatedInformation.flatMap(({ location: { uri, range: named }, message: text }) => {
      const at = move(uri, named);
      return at === null ? [] : [new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, at), text)];
    });
    return [Object.assign(new vscode.Diagnostic(to, message, severity), { source, code, relatedInformation: related })];
  });
}

/** The warnings of one run on their way to the Problems view: joined, so that entries neither flicker nor flood. */
export class RunProblems implements vscode.Disposable {
  readonly #target: Target;
  readonly #documentation: RuleDocumentation;
  readonly #replace: (files: FilesProblems) => void;
  readonly #store = new DisposableStore();
  readonly #throttle = this.#store.add(new Throttle(UPDATE_INTERVAL_MS, () => this.#apply()));
  #warnings: readonly WarningView[] = [];
  /** What was cleared. */
  #seen: Occurrences = new Map();
  /** By the name that the program gives them, as they are when the run first names them: later they may be edited. */
  readonly #sources = new Map<string, Promise<SourceLines | undefined>>();
  /** Updates read files; each waits for the one before. */
  #last: Promise<void> = Promise.resolve();

  constructor(target: Target, documentation: RuleDocumentation, replace: (files: FilesProblems) => void) {
    this.#target = target;
    this.#documentation = documentation;
    this.#replace = replace;
    this.#store.add(onRulesChanged(() => this.#throttle.request()));
  }

  /** Takes all warnings of the run so far. */
  update(warnings: readonly WarningView[]): void {
    this.#warnings = warnings;
    this.#throttle.request();
  }

  /** Those of now do not come again. */
  clear(): void {
    this.#seen = occurrences(this.#warnings);
  }

  /** Stops; entries that are there stay. */
  dispose(): void {
    this.#store.dispose();
  }

  #apply(): void {
    const warnings = this.#warnings;
    const seen = this.#seen;
    this.#last = this.#last.then(async () => {
      const files = await this.#files(problemEntries(warnings, vscode.l10n.t, ruleChoices(resourceOf(this.#target.uri)), seen));
      if (!this.#store.disposed && seen === this.#seen) this.#replace(files);
    });
  }

  async #files(entriesOf: ReadonlyMap<string, readonly ProblemEntry[]>): Promise<FilesProblems> {
    const files = new Map<string, FileProblems>();
    for (const [path, entries] of entriesOf) {
      const source = await this.#source(path);
      if (source === undefined) continue;
      const diagnostics = await Promise.all(entries.map((entry) => this.#diagnostic(entry, source)));
      files.set(source.uri.toString(), { uri: source.uri, diagnostics, fingerprint: JSON.stringify(diagnostics) });
    }
    return files;
  }

  #source(path: string): Promise<SourceLines | undefined> {
    const found = this.#sources.get(path) ?? sourceLines(path, this.#target);
    this.#sources.set(path, found);
    return found;
  }

  async #diagnostic(entry: ProblemEntry, source: SourceLines): Promise<vscode.Diagnostic> {
    const diagnostic = new vscode.Diagnostic(source.rangeOf(entry.line), entry.message, SEVERITIES[entry.severity]);
    diagnostic.source = SOURCE;
    diagnostic.code = { value: entry.code, target: this.#documentation.link(entry.code) };
    diagnostic.relatedInformation = [];
    for (const { at, message } of entry.related) {
      const file = await this.#source(at.path);
      if (file === undefined) continue;
      const place = new vscode.Location(file.uri, file.rangeOf(at.line));
      diagnostic.relatedInformation.push(new vscode.DiagnosticRelatedInformation(place, message));
    }
    return diagnostic;
  }
}
