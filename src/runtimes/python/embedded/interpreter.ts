/** Loads CPython for WebAssembly (pyodide) and gives it the files, streams and memory of one program. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PyodideAPI } from 'pyodide';
import { withFastClock } from './fastClock';

/** Where our package lies in the interpreter's own file system. */
export const PACKAGE_ROOT = '/loop-inspector';
const SNAPSHOT = 'snapshot.bin';

/** What pyodide's types leave out of its module object. */
export interface EmscriptenModule {
  readonly HEAPU8: Uint8Array;
}

interface FileSystems {
  readonly ErrnoError: new (errno: number) => Error;
  readonly filesystems: { readonly NODEFS: Emscripten.FileSystemType };
}

export type Interpreter = PyodideAPI & { readonly _module: EmscriptenModule; readonly FS: FileSystems };

interface LoadOptions {
  readonly distDir: string;
  readonly env: Readonly<Record<string, string>>;
  /** Start from the memory snapshot beside the interpreter, if there is one. */
  readonly snapshot: 'use' | 'make';
}

/** @throws if pyodide's files are missing or broken */
export async function loadInterpreter({ distDir, env, snapshot }: LoadOptions): Promise<Interpreter> {
  const folder = path.join(distDir, 'pyodide');
  const { loadPyodide } = (await import(pathToFileURL(path.join(folder, 'pyodide.mjs')).href)) as typeof import('pyodide');
  const load = async (memory: object): Promise<Interpreter> =>
    (await withFastClock(() => loadPyodide({
      indexURL: folder + path.sep,
      env: { ...env, HOME: env['HOME'] ?? '/' },
      enableRunUntilComplete: false,
      _sysExecutable: 'python',
      // what it prints of its own while it starts is no output of the program
      stdout: () => undefined,
      stderr: () => undefined,
      ...memory,
    }))) as Interpreter;
  if (snapshot === 'make') return load({ _makeSnapshot: true });
  const image = readIfThere(path.join(folder, SNAPSHOT));
  if (image === null) return load({});
  // An image from another version of the interpreter, or half of one, is refused; the way without takes longer.
  return load({ _loadSnapshot: image }).catch(() => load({}));
}

function readIfThere(file: string): Uint8Array | null {
  return statSync(file, { throwIfNoEntry: false }) === undefined ? null : readFileSync(file);
}

/** Folders of the interpreter's own file system that nothing may be mounted over. */
const ITS_OWN = ['/dev', '/proc', '/lib', PACKAGE_ROOT];

/** Makes the machine's files visible under their real paths: a program opens what it opens with any other Python. */
export function mountFiles({ FS }: Interpreter): void {
  if (process.platform === 'win32') {
    throw new Error('it cannot reach the files of Windows. Run Loop Inspector in WSL or a dev container.');
  }
  for (const folder of readdirSync('/').map((name) => `/${name}`)) {
    if (ITS_OWN.includes(folder) || statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) continue;
    FS.mkdirTree(folder);
    FS.mount(FS.filesystems.NODEFS, { root: folder }, folder);
  }
}
