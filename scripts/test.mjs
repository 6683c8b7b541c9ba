/**
 * `npm test [-- STAGE … | --all]`: everything but what takes long, the named stages, or really everything. Sets up what is missing, runs every stage even
 * when an earlier one failed, and ends with what failed and the line `N passed, N failed`.
 */
import { ensureBuilt } from './ensureBuilt.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { announce } from './process.mjs';
import { runUnderPinnedNode } from './runUnderPinnedNode.mjs';

/** Of why a test failed, at the end; all of it is above. */
const MESSAGE_LINES = 12;

await ensureInstalled();
await runUnderPinnedNode(import.meta.url, async (names) => {
  await ensureBuilt();
  // Only now: the stages need the installed packages.
  const { rounds } = await import('./testStages.mjs');
  const stages = rounds.flat(2);
  const unknown = names.filter((name) => name !== '--all' && !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) throw new Error(`No stage is named ${unknown.join(', ')}; there are ${stages.map(({ name }) => name).join(', ')}.`);
  const wanted = (/** @type {import('./testStages.mjs').Stage} */ { name, nightly }) => names.includes('--all') || (names.length > 0 ? names.includes(name) : nightly !== true);

  // From the start, while tests run that need none of it; one after the other, as two that install packages do not go together.
  /** @type {Map<import('./testStages.mjs').Tools, Promise<void>>} */
  const ready = new Map();
  let last = Promise.resolve();
  for (const { tools } of stages.filter(wanted)) {
    if (tools === undefined || ready.has(tools)) continue;
    const installed = last.then(tools);
    ready.set(tools, installed);
    last = installed.catch(() => undefined);
  }

  let passed = 0;
  let failed = 0;
  /** @type {import('./testStages.mjs').Failure[]} */
  const failures = [];
  const test = async (/** @type {import('./testStages.mjs').Stage} */ { name, run, tools }) => {
    announce(`Testing ${name} …`);
    const start = performance.now();
    /** @type {import('./testStages.mjs').Outcome} */
    const outcome = await Promise.resolve(tools && ready.get(tools)).then(run).catch((/** @type {unknown} */ error) => ({ passed: 0, failed: 1, output: error instanceof Error ? (error.stack ?? error.message) : String(error) }));
    // A stage without a single test has not tested anything.
    const count = outcome.failed === 0 && outcome.passed === 0 ? 1 : outcome.failed;
    passed += outcome.passed;
    failed += count;
    if (count > 0) {
      console.log(outcome.output.trimEnd() || `No test ran in ${name}`);
      failures.push(...(outcome.failures?.length ? outcome.failures.map(({ title, message }) => ({ title: `${name}: ${title}`, message })) : [{ title: name, message: '' }]));
    }
    console.log(`${name}: ${outcome.passed} passed, ${count} failed (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  };
  const inOrder = async (/** @type {readonly import('./testStages.mjs').Stage[]} */ lane) => {
    for (const stage of lane.filter(wanted)) await test(stage);
  };
  for (const lanes of rounds) await Promise.all(lanes.map(inOrder));
  for (const { title, message } of failures) console.log([`FAILED ${title}`, ...message.split('\n').slice(0, MESSAGE_LINES)].join('\n    ').trimEnd());
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
