/** The same run without VS Code: the program's output passes through, then the report. */
import { closeSync, fstatSync, openSync, type Stats, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isatty } from 'node:tty';
import { type CodedError, err, ok, type Result } from '../base/result';
import { formatReport } from '../core/report/formatReport';
import { chooseInterpreter, interpreterWith, type Ended, startRun } from '../inspector/client';
import { HISTORY_MB, REPR_LENGTH, type RunRequest } from '../inspector/protocol';
import { BrowserPanel } from './browserPanel';
import { openBrowser } from './openBrowser';
import { type Options, parseOptions, USAGE } from './options';
import { Runs } from './runs';

/** The shell's code for a command that was used wrongly. */
const USAGE_EXIT = 2;
/** Something failed that has nothing to do with how the command was used. */
const FAILED_EXIT = 1;
/** What a shell reports for a process that ended by SIGPIPE. */
const BROKEN_PIPE_EXIT = 141;
const EXAMPLE = path.join(__dirname, '..', 'examples', 'slow_callback.py');

function findFile(given: string | null): Result<string> {
  const file = path.resolve(given ?? EXAMPLE);
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return err({ code: 'no-file', message: `There is no file ${file}. Give the path of a Python file.` });
  if (found.isDirectory()) return err({ code: 'directory', message: `${file} is a folder. Give the path of a Python file in it.` });
  if (!found.isFile()) return err({ code: 'special-file', message: `${file} is no ordinary file. Give the path of a Python file.` });
  return ok(file);
}

/** Fails before the program runs rather than after, and touches nothing that is there. */
function checkWritable(report: string | null): Result<null> {
  if (report === null) return ok(null);
  if (/\.pyw?$/i.test(report)) {
    return err({ code: 'report', message: `--report takes the file to write to, and ${report} looks like a program. Give another name, such as report.json.` });
  }
  try {
    closeSync(openSync(report, 'a'));
    return ok(null);
  } catch (error) {
    return err(notWritten(report, error));
  }
}

const notWritten = (report: string, error: unknown): CodedError => ({
  code: 'report',
  message: `The report cannot be written to ${report}: ${(error as Error).message}. Give --report another path.`,
});

function requestFor(file: string, options: Options): RunRequest {
  return {
    python: chooseInterpreter({ asked: options.python ?? '', from: process.cwd(), chosen: null, env: process.env, folders: options.module ? [process.cwd()] : [path.dirname(file), process.cwd()] }),
    path: file,
    source: null,
    module: options.module,
    args: options.args,
    cwd: process.cwd(),
    env: Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    slowCallbackMs: options.slowCallbackMs,
    reprLength: REPR_LENGTH,
    // nobody looks before the end
    historyMb: options.panel === false ? 0 : HISTORY_MB,
    terminal: {
      stdin: isatty(0),
      stdout: isatty(1),
      stderr: isatty(2),
      together: isSameFile(fstatSync(1), fstatSync(2)),
      columns: process.stdout.columns || 80,
      rows: process.stdout.rows || 24,
    },
  };
}

const isSameFile = (one: Stats, other: Stats): boolean => one.dev === other.dev && one.ino === other.ino;

/** The report, and this process's exit code. `outputError`: why it cannot be printed. */
function finish({ exit, report }: Ended, file: string, options: Options, outputError: NodeJS.ErrnoException | null): void {
  const colour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  process.exitCode = exit.code;
  if (options.report !== null) {
    try {
      writeFileSync(options.report, `${JSON.stringify(report, null, 2)}\n`);
    } catch (error) {
      fail(notWritten(options.report, error).message, FAILED_EXIT);
    }
  }
  if (outputError === null) process.stdout.write(`\n${formatReport(report, { colour, folder: options.module ? process.cwd() : path.dirname(file) })}`);
  else if (outputError.code === 'EPIPE') process.exitCode = BROKEN_PIPE_EXIT;
  else fail(`The program's output cannot be written: ${outputError.message}. It was stopped.`, FAILED_EXIT);
}

/** Names an interpreter that has what this one lacks. */
async function offer({ exit: { missingModule, tooOld } }: Ended): Promise<void> {
  if (tooOld === true) process.stderr.write('Run the program again with --python embedded, or with another interpreter.\n');
  if (missingModule === undefined) return;
  const python = await interpreterWith(missingModule, process.env);
  if (python !== null) process.stderr.write(`${python} has ${missingModule}: run the program again with --python ${python}.\n`);
}

function fail(message: string, code = USAGE_EXIT): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = code;
}

function main(): void {
  const options = parseOptions(process.argv.slice(2));
  if (!options.ok) return fail(options.error.message);
  if (options.value.help) return void process.stdout.write(USAGE);
  const { module, file: given } = options.value;
  const file = module && given !== null ? ok(given) : findFile(given);
  if (!file.ok) return fail(file.error.message);
  const writable = checkWritable(options.value.report);
  if (!writable.ok) return fail(writable.error.message);
  void runProgram(file.value, options.value);
}

async function runProgram(file: string, options: Options): Promise<void> {
  const runs = new Runs({
    start: () => startRun(__dirname, requestFor(file, options)),
    ended: async (ended, outputError) => {
      await offer(ended);
      finish(ended, file, options, outputError);
    },
  });
  if (options.panel !== false) {
    const opened = await BrowserPanel.open(__dirname, file, runs);
    if (!opened.ok) {
      await runs.close();
      fail(opened.error.message, FAILED_EXIT);
      return;
    }
    const panel = opened.value;
    runs.show(panel);
    process.stderr.write(`The panel, for one browser: ${panel.link}\n`);
    if (options.panel === 'open') openBrowser(panel.link, (reason) => process.stderr.write(`No browser could be opened: ${reason}. Open the link yourself.\n`));
  }
  runs.start();
}

main();
