/** Lets a script begin on whatever Node the machine has and go on under the pinned one. */
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pinnedNode, pinnedNodeEnv } from './pinnedNode.mjs';
import { signalExitCode } from './process.mjs';

/**
 * Runs `main` if this process is the pinned Node; otherwise starts the same script under it and passes
 * its exit code on. An error that `main` throws becomes its message on stderr and exit code 1.
 * @param {string} scriptUrl `import.meta.url` of the script
 * @param {(args: readonly string[]) => Promise<number | void>} main gets the arguments, answers the exit code
 */
export async function runUnderPinnedNode(scriptUrl, main) {
  const args = process.argv.slice(2);
  if (realpathSync(process.execPath) === realpathSync(pinnedNode())) {
    try {
      process.exitCode = (await main(args)) ?? 0;
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    }
    return;
  }
  const child = spawn(pinnedNode(), [fileURLToPath(scriptUrl), ...args], { env: pinnedNodeEnv(), stdio: 'inherit' });
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.exitCode = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? signalExitCode(signal ?? 'SIGTERM')));
  });
}
