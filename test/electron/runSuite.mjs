/** `npm run test:electron`: runs the in-host suite in VS Code's desktop build, which is downloaded the first time. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureBuilt } from '../../scripts/ensureBuilt.mjs';
import { ensureInstalled } from '../../scripts/ensureInstalled.mjs';
import { dist, inRoot, root, testCache } from '../../scripts/paths.mjs';
import { runUnderPinnedNode } from '../../scripts/runUnderPinnedNode.mjs';
import { describeSuiteResult, resultVariable, suiteResultWhenWritten } from '../integration/suiteResult.mjs';

await ensureInstalled();
await runUnderPinnedNode(import.meta.url, async () => {
  await ensureBuilt();
  const { runTests } = await import('@vscode/test-electron');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'loop-inspector-electron-'));
  try {
    const workspace = path.join(folder, 'workspace');
    cpSync(inRoot('test', 'fixtures', 'workspace'), workspace, { recursive: true });
    const resultFile = path.join(folder, 'result.json');
    let failure = /** @type {unknown} */ (null);
    await runTests({
      cachePath: testCache,
      extensionDevelopmentPath: root,
      extensionTestsPath: path.join(dist, 'test', 'index'),
      extensionTestsEnv: { [resultVariable]: resultFile },
      launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust', '--user-data-dir', path.join(folder, 'user')],
    }).catch((/** @type {unknown} */ error) => {
      failure = error;
    });
    // VS Code has ended: a result that is not there by now will not come.
    const result = await suiteResultWhenWritten(resultFile, AbortSignal.abort(failure ?? new Error('VS Code ended without a result')));
    console.log(describeSuiteResult(result));
    return result.failures.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
