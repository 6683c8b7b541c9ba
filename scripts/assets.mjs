/** Files that ship as they are: the embedded Python interpreter, its memory snapshot, and our Python package. */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { dist, inRoot } from './paths.mjs';

const pyodide = inRoot('node_modules', 'pyodide');
const pythonPackage = inRoot('src', 'runtimes', 'python', 'loop_inspector');
const snapshotScript = inRoot('scripts', 'pythonSnapshot.mjs');

/** What pyodide loads at run time; the rest of its package is for browsers and for compilers. */
const pyodideFiles = ['pyodide.mjs', 'pyodide.asm.mjs', 'pyodide.asm.wasm', 'python_stdlib.zip', 'pyodide-lock.json', 'package.json'];

export function copyAssets() {
  for (const name of pyodideFiles) copyIfNewer(path.join(pyodide, name), path.join(dist, 'pyodide', name));
  const target = path.join(dist, 'python', 'loop_inspector');
  copyIfNewer(inRoot('src', 'runtimes', 'python', 'start.py'), path.join(dist, 'python', 'start.py'));
  const modules = pythonModules();
  for (const name of modules) copyIfNewer(path.join(pythonPackage, name), path.join(target, name));
  for (const name of listIfThere(target)) if (!modules.includes(name)) rmSync(path.join(target, name), { recursive: true });
}

/** Writes the interpreter's memory as it is once our package is loaded, from which a run starts in a fraction of the time. */
export async function ensurePythonSnapshot() {
  if (!existsSync(snapshotScript)) return;
  const stamp = path.join(dist, '.snapshot');
  const digest = snapshotDigest();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  const { makePythonSnapshot } = /** @type {{ makePythonSnapshot: (distFolder: string) => Promise<void> }} */ (await import(pathToFileURL(snapshotScript).href));
  await makePythonSnapshot(dist);
  writeFileSync(stamp, digest);
}

/** Of everything that the snapshot is made of. */
function snapshotDigest() {
  const hash = createHash('sha256').update(process.version).update(readFileSync(path.join(pyodide, 'package.json'))).update(readFileSync(snapshotScript));
  for (const name of pythonModules()) hash.update(name).update(readFileSync(path.join(pythonPackage, name)));
  return hash.digest('hex');
}

function pythonModules() {
  return listIfThere(pythonPackage).filter((name) => name.endsWith('.py')).sort();
}

/** @param {string} folder */
function listIfThere(folder) {
  return existsSync(folder) ? readdirSync(folder) : [];
}

/**
 * @param {string} from
 * @param {string} to
 */
function copyIfNewer(from, to) {
  const source = statSync(from);
  const target = statSync(to, { throwIfNoEntry: false });
  if (target?.size === source.size && Math.abs(target.mtimeMs - source.mtimeMs) < 1000) return;
  mkdirSync(path.dirname(to), { recursive: true });
  const temporary = `${to}.${process.pid}.tmp`;
  copyFileSync(from, temporary);
  utimesSync(temporary, source.atime, source.mtime);
  renameSync(temporary, to);
}
