/** Starting other programs from scripts. Node built-ins only: this runs before `npm ci`. */
import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/**
 * @typedef {object} RunResult
 * @property {number} code exit code as a shell would see it
 * @property {string} output stdout and stderr in the order of their arrival
 *
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] replaces the whole environment
 * @property {(chunk: string) => void} [onOutput]
 */

/** One line for people about a step that takes long; stderr, so that stdout stays the program's.
 * @param {string} line */
export function announce(line) {
  process.stderr.write(`${line}\n`);
}

/** Exit code of a shell for a process ended by that signal.
 * @param {NodeJS.Signals} signal */
export function signalExitCode(signal) {
  const numbers = /** @type {Partial<Record<NodeJS.Signals, number>>} */ ({ SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 });
  return 128 + (numbers[signal] ?? 0);
}

/**
 * Runs a program to its end and collects its output. Never rejects: a program that cannot be started
 * gives code 127 and the reason as its output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: options.cwd ?? root, env: options.env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    /** @param {string} chunk */
    const take = (chunk) => {
      output += chunk;
      options.onOutput?.(chunk);
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', take);
    child.on('error', (error) => resolve({ code: 127, output: `${command}: ${error.message}\n` }));
    child.on('close', (code, signal) => resolve({ code: code ?? signalExitCode(signal ?? 'SIGTERM'), output }));
  });
}

/**
 * Like `run`, but a failure throws an error that names the step and shows the program's output.
 * @param {string} step
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export async function runOrFail(step, command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0) throw new Error(`${step} failed (${command} ${args.join(' ')}, exit code ${code}):\n${output.trimEnd()}`);
  return output;
}
