/**
 * A real VS Code from the npm registry: the server build that the `code-server` package carries, with the
 * native modules that it needs rebuilt for the pinned Node. Kept in `.vscode-test/`.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { testCache } from './paths.mjs';
import { pinnedNode, pinnedNodeEnv } from './pinnedNode.mjs';
import { announce, runOrFail } from './process.mjs';

const codeServerVersion = '4.139.1';
const nativeModules = ['@vscode/spdlog', 'node-pty', '@vscode/native-watchdog', '@vscode/fs-copyfile'];

const finished = path.join(testCache, `server-${codeServerVersion}-${process.platform}-${process.arch}`);
const partialPrefix = 'partial-';

/** @param {string} folder */
const vscodeIn = (folder) => path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');

/** Folder of the installed VS Code; installs it when it is not there. An interrupted installation leaves nothing that counts. */
export async function ensureVscodeServer() {
  if (existsSync(finished)) return vscodeIn(finished);
  announce('Installing a VS Code server for the tests (first time only, about a minute) …');
  mkdirSync(testCache, { recursive: true });
  removePartial();
  const partial = path.join(testCache, `${partialPrefix}${process.pid}`);
  mkdirSync(partial);
  try {
    await install(partial);
    renameSync(partial, finished);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another test run may have been faster.
    if (!existsSync(finished)) throw error;
  }
  return vscodeIn(finished);
}

/** @param {string} folder */
async function install(folder) {
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund'];
  await runOrFail('Installing code-server', 'npm', ['install', '--prefix', folder, ...quiet, `code-server@${codeServerVersion}`]);
  const vscode = vscodeIn(folder);
  await runOrFail('Installing the packages of VS Code', 'npm', ['install', '--omit=dev', ...quiet], { cwd: vscode });
  const nodeFolder = path.dirname(path.dirname(pinnedNode()));
  const env = { ...pinnedNodeEnv(), npm_config_nodedir: nodeFolder };
  await runOrFail('Building native modules of VS Code', 'npm', ['rebuild', ...nativeModules], { cwd: vscode, env });
}

/** What interrupted installations left behind, unless their process is still at work. */
function removePartial() {
  for (const name of readdirSync(testCache)) {
    if (!name.startsWith(partialPrefix) || isAlive(Number(name.slice(partialPrefix.length)))) continue;
    rmSync(path.join(testCache, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
