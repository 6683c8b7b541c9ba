import * as vscode from 'vscode';
import { chooseInterpreter } from '../inspector/client';
import { setting } from './settings';
import { resourceOf, type Target } from './target';

/** What is used of the Python extension's API (`PythonExtension` of `@vscode/python-extension`). */
interface PythonExtension {
  readonly environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly id: string; readonly path: string };
    resolveEnvironment(environment: { readonly id: string; readonly path: string }): Promise<
      | {
          readonly executable: { readonly uri: vscode.Uri | undefined };
          /** None: a Python of the whole machine. */
          readonly environment: object | undefined;
        }
      | undefined
    >;
  };
}

/**
 * The interpreter's command for the program, or null for the embedded one.
 * @param wanted what the launch configuration asks for; undefined: nothing
 */
export async function interpreterFor(target: Target, wanted: string | undefined): Promise<string | null> {
  const resource = resourceOf(target.uri);
  const own = vscode.workspace.getWorkspaceFolder(resource);
  const folders = [own, ...(vscode.workspace.workspaceFolders ?? [])].filter((folder) => folder?.uri.scheme === 'file').map((folder) => folder!.uri.fsPath);
  return chooseInterpreter({ asked: wanted ?? asked(resource), chosen: await chosenEnvironment(resource), env: process.env, folders });
}

function asked(resource: vscode.Uri): string {
  const value: unknown = setting('python.interpreter', resource);
  return typeof value === 'string' ? value : '';
}

/** The environment that was chosen in the Python extension, if that is there. A Python of the whole machine is its default, and no choice. */
async function chosenEnvironment(resource: vscode.Uri): Promise<string | null> {
  const extension = vscode.extensions.getExtension<Partial<PythonExtension>>('ms-python.python');
  if (extension === undefined) return null;
  try {
    const { environments } = await extension.activate();
    const found = await environments?.resolveEnvironment(environments.getActiveEnvironmentPath(resource));
    return found?.environment === undefined ? null : (found.executable.uri?.fsPath ?? null);
  } catch {
    return null; // it could not start, which it tells itself
  }
}
