/** `npm start -- FILE [args]`: runs a program under the inspector without VS Code, after whatever set-up is still missing. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBuilt } from './ensureBuilt.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { dist } from './paths.mjs';
import { pinnedNode } from './pinnedNode.mjs';
import { signalExitCode } from './process.mjs';

await ensureInstalled();
await ensureBuilt();

// npm changes to the project's folder; paths in the arguments are relative to where the user is.
const cwd = process.env['INIT_CWD'] ?? process.cwd();
const child = spawn(pinnedNode(), [path.join(dist, 'cli.js'), ...process.argv.slice(2)], { cwd, stdio: 'inherit' });

// Ctrl+C reaches the child too, which decides what it means; this process has to outlive it for its exit code.
process.on('SIGINT', () => undefined);
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));

child.on('error', (error) => {
  console.error(`Cannot start ${pinnedNode()}: ${error.message}`);
  process.exitCode = 127;
});
child.on('exit', (code, signal) => {
  process.exitCode = code ?? signalExitCode(signal ?? 'SIGTERM');
});
