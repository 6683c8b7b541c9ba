/** The command line: `[--report FILE] [--slow MS] FILE [ARGS…]`. Options of the inspector come before the program's file. */
import { err, ok, type Result } from '../base/result';

export const USAGE = `Usage: npm start -- [options] FILE [arguments of the program]
       npm start -- [options] -m MODULE [arguments of the program]

Runs a Python file or module with Loop Inspector, then reports what its event loop did.
Without FILE, runs an example.

Options:
  --python PATH   run on that interpreter, or on the "embedded" one; without it on that of the active
                  environment (VIRTUAL_ENV), of a .venv or venv beside the file or here, else embedded
  --report FILE   also write the report as JSON
  --panel         show the panel in a browser: prints a link to it, which works once; when the program has
                  ended the panel stays until Ctrl+C
  --open          the same, and opens the link
  --slow MS       report steps and callbacks of so many milliseconds or more (100)
  --help          show this
`;

export interface Options {
  /** A file's path or, of a module, its name; null: none was given. */
  readonly file: string | null;
  readonly module: boolean;
  readonly args: readonly string[];
  readonly report: string | null;
  /** An interpreter's command, or "embedded"; null: not told. */
  readonly python: string | null;
  readonly slowCallbackMs: number;
  /** Show the panel in a browser; "open": open it too. */
  readonly panel: boolean | 'open';
  readonly help: boolean;
}

const DEFAULT_SLOW_MS = 100;
/** An hour, as in the setting. */
const MOST_SLOW_MS = 3_600_000;

/** @param argv what follows the script's name */
export function parseOptions(argv: readonly string[]): Result<Options> {
  let report: string | null = null;
  let python: string | null = null;
  let slowCallbackMs = DEFAULT_SLOW_MS;
  let panel: Options['panel'] = false;
  let at = 0;
  for (; at < argv.length; at++) {
    const [name, inline] = split(argv[at] ?? '');
    if (!name.startsWith('-') || name === '-') break;
    if (name === '--') {
      at++;
      break;
    }
    if (name === '--help' || name === '-h') return ok({ file: null, module: false, args: [], report, python, slowCallbackMs, panel, help: true });
    if (name === '-m') {
      const module = argv[at + 1];
      if (module === undefined || module === '') return usageError('-m needs the name of a module.');
      return ok({ file: module, module: true, args: argv.slice(at + 2), report, python, slowCallbackMs, panel, help: false });
    }
    if (name === '--panel' || name === '--open') {
      if (inline !== null) return usageError(`${name} takes no value.`);
      panel = name === '--open' ? 'open' : panel || true;
      continue;
    }
    if (name !== '--report' && name !== '--slow' && name !== '--python') return usageError(`There is no option ${name}.`);
    const value = inline ?? argv[++at];
    if (value === undefined || value === '') return usageError(`${name} needs a value.`);
    if (name === '--report') report = value;
    else if (name === '--python') python = value;
    else {
      slowCallbackMs = Number(value);
      if (!(slowCallbackMs >= 1 && slowCallbackMs <= MOST_SLOW_MS)) return usageError(`--slow takes milliseconds, 1 to ${MOST_SLOW_MS}, not "${value}".`);
    }
  }
  return ok({ file: argv[at] ?? null, module: false, args: argv.slice(at + 1), report, python, slowCallbackMs, panel, help: false });
}

function split(argument: string): [name: string, value: string | null] {
  const equals = argument.startsWith('--') ? argument.indexOf('=') : -1;
  return equals < 0 ? [argument, null] : [argument.slice(0, equals), argument.slice(equals + 1)];
}

const usageError = (message: string): Result<never> => err({ code: 'usage', message: `${message}\n\n${USAGE}` });
