/** Runs a program under the inspector in this process, as the extension host does. */
import path from 'node:path';
import type { Snapshot } from '../../src/core/snapshot/protocol';
import { type Ended, type Run, startRun } from '../../src/inspector/client';
import { REPR_LENGTH, type RunRequest } from '../../src/inspector/protocol';

export const root = path.join(import.meta.dirname, '..', '..');
const distDir = path.join(root, 'dist');

/** What a run left, once it has ended. */
export interface Outcome extends Ended {
  readonly stdout: string;
  readonly stderr: string;
  /** The last one, sent at the end whether or not anybody looks. */
  readonly snapshot: Snapshot | null;
}

export interface InspectedRun {
  readonly run: Run;
  /** Resolves when the output so far, both streams, holds the text. */
  readonly prints: (text: string) => Promise<void>;
  readonly ended: Promise<Outcome>;
}

export function request(file: string, changes: Partial<RunRequest> = {}): RunRequest {
  return {
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
  };
}

/** Starts a run; unless told otherwise its output is taken at once and its input is at its end. */
export function inspect(what: RunRequest, { endInput = true, takeOutput = true } = {}): InspectedRun {
  const run = startRun(distDir, what);
  const text = { stdout: '', stderr: '' };
  const waiting = new Set<{ readonly text: string; readonly seen: () => void }>();
  let snapshot: Snapshot | null = null;
  run.onOutput(({ stream, bytes }) => {
    // endless programs: the beginning is enough
    if (text[stream].length < 1_000_000) text[stream] += Buffer.from(bytes).toString();
    if (takeOutput) run.outputTaken(bytes.length);
    for (const one of waiting) if (text.stdout.includes(one.text) || text.stderr.includes(one.text)) one.seen();
  });
  run.onSnapshot((latest) => {
    snapshot = latest;
  });
  const ended = new Promise<Outcome>((resolve) => {
    run.onEnded((end) => {
      run.dispose();
      resolve({ ...end, ...text, snapshot });
    });
  });
  if (endInput) run.endInput();
  const prints = (expected: string): Promise<void> =>
    Promise.race([
      new Promise<void>((resolve) => waiting.add({ text: expected, seen: resolve })),
      ended.then(({ stdout, stderr }) => {
        if (!stdout.includes(expected) && !stderr.includes(expected)) throw new Error(`The program ended without printing ${expected}:\n${stdout}\n${stderr}`);
      }),
    ]);
  return { run, prints, ended };
}
