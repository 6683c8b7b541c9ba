/** Tells whether `dist/` was built from the sources as they are now. Node built-ins only, and quick: it runs at every `npm start`. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dist, inRoot } from './paths.mjs';

/** What the bundles are made of. Scripts count too: they say how. */
const inputs = ['src', 'webview', 'test/integration', 'scripts', 'package-lock.json', 'package.json'];
const ignored = new Set(['__pycache__', 'node_modules']);
const stamp = path.join(dist, '.built');

/** @typedef {'development' | 'production'} Mode */

/** A digest over the names, sizes and times of all inputs. */
export function sourceDigest() {
  const hash = createHash('sha256');
  for (const input of inputs) addTo(hash, inRoot(input));
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} file
 */
function addTo(hash, file) {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (!stats.isDirectory()) {
    hash.update(`${file}\0${stats.size}\0${stats.mtimeMs}\n`);
    return;
  }
  for (const name of readdirSync(file).sort()) if (!ignored.has(name)) addTo(hash, path.join(file, name));
}

/**
 * A production build also serves where a development build is asked for.
 * @param {Mode} mode
 */
export function isBuilt(mode) {
  if (!existsSync(stamp)) return false;
  const [builtMode, digest] = readFileSync(stamp, 'utf8').split(' ');
  return (mode === 'development' || builtMode === mode) && digest === sourceDigest();
}

/**
 * @param {Mode} mode
 * @param {string} digest taken before the build began, so that an edit during the build counts as newer
 */
export function markBuilt(mode, digest) {
  mkdirSync(dist, { recursive: true });
  writeFileSync(stamp, `${mode} ${digest}`);
}
