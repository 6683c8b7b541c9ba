/**
 * Runs a program for as long as whoever started this script lives: `leash.mjs FOLDER COMMAND [ARGS]`.
 * When stdin closes, which also happens when a test run crashes or is killed, everything that the program
 * started is ended and FOLDER is deleted.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const [folder, command, ...args] = process.argv.slice(2);
if (folder === undefined || command === undefined) throw new Error('usage: leash.mjs FOLDER COMMAND [ARGS]');

// A process group of its own, so that the program's children end with it.
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });

function endGroup() {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nobody of the group is left.
  }
}

// A signal for the whole terminal reaches this process too; the starter's end is what counts.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, endGroup);
process.stdin.on('close', endGroup);
process.stdin.resume();

child.on('error', (error) => {
  console.error(`${command}: ${error.message}`);
  process.exitCode = 127;
});
child.on('close', (code) => {
  endGroup();
  process.stdin.destroy();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  process.exitCode = code ?? 0;
});
