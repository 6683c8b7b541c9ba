/**
 * `npm run build [-- --production]`: makes `dist/`. `--production` is for shipping: minified, without
 * source maps.
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
  const digest = sourceDigest();
  // Only now: esbuild is not there before the packages are installed.
  const { buildBundles } = await import('./bundles.mjs');
  const missing = await buildBundles(mode);
  for (const entry of missing) console.error(`Not built, its source is not there: ${entry}`);
  copyAssets();
  await ensurePythonSnapshot();
  if (missing.length === 0) markBuilt(mode, digest);
}
