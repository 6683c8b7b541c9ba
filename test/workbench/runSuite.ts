/**
 * Runs the in-host suite (`dist/test/index.js`) in the workbench, where the packaged extension VSIX is
 * installed: `runSuite.ts RESULT VSIX`. Writes the suite's result to the file RESULT.
 */
import { cpSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { dist, inRoot } from '../../scripts/paths.mjs';
import { describeSuiteResult, resultVariable, suiteResultWhenWritten, writeSuiteResult } from '../integration/suiteResult.mjs';
import { openWorkbenchPage, remote } from './browser.ts';
import { startServer } from './server.ts';

const timeLimitMs = 10 * 60_000;

const [resultFile, vsix] = process.argv.slice(2);
if (resultFile === undefined || vsix === undefined) throw new Error('usage: runSuite.ts RESULT VSIX');

await using server = await startServer({ trust: true, vsix, env: { [resultVariable]: path.resolve(resultFile) } });
const workspace = path.join(realpathSync(server.folder), 'workspace');
cpSync(inRoot('test', 'fixtures', 'workspace'), workspace, { recursive: true });

// VS Code runs a test suite only beside an extension in development, so an installed one gets an empty neighbour.
const extension = inRoot('test', 'fixtures', 'emptyExtension');
const { page, browser } = await openWorkbenchPage(server, workspace, {
  extensionDevelopmentPath: remote(server, extension),
  extensionTestsPath: remote(server, path.join(dist, 'test', 'index')),
});
const messages: string[] = [];
page.on('console', (message) => {
  if (message.type() === 'error') messages.push(message.text());
});
const ended = new AbortController();
page.on('crash', () => ended.abort(new Error('The workbench page crashed')));

try {
  const result = await suiteResultWhenWritten(resultFile, AbortSignal.any([ended.signal, AbortSignal.timeout(timeLimitMs)]));
  console.log(describeSuiteResult(result));
  process.exitCode = result.failures.length === 0 ? 0 : 1;
} catch (error) {
  const message = `${String(error)}\n${messages.join('\n')}\n${server.log()}`;
  writeSuiteResult(resultFile, { passed: 0, failures: [{ title: 'running the suite in VS Code', message }] });
  console.log(message);
  process.exitCode = 1;
} finally {
  await browser.close();
}
