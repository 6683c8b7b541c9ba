/** How the suite that runs inside VS Code tells its launcher the outcome: a JSON file. */
import { existsSync, readFileSync, renameSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Environment variable with the path of the file that the suite writes. */
export const resultVariable = 'LOOP_INSPECTOR_TEST_RESULT';

/**
 * @typedef {object} SuiteResult
 * @property {number} passed
 * @property {readonly { title: string, message: string }[]} failures
 */

/**
 * Writes the result so that a reader never sees half of it.
 * @param {string} file
 * @param {SuiteResult} result
 */
export function writeSuiteResult(file, result) {
  const temporary = `${file}.tmp`;
  writeFileSync(temporary, JSON.stringify(result));
  renameSync(temporary, file);
}

/**
 * Resolves with the result once the file is there; if it already is, also with a signal that has been aborted.
 * @param {string} file
 * @param {AbortSignal} signal ends the wait with its reason
 * @returns {Promise<SuiteResult>}
 */
export function suiteResultWhenWritten(file, signal) {
  return new Promise((resolve, reject) => {
    const watcher = watch(path.dirname(file));
    const look = () => {
      if (!existsSync(file)) return false;
      watcher.close();
      resolve(/** @type {SuiteResult} */ (JSON.parse(readFileSync(file, 'utf8'))));
      return true;
    };
    const giveUp = () => {
      if (look()) return;
      watcher.close();
      reject(/** @type {Error} */ (signal.reason));
    };
    watcher.on('change', look);
    watcher.on('error', reject);
    if (signal.aborted) giveUp();
    else if (!look()) signal.addEventListener('abort', giveUp, { once: true });
  });
}

/**
 * For people: every failure, then the counts.
 * @param {SuiteResult} result
 */
export function describeSuiteResult({ passed, failures }) {
  return [...failures.map(({ title, message }) => `FAILED ${title}\n${message}\n`), `In VS Code: ${passed} passed, ${failures.length} failed`].join('\n');
}
