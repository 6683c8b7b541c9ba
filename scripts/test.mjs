/**
 * `npm test [-- STAGE … | --all]`: everything but what takes long, the named stages, or really everything. Sets up what is missing, runs every stage even
 * when an earlier one failed, and ends with the line `N passed, N failed`.
 */
import { ensureBuilt } from './ensureBuilt.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { announce } from './process.mjs';
import { runUnderPinnedNode } from './runUnderPinnedNode.mjs';

await ensureInstalled();
await runUnderPinnedNode(import.meta.url, async (names) => {
  await ensureBuilt();
  // Only now: the stages need the installed packages.
  const { stages } = await import('./testStages.mjs');
  const unknown = names.filter((name) => name !== '--all' && !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) throw new Error(`No stage is named ${unknown.join(', ')}; there are ${stages.map(({ name }) => name).join(', ')}.`);

  let passed = 0;
  let failed = 0;
  for (const { name, run, nightly } of stages) {
    if (!names.includes('--all') && (names.length > 0 ? !names.includes(name) : nightly === true)) continue;
    announce(`Testing ${name} …`);
    const start = performance.now();
    const outcome = await run().catch((/** @type {unknown} */ error) => ({ passed: 0, failed: 1, output: error instanceof Error ? (error.stack ?? error.message) : String(error) }));
    // A stage without a single test has not tested anything.
    const failures = outcome.failed === 0 && outcome.passed === 0 ? 1 : outcome.failed;
    passed += outcome.passed;
    failed += failures;
    if (failures > 0) console.log(outcome.output.trimEnd() || `No test ran in ${name}`);
    console.log(`${name}: ${outcome.passed} passed, ${failures} failed (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
