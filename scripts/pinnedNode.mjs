/** The Node that scripts, tests and the command line run on: the version that VS Code's extension host has. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './paths.mjs';
import { announce, runOrFail } from './process.mjs';

const binary = process.platform === 'win32' ? 'node.exe' : 'node';
const platformName = process.platform === 'win32' ? 'win' : process.platform;
const platformPackage = `node-${platformName}-${process.arch}`;

/** `npm ci` puts the platform's Node in one of these, or in none when install scripts are not allowed. */
const fallback = inRoot('node_modules', '.pinned-node');
const candidates = [
  inRoot('node_modules', 'node', 'node_modules', platformPackage),
  inRoot('node_modules', platformPackage),
  path.join(fallback, 'node_modules', platformPackage),
  inRoot('node_modules', 'node'),
];

/** Folder with `bin/node` (and, for the platform packages, `include/node`); null: not installed. */
export function pinnedNodeFolder() {
  return candidates.find((folder) => existsSync(path.join(folder, 'bin', binary))) ?? null;
}

/** Path of the pinned Node's executable. Throws when it is not installed: call `ensureInstalled` first. */
export function pinnedNode() {
  const folder = pinnedNodeFolder();
  if (folder === null) throw new Error('The pinned Node is not installed; run "npm start" or "npm test", which install it.');
  return path.join(folder, 'bin', binary);
}

/** Fetches the platform's Node by itself where the `node` package's install script did not run. */
export async function ensurePinnedNode() {
  if (pinnedNodeFolder() !== null) return;
  const { devDependencies } = /** @type {{ devDependencies: Record<string, string> }} */ (JSON.parse(readFileSync(inRoot('package.json'), 'utf8')));
  const version = devDependencies['node'];
  announce(`Installing Node ${version} (first time only) …`);
  await runOrFail('Installing Node', 'npm', ['install', '--prefix', fallback, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', `${platformPackage}@${version}`]);
  if (pinnedNodeFolder() === null) throw new Error(`The npm package ${platformPackage} has no Node for this machine.`);
}

/**
 * Environment in which `node`, `npm` and node-gyp all mean the pinned Node.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 */
export function pinnedNodeEnv(env = process.env) {
  const folder = path.dirname(path.dirname(pinnedNode()));
  return { ...env, PATH: [path.join(folder, 'bin'), env['PATH'] ?? ''].join(path.delimiter) };
}

