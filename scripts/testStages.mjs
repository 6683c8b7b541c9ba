/** What `npm test` runs: first what is quick. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checks, runCheck } from './checks.mjs';
import { packageExtension } from './package.mjs';
import { inRoot } from './paths.mjs';
import { pinnedNode, pinnedNodeEnv } from './pinnedNode.mjs';
import { run } from './process.mjs';
import { ensureSystemPackages, forPrograms, forPython, forVscode } from './systemPackages.mjs';
import { ensureVscodeServer } from './vscodeServer.mjs';

/**
 * @typedef {{ title: string, message: string }} Failure
 * @typedef {{ passed: number, failed: number, output: string, failures?: readonly Failure[] }} Outcome `output` explains failures; `failures` are the failed tests
 * @typedef {() => Promise<void>} Tools installs what is not there
 * @typedef {{ name: string, run: () => Promise<Outcome>, tools?: Tools, nightly?: true }} Stage tools: what must be there before it runs; nightly: takes long;
 * runs with `--all` or when it is named
 */

/** @type {(check: import('./checks.mjs').Check) => Stage} */
const check = (one) => ({ name: one.name, run: () => checkStage(one) });

/** @type {Tools} */
const pypy = () => ensureSystemPackages(forPython);
/** @type {Tools} */
const libraries = () => ensureSystemPackages(forPrograms);
/** @type {Tools} */
const chromium = () => ensureSystemPackages(forVscode);
/** @type {Tools} */
const vscode = async () => {
  await chromium();
  await ensureVscodeServer();
};

/**
 * One round after the other. What stands beside each other in a round runs at the same time, each a list of stages in
 * their order: of what waits for windows and screens, two take hardly longer than one.
 * @type {readonly (readonly (readonly Stage[])[])[]}
 */
export const rounds = [
  [[check(checks.types), check(checks.layers)], [check(checks.lint), check(checks.pythonTypes)]],
  [[{ name: 'unit', run: () => vitest('unit') }]],
  [[{ name: 'python', tools: pypy, run: () => vitest('python') }]],
  [[{ name: 'programs', tools: libraries, run: () => vitest('programs') }]],
  [[{ name: 'examples', tools: pypy, run: () => vitest('examples') }]],
  [[{ name: 'webview', tools: chromium, run: () => vitest('webview') }]],
  // before VS Code runs, as this builds anew what it runs
  [[{ name: 'package', run: async () => vitest('package', { LOOP_INSPECTOR_VSIX: await packaged() }) }]],
  [[{ name: 'workbench', tools: vscode, run: () => vitest('workbench') }], [{ name: 'suite', tools: vscode, run: async () => suite(await packaged()) }]],
  [[{ name: 'nightly', run: () => vitest('nightly'), nightly: true }]],
];

/** @param {import('./checks.mjs').Check} check @returns {Promise<Outcome>} */
async function checkStage(check) {
  const { code, output } = await runCheck(check);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output };
}

/** @type {Promise<string> | null} */
let vsix = null;

/** The packaged extension, made when it is first asked for; gone at the end. */
function packaged() {
  vsix ??= (async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'loop-inspector-package-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const file = path.join(folder, 'loop-inspector.vsix');
    await packageExtension(file);
    return file;
  })();
  return vsix;
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

/**
 * @typedef {{ status: string, fullName: string, failureMessages?: readonly string[] }} Assertion
 * @typedef {{ numPassedTests: number, numFailedTests: number, testResults: readonly { name: string, assertionResults: readonly Assertion[] }[] }} Results
 * @param {string} file
 */
function readCounts(file) {
  if (!existsSync(file)) return { passed: 0, failed: 0 };
  const { numPassedTests, numFailedTests, testResults } = /** @type {Results} */ (JSON.parse(readFileSync(file, 'utf8')));
  const failures = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages = [] }) => ({ title: `${path.relative(inRoot(), name)}: ${fullName}`, message: failureMessages.join('\n') })),
  );
  return { passed: numPassedTests, failed: numFailedTests, failures };
}

/**
 * The suite that runs inside VS Code's extension host, where the packaged extension is installed.
 * @param {string} extension
 * @returns {Promise<Outcome>}
 */
function suite(extension) {
  return inTemporaryFolder(async (folder) => {
    const file = path.join(folder, 'suite.json');
    const { output } = await run(pinnedNode(), [inRoot('test', 'workbench', 'runSuite.ts'), file, extension], { env: pinnedNodeEnv() });
    if (!existsSync(file)) return { passed: 0, failed: 1, output };
    const { passed, failures } = /** @type {import('../test/integration/suiteResult.mjs').SuiteResult} */ (JSON.parse(readFileSync(file, 'utf8')));
    return { passed, failed: failures.length, output, failures: failures.map(({ title, message }) => ({ title: `in VS Code: ${title}`, message })) };
  });
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
