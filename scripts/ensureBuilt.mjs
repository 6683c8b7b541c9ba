/** Builds `dist/` when the sources are newer. Node built-ins only. */
import { isBuilt } from './freshness.mjs';
import { inRoot } from './paths.mjs';
import { pinnedNode } from './pinnedNode.mjs';
import { announce, runOrFail } from './process.mjs';

/** @param {import('./freshness.mjs').Mode} [mode] */
export async function ensureBuilt(mode = 'development') {
  if (isBuilt(mode)) return;
  announce('Building …');
  await runOrFail('The build', pinnedNode(), [inRoot('scripts', 'build.mjs'), ...(mode === 'production' ? ['--production'] : [])]);
}
