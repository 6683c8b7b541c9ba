/** The bundles that make up the extension, and how esbuild makes each. */
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import esbuild from 'esbuild';
import { dist, inRoot, root } from './paths.mjs';

/** @typedef {{ entry: string, outfile: string, options: import('esbuild').BuildOptions }} Bundle */

/** VS Code's extension host and the pinned Node are both Node 24. @type {import('esbuild').BuildOptions} */
const node = { platform: 'node', target: 'node24', format: 'cjs' };

/** @type {import('esbuild').BuildOptions} */
const page = {
  platform: 'browser',
  target: 'es2024',
  format: 'iife',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
};

/** @type {readonly Bundle[]} */
const bundles = [
  { entry: 'src/extension.ts', outfile: 'extension.js', options: { ...node, external: ['vscode'] } },
  { entry: 'src/inspector/worker.ts', outfile: 'inspector.js', options: node },
  // pyodide is loaded at run time from dist/pyodide: it finds its own files beside its module.
  { entry: 'src/runtimes/python/embedded/worker.ts', outfile: 'embeddedPython.mjs', options: { ...node, format: 'esm', external: ['pyodide'] } },
  { entry: 'src/cli/main.ts', outfile: 'cli.js', options: node },
  { entry: 'webview/main.tsx', outfile: 'webview/panel.js', options: page },
  { entry: 'webview/panel.css', outfile: 'webview/panel.css', options: page },
  ...integrationSuite(),
];

/** The entry that VS Code calls, and each suite as a bundle of its own beside it. @returns {readonly Bundle[]} */
function integrationSuite() {
  const folder = 'test/integration';
  const names = existsSync(inRoot(folder)) ? readdirSync(inRoot(folder)).filter((name) => name === 'index.ts' || name.endsWith('.test.ts')) : [];
  return names.map((name) => ({ entry: `${folder}/${name}`, outfile: `test/${name.replace(/ts$/, 'js')}`, options: { ...node, external: ['vscode', 'mocha'] } }));
}

/**
 * Builds all bundles into `dist/`.
 * @param {import('./freshness.mjs').Mode} mode a production build fails when a source is missing; a development build goes without it
 * @returns {Promise<readonly string[]>} entries that were left out
 */
export async function buildBundles(mode) {
  const missing = bundles.filter(({ entry }) => !existsSync(inRoot(entry))).map(({ entry }) => entry);
  if (mode === 'production' && missing.length > 0) throw new Error(`Sources are missing: ${missing.join(', ')}`);
  // A suite that was deleted must not go on running.
  await rm(path.join(dist, 'test'), { recursive: true, force: true });
  await Promise.all(bundles.filter(({ entry }) => !missing.includes(entry)).map((bundle) => buildBundle(bundle, mode)));
  return missing;
}

/**
 * @param {Bundle} bundle
 * @param {import('./freshness.mjs').Mode} mode
 */
async function buildBundle({ entry, outfile, options }, mode) {
  const production = mode === 'production';
  const target = path.join(dist, outfile);
  const { outputFiles } = await esbuild.build({
    ...options,
    entryPoints: [inRoot(entry)],
    outfile: target,
    absWorkingDir: root,
    bundle: true,
    write: false,
    minify: production,
    sourcemap: !production,
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    legalComments: 'none',
    logLevel: 'silent',
  });
  await Promise.all(outputFiles.map((file) => replaceFile(file.path, file.contents)));
  if (production) await rm(`${target}.map`, { force: true });
}

/**
 * Writes a file so that a program that starts meanwhile sees either the old content or the new.
 * @param {string} file
 * @param {Uint8Array} contents
 */
async function replaceFile(file, contents) {
  await mkdir(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, contents);
  await rename(temporary, file);
}

/**
 * A program for one use, outside of `dist/`.
 * @param {string} entry
 * @param {string} outfile
 */
export async function buildProgram(entry, outfile) {
  await esbuild.build({ ...node, format: 'esm', entryPoints: [inRoot(entry)], outfile, bundle: true, minify: true, external: ['pyodide', 'esbuild', 'playwright-core'], logLevel: 'silent' });
}
