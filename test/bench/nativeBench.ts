/** What watching costs programs on the user's interpreter, in processor time. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { pythons } from '../python/interpreters';
import { debianPython } from '../../scripts/systemPackages.mjs';
import { inTurns, type InTurns } from './inTurns';
import { runProgram } from './runs';

/** Highest ratio to aim for, up to 3.12 and from 3.13 on. */
const GOALS: Readonly<Record<string, readonly [older: number, newer: number]>> = {
  'switching': [1.1, 1.15],
  'tree': [1.15, 1.25],
  'tree of sleeps': [1.15, 1.25],
  'tree of cached results': [1.15, 1.25],
  'queues': [1.25, 1.4],
  'echo server': [1.1, 1.12],
  'aiohttp': [1.05, 1.1],
};
/** The module that a workload is about; it runs where that can be imported. */
const NEEDS: Readonly<Record<string, string>> = { aiohttp: 'aiohttp' };
const ROUNDS = 5;
/**
 * Of processor time, for what is shown as overhead. A program at full speed waits for the inspector's own start, which is shown too,
 * rightly, but is not the slowdown that it is compared with: of 1.5 s that made up to eight points more, of 8 s none.
 */
const SECONDS = '6';
/** One that many have, and the newest there is; besides Debian's, which is built with optimisations, as those are that most people run. */
const MINORS = [11, Infinity];

/** Without, what glibc gives back to the system and takes again makes half of the time of some runs, and none of others'. */
const STEADY_MEMORY = { MALLOC_TRIM_THRESHOLD_: '1000000000', MALLOC_MMAP_THRESHOLD_: '1000000000' };

export interface Slowdown {
  readonly python: string;
  readonly workload: string;
  readonly watched: InTurns;
  readonly goal: number;
  /** asyncio's own debug mode, once. */
  readonly debug: number;
  /** Of the time that goes by, what watching takes: as the panel shows it, and as it was measured; %. */
  readonly shownPercent: number;
  readonly measuredPercent: number;
}

export async function* nativeSlowdowns(dist: string, bench: string): AsyncGenerator<Slowdown> {
  const program = path.join(bench, 'workloads.py');
  for (const { python, minor } of await chosen()) {
    for (const [workload, goals] of Object.entries(GOALS)) {
      if (!(await runsOn(python, workload))) continue;
      const watched = (await inTurns(dist, bench, ROUNDS, [workload], { python, env: STEADY_MEMORY })).workloads[workload]!;
      const { report } = await runProgram(dist, program, { python, args: [workload, SECONDS], env: STEADY_MEMORY });
      const debugEnv = { ...process.env, ...STEADY_MEMORY, PYTHONASYNCIODEBUG: '1' };
      const debug = Number((await promisify(execFile)(python, [program, workload, '0'], { env: debugEnv, maxBuffer: 1e9 })).stdout) / watched.plain;
      yield { python: `3.${minor}${python === debianPython ? " (Debian's)" : ''}`, workload, watched, goal: goals[minor < 13 ? 0 : 1], debug, shownPercent: report.overheadPercent, measuredPercent: 100 * (1 - 1 / watched.elapsed) };
    }
  }
}

async function runsOn(python: string, workload: string): Promise<boolean> {
  const needed = NEEDS[workload];
  if (needed === undefined) return true;
  return promisify(execFile)(python, ['-c', `import ${needed}`]).then(
    () => true,
    () => false,
  );
}

async function chosen(): Promise<{ readonly python: string; readonly minor: number }[]> {
  const all = await Promise.all((await pythons()).map(versionOf));
  const measured = all.filter(({ minor }) => minor >= 11).filter(({ minor }, index, found) => MINORS.includes(minor) || index === found.length - 1);
  return existsSync(debianPython) && !measured.some(({ python }) => python === debianPython) ? [...measured, await versionOf(debianPython)] : measured;
}

async function versionOf(python: string): Promise<{ readonly python: string; readonly minor: number }> {
  return { python, minor: Number((await promisify(execFile)(python, ['-c', 'import sys; print(sys.version_info[1])'])).stdout) };
}
