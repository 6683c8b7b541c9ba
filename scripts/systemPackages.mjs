/** Debian's packages that tests need. */
import { existsSync } from 'node:fs';
import { announce, run, runOrFail } from './process.mjs';

export const chromiumPath = '/usr/bin/chromium';

/** @typedef {{ file: string, packages: readonly string[] }} Need `file` is there when the packages are */

/**
 * Chromium, which draws the workbench, and the compilers that VS Code's native modules need.
 * @type {readonly Need[]}
 */
export const forVscode = [
  { file: chromiumPath, packages: ['chromium', 'fonts-liberation', 'fonts-dejavu-core'] },
  { file: '/usr/bin/python3', packages: ['python3'] },
  { file: '/usr/bin/make', packages: ['make'] },
  { file: '/usr/bin/g++', packages: ['g++'] },
];

export const debianPypy = '/usr/bin/pypy3';

/**
 * The other implementation of Python that the package is tested on.
 * @type {readonly Need[]}
 */
export const forPython = [{ file: debianPypy, packages: ['pypy3'] }];

export const debianPython = '/usr/bin/python3';

/**
 * The libraries whose programs are tested, on Debian's own Python.
 * @type {readonly Need[]}
 */
export const forPrograms = [
  { file: debianPython, packages: ['python3'] },
  ...['aiohttp', 'fastapi', 'httpx', 'uvicorn', 'uvloop', 'websockets'].map((name) => ({ file: `/usr/lib/python3/dist-packages/${name}`, packages: [`python3-${name}`] })),
  { file: '/usr/lib/python3/dist-packages/nest_asyncio.py', packages: ['python3-nest-asyncio'] },
];

/**
 * Installs what is missing where that is possible; otherwise throws a sentence that says what to install.
 * @param {readonly Need[]} needed
 */
export async function ensureSystemPackages(needed) {
  const missing = needed.filter(({ file }) => !existsSync(file)).flatMap(({ packages }) => packages);
  if (missing.length === 0) return;
  const prefix = await rootPrefix();
  if (prefix === null) throw new Error(`These tests need Debian packages that are not installed: sudo apt-get install ${missing.join(' ')}`);
  announce(`Installing Debian packages (${missing.join(', ')}) …`);
  const aptGet = [...prefix, 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  await runOrFail('Reading the list of Debian packages', 'env', [...aptGet, 'update', '-qq']);
  await runOrFail('Installing Debian packages', 'env', [...aptGet, 'install', '-y', '--no-install-recommends', ...missing]);
}

/** What to put, after `env`, before a command that only root may run; null: this user cannot become root, or this is no Debian. */
async function rootPrefix() {
  if (!existsSync('/usr/bin/apt-get')) return null;
  if (process.getuid?.() === 0) return [];
  return (await run('sudo', ['-n', 'true'])).code === 0 ? ['sudo', '-n', 'env'] : null;
}
