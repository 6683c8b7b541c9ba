import path from 'node:path';
import * as vscode from 'vscode';
import { type CodedError, err, ok, type Result } from '../base/result';

/** A Python program to run. */
export interface Target {
  readonly uri: vscode.Uri;
  /** What people call it: the file's base name. */
  readonly name: string;
  /** Absolute path; an untitled buffer's name; a module's name. */
  readonly path: string;
  /** An untitled buffer's text; null: the file's. */
  readonly source: string | null;
  /** `path` is a module's name. */
  readonly module: boolean;
}

/** The address of what is no file; its query is that of the workspace folder that it belongs to. */
const MODULE_SCHEME = 'loop-inspector-module';

/** A module that Python itself finds, as `python -m` does in that folder. */
export const moduleTarget = (module: string, folder: vscode.WorkspaceFolder | undefined): Target => ({
  uri: vscode.Uri.from({ scheme: MODULE_SCHEME, path: `/${module}`, query: folder?.uri.toString() ?? '' }),
  name: module,
  path: module,
  source: null,
  module: true,
});

/** What settings and workspace folders know a program by: a module has none of its own. */
export const resourceOf = (program: vscode.Uri): vscode.Uri => (program.scheme === MODULE_SCHEME && program.query !== '' ? vscode.Uri.parse(program.query) : program);

/** Finds what to run: `resource` if a menu gave one, else what the active editor shows. Saves it first. */
export async function findTarget(resource: vscode.Uri | undefined): Promise<Result<Target>> {
  const uri = resource ?? activeResource();
  if (uri === undefined) {
    return fail('no-editor', vscode.l10n.t('There is no open file to run. Open a Python file, then run it with Loop Inspector again.'));
  }
  const document = vscode.workspace.textDocuments.find((candidate) => candidate.uri.toString() === uri.toString());
  const name = path.basename(uri.scheme === 'file' ? uri.fsPath : uri.path);
  if (uri.scheme === 'untitled') {
    if (document === undefined) return fail('closed', vscode.l10n.t('{0} is no longer open. Open it again to run it.', name));
    if (!isPython(uri, document)) return notPython(name);
    return ok({ uri, name, path: name, source: document.getText(), module: false });
  }
  if (uri.scheme !== 'file') {
    return fail(
      'not-on-disk',
      vscode.l10n.t('{0} is not a file on this machine’s disk ({1}), so it cannot be run. Save a copy in a folder on disk and run that.', name, uri.scheme),
    );
  }
  return checkFile(uri, name, document);
}

async function checkFile(uri: vscode.Uri, name: string, document: vscode.TextDocument | undefined): Promise<Result<Target>> {
  const before = await fileType(uri);
  if (before !== undefined && (before & vscode.FileType.Directory) !== 0) {
    return fail('directory', vscode.l10n.t('{0} is a folder. Choose a Python file in it to run.', name));
  }
  if (!isPython(uri, document)) return notPython(name);
  if (!(await save(uri))) {
    return fail('not-saved', vscode.l10n.t('{0} has changes that could not be saved, so it was not run. Save it and run it again.', name));
  }
  if ((await fileType(uri)) === undefined) {
    return fail('no-file', vscode.l10n.t('{0} is no longer on disk ({1}). Save it again to run it.', name, uri.fsPath));
  }
  return ok({ uri, name, path: uri.fsPath, source: null, module: false });
}

/** The active editor's document, also when it is shown in something else than a text editor. */
function activeResource(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (vscode.window.activeTextEditor !== undefined) return vscode.window.activeTextEditor.document.uri;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined;
}

function isPython(uri: vscode.Uri, document: vscode.TextDocument | undefined): boolean {
  return document?.languageId === 'python' || /\.pyw?$/i.test(uri.path);
}

/** As starting VS Code's debugger does: saves every changed file, unless the user's setting says none. */
async function save(uri: vscode.Uri): Promise<boolean> {
  const when = vscode.workspace.getConfiguration('debug', { uri, languageId: 'python' }).get('saveBeforeStart');
  if (when === 'none') return true;
  await vscode.workspace.saveAll(false);
  return !vscode.workspace.textDocuments.some((document) => document.isDirty && document.uri.toString() === uri.toString());
}

async function fileType(uri: vscode.Uri): Promise<vscode.FileType | undefined> {
  try {
    return (await vscode.workspace.fs.stat(uri)).type;
  } catch {
    return undefined;
  }
}

function notPython(name: string): Result<never> {
  return fail(
    'not-python',
    vscode.l10n.t('{0} is not a Python file. Open one, or set the editor’s language to Python, and run it again.', name),
  );
}

const fail = (code: string, message: string): Result<never, CodedError> => err({ code, message });
