/** Runs of real programs, timed: what watching costs them, and how long a user waits for the first picture. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Report } from '../../src/core/report/schema';
import { DEFAULT_WINDOW } from '../../src/core/snapshot/protocol';
import { startRun } from '../../src/inspector/client';
import { REPR_LENGTH, type RunRequest } from '../../src/inspector/protocol';

const request = (file: string, changes: Partial<RunRequest>): RunRequest => ({
  python: null,
  path: file,
  source: null,
  module: false,
  args: [],
  cwd: path.dirname(file),
  env: {},
  slowCallbackMs: 100,
  reprLength: REPR_LENGTH,
  historyMb: 256,
  terminal: { stdin: false, stdout: false, stderr: false, together: false, columns: 80, rows: 24 },
  ...changes,
});

export interface Finished {
  readonly output: string;
  readonly report: Report;
  /** From the request to the first snapshot in which the program runs, ms. */
  readonly firstSnapshotMs: number;
  /** From the request to the first output, ms. */
  readonly firstOutputMs: number;
}

export function runProgram(dist: string, file: string, changes: Partial<RunRequest> = {}): Promise<Finished> {
  return new Promise((resolve) => {
    const began = performance.now();
    const since = (): number => performance.now() - began;
    const run = startRun(dist, request(file, changes));
    let output = '';
    let firstSnapshotMs = Number.NaN;
    let firstOutputMs = Number.NaN;
    run.onOutput(({ bytes }) => {
      if (output === '') firstOutputMs = since();
      output += Buffer.from(bytes).toString();
      run.outputTaken(bytes.length);
    });
    run.onSnapshot(({ sequence, run: { phase } }) => {
      if (Number.isNaN(firstSnapshotMs) && phase !== 'starting') firstSnapshotMs = since();
      run.acknowledge(sequence);
    });
    run.onEnded(({ report }) => {
      run.dispose();
      resolve({ output, report, firstSnapshotMs, firstOutputMs });
    });
    run.view(DEFAULT_WINDOW);
  });
}

/** How long the interpreter takes to its first line when it is loaded as its documentation says, ms. */
export async function plainStart(pyodide: string, file: string): Promise<number> {
  const began = performance.now();
  const { loadPyodide } = (await import(pathToFileURL(path.join(pyodide, 'pyodide.mjs')).href)) as typeof import('pyodide');
  const python = await loadPyodide({ stdout: () => undefined });
  python.runPython(readFileSync(file, 'utf8'));
  return performance.now() - began;
}
