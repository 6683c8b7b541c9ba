/** `npm run bench`: figures as ratios of measurements in one run. */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt } from './ensureBuilt.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { dist, inRoot, testCache } from './paths.mjs';
import { pinnedNode } from './pinnedNode.mjs';
import { announce, run } from './process.mjs';
import { runUnderPinnedNode } from './runUnderPinnedNode.mjs';

await ensureInstalled();
await runUnderPinnedNode(import.meta.url, async () => {
  // As it is shipped.
  await ensureBuilt('production');
  const { buildProgram } = await import('./bundles.mjs');
  // One level below the checkout, as the scripts are: from there it finds its files and packages.
  mkdirSync(testCache, { recursive: true });
  const program = path.join(testCache, `bench-${process.pid}.mjs`);
  try {
    await buildProgram('test/bench/main.ts', program);
    announce('Measuring (some minutes) …');
    const { code } = await run(pinnedNode(), [program, dist, inRoot('test', 'bench')], { onOutput: (chunk) => process.stdout.write(chunk) });
    return code;
  } finally {
    rmSync(program, { force: true });
  }
});
