/** The embedded interpreter's memory as it is once it has started and loaded our package: starting from it takes a fifth of the time. */
import { writeFile, rename } from 'node:fs/promises';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Modules that need nothing of a running program. */
const MODULES = ['schema', 'stream', 'interning', 'values', 'session', 'handles', 'chains', 'recorder', 'instrument', 'stacks', 'complaints', 'by_hand', 'monitoring', 'program', 'lacks'];
const PACKAGE_ROOT = '/loop-inspector';

/**
 * Writes `pyodide/snapshot.bin` below the folder.
 * @param {string} distDir folder with `pyodide/` and `python/`
 */
export async function makePythonSnapshot(distDir) {
  const folder = path.join(distDir, 'pyodide');
  const { loadPyodide } = await import(pathToFileURL(path.join(folder, 'pyodide.mjs')).href);
  const python = await loadPyodide({ indexURL: folder + path.sep, _makeSnapshot: true, _sysExecutable: 'python', enableRunUntilComplete: false, env: { HOME: '/' } });
  const source = path.join(distDir, 'python', 'loop_inspector');
  const target = `${PACKAGE_ROOT}/loop_inspector`;
  python.FS.mkdirTree(target);
  for (const name of readdirSync(source)) {
    if (name.endsWith('.py')) python.FS.writeFile(`${target}/${name}`, readFileSync(path.join(source, name)));
  }
  python.runPython(`
import sys
sys.path.insert(0, ${JSON.stringify(PACKAGE_ROOT)})
${MODULES.map((name) => `import loop_inspector.${name}`).join('\n')}
sys.path.remove(${JSON.stringify(PACKAGE_ROOT)})
import gc, platform, linecache, tracemalloc, traceback
platform.python_version(), platform.python_implementation()
gc.collect()
`);
  const file = path.join(folder, 'snapshot.bin');
  await writeFile(`${file}.tmp`, python.makeMemorySnapshot());
  await rename(`${file}.tmp`, file);
}
