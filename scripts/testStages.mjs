/** What `npm test` runs, in order: first what is quick. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checks, runCheck } from './checks.mjs';
import { packageExtension } from './package.mjs';
import { inRoot } from './paths.mjs';
import { pinnedNode, pinnedNodeEnv } from './pinnedNode.mjs';
import { run } from './process.mjs';
import { ensureSystemPackages, forPrograms, forVscode } from './systemPackages.mjs';
import { ensureVscodeServer } from './vscodeServer.mjs';

/**
 * @typedef {{ passed: number, failed: number, output: string }} Outcome `output` explains failures
 * @typedef {{ name: string, run: () => Promise<Outcome>, nightly?: true }} Stage nightly: takes long; runs with `--all` or when it is named
 */

/** @type {readonly Stage[]} */
export const stages = [
  ...Object.values(checks).map((check) => ({ name: check.name, run: () => checkStage(check) })),
  { name: 'unit', run: () => vitest('unit') },
  { name: 'python', run: () => vitest('python') },
  { name: 'programs', run: () => withLibraries(() => vitest('programs')) },
  { name: 'examples', run: () => vitest('examples') },
  { name: 'webview', run: () => withChromium(() => vitest('webview')) },
  { name: 'suite', run: () => withVscode(() => inTemporaryFolder(suite)) },
  { name: 'workbench', run: () => withVscode(() => vitest('workbench')) },
  { name: 'package', run: () => withVscode(() => inTemporaryFolder(packaged)) },
  { name: 'nightly', run: () => vitest('nightly'), nightly: true },
];

/** @param {import('./checks.mjs').Check} check @returns {Promise<Outcome>} */
async function checkStage(check) {
  const { code, output } = await runCheck(check);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output };
}

/**
 * The file list and size of the package, then the suite in a VS Code where it is installed.
 * @param {string} folder
 */
async function packaged(folder) {
  const vsix = path.join(folder, 'loop-inspector.vsix');
  await packageExtension(vsix);
  return sum([await vitest('package', { LOOP_INSPECTOR_VSIX: vsix }), await suite(folder, vsix)]);
}

/**
 * One of the projects in vitest.config.mts.
 * @param {string} project
 * @param {NodeJS.ProcessEnv} [env]
 */
function vitest(project, env = {}) {
  return inTemporaryFolder(async (folder) => {
    const file = path.join(folder, 'vitest.json');
    const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const { code, output } = await run(pinnedNode(), [inRoot('node_modules', 'vitest', 'vitest.mjs'), ...args], { env: { ...pinnedNodeEnv(), ...env } });
    const counts = readCounts(file);
    // It also fails for what is no test: a file that cannot be loaded, an error after the last test.
    return { ...counts, failed: counts.failed === 0 && code !== 0 ? 1 : counts.failed, output };
  });
}

/** @param {string} file */
function readCounts(file) {
  if (!existsSync(file)) return { passed: 0, failed: 0 };
  const { numPassedTests, numFailedTests } = /** @type {{ numPassedTests: number, numFailedTests: number }} */ (JSON.parse(readFileSync(file, 'utf8')));
  return { passed: numPassedTests, failed: numFailedTests };
}

/**
 * The suite that runs inside VS Code's extension host.
 * @param {string} folder
 * @param {string} [vsix] the packaged extension to install in place of the checkout
 * @returns {Promise<Outcome>}
 */
async function suite(folder, vsix) {
  const file = path.join(folder, 'suite.json');
  const { output } = await run(pinnedNode(), [inRoot('test', 'workbench', 'runSuite.ts'), file, ...(vsix === undefined ? [] : [vsix])], { env: pinnedNodeEnv() });
  if (!existsSync(file)) return { passed: 0, failed: 1, output };
  const { passed, failures } = /** @type {import('../test/integration/suiteResult.mjs').SuiteResult} */ (JSON.parse(readFileSync(file, 'utf8')));
  return { passed, failed: failures.length, output };
}

/** @param {() => Promise<Outcome>} stage */
async function withLibraries(stage) {
  await ensureSystemPackages(forPrograms);
  return stage();
}

/** @param {() => Promise<Outcome>} stage */
async function withChromium(stage) {
  await ensureSystemPackages(forVscode);
  return stage();
}

/** @param {() => Promise<Outcome>} stage */
async function withVscode(stage) {
  await ensureSystemPackages(forVscode);
  await ensureVscodeServer();
  return stage();
}

/** @param {(folder: string) => Promise<Outcome>} stage */
async function inTemporaryFolder(stage) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'loop-inspector-test-'));
  try {
    return await stage(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {readonly Outcome[]} outcomes @returns {Outcome} */
function sum(outcomes) {
  return {
    passed: outcomes.reduce((total, { passed }) => total + passed, 0),
    failed: outcomes.reduce((total, { failed }) => total + failed, 0),
    output: outcomes.map(({ output }) => output).join('\n'),
  };
}
