/** The same run without VS Code: the program's output passes through, then the report. */
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { err, ok, type Result } from '../base/result';
import { formatReport } from '../core/report/formatReport';
import { type Ended, type Run, startRun } from '../inspector/client';
import type { RunRequest } from '../inspector/protocol';
import { type Options, parseOptions, USAGE } from './options';

/** The shell's code for a command that was used wrongly. */
const USAGE_EXIT = 2;
const EXAMPLE = path.join(__dirname, '..', 'examples', 'slow_callback.py');

function findFile(given: string | null): Result<string> {
  const file = path.resolve(given ?? EXAMPLE);
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return err({ code: 'no-file', message: `There is no file ${file}. Give the path of a Python file.` });
  if (found.isDirectory()) return err({ code: 'directory', message: `${file} is a folder. Give the path of a Python file in it.` });
  return ok(file);
}

/** Fails before the program runs rather than after. */
function checkWritable(report: string | null): Result<null> {
  if (report === null) return ok(null);
  try {
    writeFileSync(report, '');
    return ok(null);
  } catch (error) {
    return err({ code: 'report', message: `The report cannot be written to ${report}: ${(error as Error).message}` });
  }
}

function requestFor(file: string, options: Options): RunRequest {
  return {
    path: file,
    source: null,
    args: options.args,
    cwd: process.cwd(),
    folders: [],
    env: Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    slowCallbackMs: options.slowCallbackMs,
    terminal: {
      stdin: process.stdin.isTTY,
      stdout: process.stdout.isTTY,
      stderr: process.stderr.isTTY,
      columns: process.stdout.columns || 80,
      rows: process.stdout.rows || 24,
    },
  };
}

/** Connects the program's streams with this process's. */
function connect(run: Run): void {
  run.onOutput(({ stream, bytes }) => {
    process[stream].write(bytes, () => run.outputTaken(bytes.length));
  });
  for (const stream of [process.stdout, process.stderr]) {
    // whoever read the output has gone: nobody is left to run for
    stream.on('error', () => run.stop());
  }
  process.stdin.on('data', (bytes: Buffer) => run.input(bytes));
  process.stdin.on('end', () => run.endInput());
  process.stdin.on('error', () => run.endInput());
  let interrupted = false;
  process.on('SIGINT', () => {
    if (interrupted) run.stop();
    else run.interrupt();
    interrupted = true;
  });
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => run.stop());
}

function finish({ exit, report }: Ended, file: string, options: Options): void {
  process.stdin.destroy();
  const colour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  process.stdout.write(`\n${formatReport(report, { colour, folder: path.dirname(file) })}`);
  if (options.report !== null) writeFileSync(options.report, `${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = exit.code;
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = USAGE_EXIT;
}

function main(): void {
  const options = parseOptions(process.argv.slice(2));
  if (!options.ok) return fail(options.error.message);
  if (options.value.help) return void process.stdout.write(USAGE);
  const file = findFile(options.value.file);
  if (!file.ok) return fail(file.error.message);
  const writable = checkWritable(options.value.report);
  if (!writable.ok) return fail(writable.error.message);
  const run = startRun(__dirname, requestFor(file.value, options.value));
  connect(run);
  run.onEnded((ended) => finish(ended, file.value, options.value));
}

main();
