/** The Pythons of this machine. */
import { execFile } from 'node:child_process';
import { readdirSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { debianPypy } from '../../scripts/systemPackages.mjs';

/** The minor versions of Python 3 that the package supports. */
const SUPPORTED = [9, 10, 11, 12, 13, 14, 15];
const start = promisify(execFile);

/** Installed by `npm test`. */
export const pypy = debianPypy;

/** Commands that may be a Python: on the path, and those of pyenv. */
function candidates(): string[] {
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter).flatMap((folder) => ['python3', ...SUPPORTED.map((minor) => `python3.${minor}`)].map((name) => path.join(folder, name)));
  const versions = path.join(os.homedir(), '.pyenv', 'versions');
  return [...inFolder(versions).map((version) => path.join(versions, version, 'bin', 'python')), ...onPath];
}

function inFolder(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** One command for each supported version of CPython that is installed, the oldest first. */
export async function pythons(): Promise<string[]> {
  const found = new Map<string, string>();
  const seen = new Set<string>();
  for (const candidate of candidates()) {
    let real: string;
    try {
      real = realpathSync(candidate);
    } catch {
      continue;
    }
    if (seen.has(real)) continue;
    seen.add(real);
    const version = await start(candidate, ['-c', 'import sys; print(sys.implementation.name, *sys.version_info[:2])']).then(
      ({ stdout }) => stdout.trim(),
      () => '',
    );
    if (SUPPORTED.some((minor) => version === `cpython 3 ${minor}`) && !found.has(version)) found.set(version, candidate);
  }
  const minor = (version: string): number => Number(version.split(' ').at(-1));
  return [...found].sort(([a], [b]) => minor(a) - minor(b)).map(([, command]) => command);
}
