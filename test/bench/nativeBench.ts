/** What watching costs programs on the user's interpreter, in processor time. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { pythons } from '../python/interpreters';
import { runProgram } from './runs';

/** Highest ratio to aim for, up to 3.12 and from 3.13 on. */
const GOALS: Readonly<Record<string, readonly [older: number, newer: number]>> = {
  'switching': [1.1, 1.15],
  'tree': [1.15, 1.25],
  'tree of sleeps': [1.15, 1.25],
  'tree of cached results': [1.15, 1.25],
  'queues': [1.25, 1.4],
  'echo server': [1.1, 1.12],
};
const PAIRS = 3;
/** One that many have, and the newest there is. */
const MINORS = [11, Infinity];

export interface Slowdown {
  readonly python: string;
  readonly workload: string;
  /** Medians of pairs. */
  readonly watched: number;
  readonly goal: number;
  /** asyncio's own debug mode, once. */
  readonly debug: number;
  /** What the panel shows as overhead of the last run, %. */
  readonly shownPercent: number;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Plain and watched runs take turns. */
export async function* nativeSlowdowns(dist: string, bench: string): AsyncGenerator<Slowdown> {
  const program = path.join(bench, 'workloads.py');
  for (const { python, minor } of await chosen()) {
    const plain = async (workload: string, env: NodeJS.ProcessEnv = {}): Promise<number> =>
      Number((await promisify(execFile)(python, [program, workload], { env: { ...process.env, ...env }, maxBuffer: 1e9 })).stdout);
    for (const [workload, goals] of Object.entries(GOALS)) {
      const ratios: number[] = [];
      let last = Number.NaN;
      let shownPercent = Number.NaN;
      for (let pair = 0; pair < PAIRS; pair++) {
        last = await plain(workload);
        const { output, report } = await runProgram(dist, program, { python, args: [workload] });
        ratios.push(Number(output) / last);
        shownPercent = report.overheadPercent;
      }
      const debug = (await plain(workload, { PYTHONASYNCIODEBUG: '1' })) / last;
      yield { python: `3.${minor}`, workload, watched: median(ratios), goal: goals[minor < 13 ? 0 : 1], debug, shownPercent };
    }
  }
}

async function chosen(): Promise<{ readonly python: string; readonly minor: number }[]> {
  const all = await Promise.all(
    (await pythons()).map(async (python) => ({ python, minor: Number((await promisify(execFile)(python, ['-c', 'import sys; print(sys.version_info[1])'])).stdout) })),
  );
  return all.filter(({ minor }) => minor >= 11).filter(({ minor }, index, found) => MINORS.includes(minor) || index === found.length - 1);
}
