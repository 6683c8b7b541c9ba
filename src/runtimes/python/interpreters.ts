/** Which Python a program runs on. */
import { execFile } from 'node:child_process';
import { realpathSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What can be known before the run. */
export interface InterpreterSources {
  /** What the user asked for: a path or command, "embedded", or "" for nothing. */
  readonly asked: string;
  /** The folder that a relative path is from; none: the first of `folders`. */
  readonly from?: string;
  /** The environment chosen in the Python extension; null: none. */
  readonly chosen: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where to look for an environment, nearest first: the program's workspace folders, the working directory. */
  readonly folders: readonly string[];
}

export const EMBEDDED = 'embedded';

/** Names of folders that hold an environment. */
const ENVIRONMENTS = ['.venv', 'venv'];

/**
 * The interpreter's command, or null for the embedded one. What was asked for counts first, then an environment: that
 * of the Python extension, the active one (`VIRTUAL_ENV`), one in a folder of the program. A Python that only is on
 * the path is nobody's choice.
 */
export function chooseInterpreter({ asked, from, chosen, env, folders }: InterpreterSources): string | null {
  const wanted = asked.trim();
  if (wanted === EMBEDDED) return null;
  if (wanted !== '') return expanded(wanted, from ?? folders[0]);
  if (chosen !== null) return chosen;
  const active = env['VIRTUAL_ENV'];
  const places = [...(active === undefined || active === '' ? [] : [active]), ...folders.flatMap((folder) => ENVIRONMENTS.map((name) => path.join(folder, name)))];
  return places.map(pythonOf).find(isFile) ?? null;
}

/** Of an environment's folder. */
export const pythonOf = (environment: string): string =>
  process.platform === 'win32' ? path.join(environment, 'Scripts', 'python.exe') : path.join(environment, 'bin', 'python');

/** Node before 22 throws if a part of the path is a file. */
function isFile(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}

/** `~` is the home folder; a path is relative to `folder`; a bare name is a command of the path. An environment's folder stands for its interpreter. */
function expanded(wanted: string, folder: string | undefined): string {
  const home = wanted === '~' || /^~[/\\]/.test(wanted) ? path.join(os.homedir(), wanted.slice(1)) : wanted;
  const inFolder = home.replaceAll('${workspaceFolder}', folder ?? '.');
  if (!/[/\\]/.test(inFolder)) return inFolder;
  const file = path.resolve(folder ?? '.', inFolder);
  return isFile(pythonOf(file)) ? pythonOf(file) : file;
}

/** Commands that may be a Python on the path. */
const ON_PATH = process.platform === 'win32' ? ['python', 'py'] : ['python3', 'python'];
const OLDEST = '(3, 9)';
const PROBE = `import importlib.util, sys; found = sys.version_info >= ${OLDEST} and importlib.util.find_spec(sys.argv[1]) is not None; print(sys.executable if found else "")`;
const PROBE_MS = 10_000;

/** A Python of this machine that has the module; null: none on the path has. */
export async function interpreterWith(module: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  const found = await Promise.all(ON_PATH.map((command) => probe(command, module, env)));
  return found.find((python) => python !== '') ?? null;
}

export interface FoundInterpreter {
  /** Its path. */
  readonly python: string;
  /** "3.12.1" */
  readonly version: string;
}

const VERSION = `import platform, sys; print(sys.executable + "\\n" + platform.python_version() if sys.version_info >= ${OLDEST} else "")`;

/** The Pythons of the path that programs can run on. */
export async function interpretersOnPath(env: NodeJS.ProcessEnv): Promise<FoundInterpreter[]> {
  const answers = await Promise.all(ON_PATH.map((command) => answer(command, [VERSION], env)));
  const found = answers.map((text) => text.split(/\r?\n/)).flatMap(([python = '', version = '']) => (version === '' ? [] : [{ python, version }]));
  // `python` and `python3` often are one
  return found.filter(({ python }, index) => found.findIndex((other) => realPath(other.python) === realPath(python)) === index);
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

const probe = (command: string, module: string, env: NodeJS.ProcessEnv): Promise<string> => answer(command, [PROBE, module], env);

/** What a script prints; "" if it cannot be run. */
const answer = (command: string, script: readonly string[], env: NodeJS.ProcessEnv): Promise<string> =>
  new Promise((resolve) => {
    execFile(command, ['-c', ...script], { env, timeout: PROBE_MS, windowsHide: true }, (error, stdout) => resolve(error === null ? stdout.trim() : ''));
  });
