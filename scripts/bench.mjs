/** `npm run bench`: figures as ratios of measurements in one run. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureBuilt } from './ensureBuilt.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { dist, inRoot } from './paths.mjs';
import { pinnedNode } from './pinnedNode.mjs';
import { announce, run } from './process.mjs';
import { runUnderPinnedNode } from './runUnderPinnedNode.mjs';

await ensureInstalled();
await runUnderPinnedNode(import.meta.url, async () => {
  // As it is shipped.
  await ensureBuilt('production');
  const { buildProgram } = await import('./bundles.mjs');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'loop-inspector-bench-'));
  try {
    const program = path.join(folder, 'main.mjs');
    await buildProgram('test/bench/main.ts', program);
    announce('Measuring (about two minutes) …');
    const { code } = await run(pinnedNode(), [program, dist, inRoot('test', 'bench')], { onOutput: (chunk) => process.stdout.write(chunk) });
    return code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
