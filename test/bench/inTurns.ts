/**
 * Workloads watched and not watched, in turns (`in_turns.py`). In one process the ratio is steady; from one process to the next
 * it moves by some points, with the addresses that each gets. So there are several, and the middle one counts.
 */
import path from 'node:path';
import type { RunRequest } from '../../src/inspector/protocol';
import { runProgram } from './runs';

const PROCESSES = 3;

type Figure = 'ratio' | 'elapsed' | 'watched' | 'plain';

/** What `in_turns.py` prints; s. */
interface Printed {
  readonly workloads: Readonly<Record<string, Readonly<Record<Figure, number>>>>;
  /** Debug mode, as a ratio, where tasks only switch. */
  readonly debug: number;
}

/** Of the process in the middle; s. */
export interface InTurns extends Readonly<Record<Figure, number>> {
  /** The ratios of all processes. */
  readonly ratios: readonly number[];
}

/** @param rounds in each process */
export async function inTurns(dist: string, bench: string, rounds: number, workloads: readonly string[], changes: Partial<RunRequest> = {}): Promise<{ readonly workloads: Readonly<Record<string, InTurns>>; readonly debug: number }> {
  const printed: Printed[] = [];
  for (let process = 0; process < PROCESSES; process++) {
    const { output } = await runProgram(dist, path.join(bench, 'in_turns.py'), { ...changes, args: [String(rounds), ...workloads] });
    printed.push(JSON.parse(output) as Printed);
  }
  const middle = (workload: string): InTurns => {
    const found = printed.map((one) => one.workloads[workload]!).sort((a, b) => a.ratio - b.ratio);
    return { ...found[found.length >> 1]!, ratios: found.map(({ ratio }) => ratio) };
  };
  return { workloads: Object.fromEntries(workloads.map((workload) => [workload, middle(workload)])), debug: printed[0]!.debug };
}
