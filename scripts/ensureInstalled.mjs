/** Makes `node_modules` match package-lock.json. Node built-ins only. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { ensurePinnedNode } from './pinnedNode.mjs';
import { announce, runOrFail } from './process.mjs';

/** Inside `node_modules`, so that whoever deletes or reinstalls that folder also deletes the stamp. */
const stamp = inRoot('node_modules', '.installed');

/** @typedef {{ packages: Record<string, { version?: string, optional?: boolean }> }} Lock */

/** Installs the project's packages if they are missing or not those of package-lock.json. */
export async function ensureInstalled() {
  const lockText = readFileSync(inRoot('package-lock.json'));
  const wanted = createHash('sha256').update(lockText).update(`${process.platform}-${process.arch}`).digest('hex');
  if (readIfThere(stamp) === wanted) return;
  if (!installedByHand(/** @type {Lock} */ (JSON.parse(lockText.toString())))) {
    announce(existsSync(inRoot('node_modules')) ? 'Updating packages …' : 'Installing packages (first time only) …');
    await runOrFail('Installing packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  }
  await ensurePinnedNode();
  writeFileSync(stamp, wanted);
}

/**
 * Whether npm's own record of what it put into `node_modules` agrees with the lock: somebody ran
 * `npm ci` or `npm install`, and doing it again would only cost time.
 * @param {Lock} lock
 */
function installedByHand(lock) {
  const record = readIfThere(inRoot('node_modules', '.package-lock.json'));
  if (record === null) return false;
  const installed = /** @type {Lock} */ (JSON.parse(record)).packages;
  return Object.entries(lock.packages).every(
    ([folder, wanted]) => folder === '' || (wanted.optional === true && installed[folder] === undefined) || installed[folder]?.version === wanted.version,
  );
}

/** @param {string} file */
function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
