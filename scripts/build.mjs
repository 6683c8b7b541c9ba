/**
 * `npm run build [-- --production] [-- --check]`: makes `dist/`. `--production` is for shipping: minified,
 * without source maps. `--check` refuses to build sources that do not pass types, lint and layers.
 */
import { copyAssets, ensurePythonSnapshot } from './assets.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { markBuilt, sourceDigest } from './freshness.mjs';
import { runUnderPinnedNode } from './runUnderPinnedNode.mjs';

await ensureInstalled();
await runUnderPinnedNode(import.meta.url, build);

/** @param {readonly string[]} args */
async function build(args) {
  const mode = args.includes('--production') ? 'production' : 'development';
  if (args.includes('--check')) await check();
  const digest = sourceDigest();
  // Only now: esbuild is not there before the packages are installed.
  const { buildBundles } = await import('./bundles.mjs');
  const missing = await buildBundles(mode);
  for (const entry of missing) console.error(`Not built, its source is not there: ${entry}`);
  copyAssets();
  await ensurePythonSnapshot();
  if (missing.length === 0) markBuilt(mode, digest);
}

async function check() {
  const { buildChecks, runCheck } = await import('./checks.mjs');
  for (const one of buildChecks) {
    const { code, output } = await runCheck(one);
    if (code !== 0) throw new Error(`${one.name} failed:\n${output.trimEnd()}`);
  }
}
