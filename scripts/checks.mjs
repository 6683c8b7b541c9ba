/** Checks of the source that need no run of it. Each is a program that exits with 0 or prints what is wrong. */
import { inRoot } from './paths.mjs';
import { pinnedNode, pinnedNodeEnv } from './pinnedNode.mjs';
import { run } from './process.mjs';

/** @typedef {{ name: string, programs: readonly (readonly string[])[] }} Check */

/** @param {readonly string[]} parts */
const modulePath = (...parts) => inRoot('node_modules', ...parts);

/** @type {Record<'types' | 'lint' | 'layers' | 'pythonTypes', Check>} */
export const checks = {
  types: {
    name: 'types',
    programs: [
      [modulePath('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json'],
      [modulePath('typescript', 'bin', 'tsc'), '-p', 'webview/tsconfig.json'],
      [modulePath('typescript', 'bin', 'tsc'), '-p', 'test/workbench/tsconfig.json'],
    ],
  },
  lint: {
    name: 'lint',
    programs: [[modulePath('eslint', 'bin', 'eslint.js'), '.', '--max-warnings=0', '--no-warn-ignored']],
  },
  layers: {
    name: 'layers',
    programs: [[modulePath('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'), '--config', '.dependency-cruiser.cjs', 'src', 'webview']],
  },
  pythonTypes: {
    name: 'Python types',
    programs: [[modulePath('pyright', 'index.js'), '--project', 'pyrightconfig.json']],
  },
};

/** What a build is checked for before it is shipped. */
export const buildChecks = [checks.types, checks.lint, checks.layers];

/**
 * @param {Check} check
 * @returns {Promise<import('./process.mjs').RunResult>} all programs' output and the first failing exit code
 */
export async function runCheck({ programs }) {
  let code = 0;
  let output = '';
  for (const program of programs) {
    const result = await run(pinnedNode(), program, { env: pinnedNodeEnv() });
    code ||= result.code;
    output += result.output;
  }
  return { code, output };
}
