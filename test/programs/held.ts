/** Runs a program of a library's under the inspector and on Python alone, and looks at it while it stands still. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Report } from '../../src/core/report/schema';
import { DEFAULT_WINDOW, type Snapshot, type TaskRow } from '../../src/core/snapshot/protocol';
import { lineOf } from '../cli/commandLine';
import { inspect, request } from '../cli/inspectedRun';

/** Debian's, which has the libraries. */
export const PYTHON = '/usr/bin/python3';
/** What a program prints when it waits for a line to be typed. */
const HELD = 'held\n';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Held {
  /** The newest snapshot. */
  readonly now: () => Snapshot | null;
  /** Types the line; resolves with what the program left behind. */
  readonly goOn: () => Promise<Ended & { readonly report: Report }>;
}

export interface Watched extends Pick<Held, 'now'> {
  readonly type: (text: string) => void;
  readonly prints: (text: string) => Promise<void>;
  /** Ends the program's input, and resolves when it has ended. */
  readonly end: Held['goOn'];
}

/** The path of a program in this folder. */
export const fileOf = (name: string): string => path.join(import.meta.dirname, name);

/** The program without the inspector. */
export function alone(file: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(PYTHON, [file, ...args], { cwd: path.dirname(file) });
    const text = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (data: string) => {
        text[stream] += data;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...text }));
    child.stdin.end('\n');
  });
}

/** The program under the inspector, all its tasks in sight. */
export function watch(file: string, args: readonly string[] = [], slowCallbackMs = 100): Watched {
  const { run, prints, ended } = inspect(request(file, { python: PYTHON, args: [...args], slowCallbackMs }), { endInput: false });
  let latest: Snapshot | null = null;
  run.onSnapshot((snapshot) => {
    latest = snapshot;
    run.acknowledge(snapshot.sequence);
  });
  run.view({ ...DEFAULT_WINDOW, taskCount: 1000 });
  return {
    now: () => latest,
    type: (text) => run.input(Buffer.from(text)),
    prints,
    end: async () => {
      run.endInput();
      const { exit, report, stdout, stderr } = await ended;
      return { code: exit.code, stdout, stderr, report };
    },
  };
}

/** The program of that name, once it waits for its line. A machine that is busy makes ordinary steps slow: only very slow ones count. */
export async function held(name: string, args: readonly string[]): Promise<Held> {
  const { now, type, prints, end } = watch(fileOf(name), args, 1000);
  await prints(HELD);
  return {
    now,
    goOn: () => {
      type('\n');
      return end();
    },
  };
}

/**
 * A line for each task that is parked in the program's own file, in order of creation: its name, unless that is a number; its
 * coroutine; the comment at the line where it is parked; what it waits for; and who created it.
 */
export function parkedTasks(name: string, snapshot: Snapshot | null): readonly string[] {
  const file = fileOf(name);
  const lines = readFileSync(file, 'utf8').split('\n');
  const rows = snapshot?.tasks.rows ?? [];
  const called = (row: TaskRow | undefined): string => (row === undefined ? 'the loop' : /^Task-(?!1$)\d+$/.test(row.name) ? row.coroutine : row.name);
  return rows
    .filter(({ state, parkedAt }) => state === 'parked' && parkedAt?.path === file)
    .map((row) => {
      const comment = /# (.*)$/.exec(lines[(row.parkedAt?.line ?? 0) - 1] ?? '')?.[1] ?? `line ${row.parkedAt?.line}`;
      const parent = called(rows.find(({ id }) => id === row.parent));
      return `${called(row)} (${row.coroutine}): ${comment}; for ${row.waitsFor.replace(/ #\d+$/, '')}; of ${parent}`;
    });
}

/** Number of the line with that text. */
export const lineIn = (name: string, text: string): number => lineOf(readFileSync(fileOf(name), 'utf8'), text);
