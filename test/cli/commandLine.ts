/** Runs the built command line as a user's shell does, on programs written into a folder of its own. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { Report } from '../../src/core/report/schema';
import { root } from './inspectedRun';

const cliFile = path.join(root, 'dist', 'cli.js');
/** Each is an interpreter that uses a whole core while it starts. */
const AT_ONCE = 2;

export interface Finished {
  readonly code: number | null;
  /** What the program printed. */
  readonly stdout: string;
  /** What the command line printed after it. */
  readonly summary: string;
  readonly stderr: string;
}

export type Child = ChildProcessByStdio<Writable, Readable, Readable>;

export interface Started {
  readonly child: Child;
  /** Resolves when a stream holds the text so many times (once); rejects if the command ends without. */
  readonly prints: (text: string, times?: number) => Promise<void>;
  readonly finished: Promise<Finished>;
}

interface Where {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export class CommandLine implements Disposable {
  #folder: string | undefined;
  readonly #options: readonly string[];
  #running = 0;
  #programs = 0;
  readonly #queue: (() => void)[] = [];

  /** @param options of the command, for every run. Without them no environment of whoever runs the tests is taken. */
  constructor(...options: readonly string[]) {
    this.#options = options.length > 0 ? options : ['--python', 'embedded'];
  }

  /** Made when it is first asked for: where every test of a group is left out, nothing is disposed of. */
  get folder(): string {
    return (this.#folder ??= realpathSync(mkdtempSync(path.join(os.tmpdir(), 'loop-inspector-cli-'))));
  }

  /** Writes a file and returns its path. */
  async file(name: string, content: string | Uint8Array): Promise<string> {
    const file = path.join(this.folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /** Runs to the end with that input. */
  async run(args: readonly string[], input = '', where: Where = {}): Promise<Finished> {
    const { child, finished } = await this.start(args, where);
    child.stdin.end(input);
    return finished;
  }

  /** Runs a program given as text; its name is new each time. */
  async program(source: string | Uint8Array, args: readonly string[] = [], input = ''): Promise<Finished> {
    return this.run([await this.#program(source), ...args], input);
  }

  /** Runs a program and reads its report. */
  async report(source: string, args: readonly string[] = []): Promise<Finished & { readonly report: Report; readonly file: string }> {
    const file = await this.#program(source);
    const to = file.replace(/\.py$/, '.json');
    const finished = await this.run(['--report', to, file, ...args]);
    return { ...finished, report: JSON.parse(readFileSync(to, 'utf8')) as Report, file };
  }

  /** Starts a program that is still to be signalled or fed; its input stays open. */
  async startProgram(source: string): Promise<Started> {
    return this.start([await this.#program(source)]);
  }

  /** Starts the command once a place is free. */
  async start(args: readonly string[], { cwd = this.folder, env = {} }: Where = {}): Promise<Started> {
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#queue.push(resolve));
    this.#running += 1;
    const child = spawn(process.execPath, [cliFile, ...this.#options, ...args], { cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    // a command that ended early does not read its input
    child.stdin.on('error', () => undefined);
    const started = watch(child);
    void started.finished.finally(() => {
      this.#running -= 1;
      this.#queue.shift()?.();
    });
    return started;
  }

  [Symbol.dispose](): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }

  async #program(source: string | Uint8Array): Promise<string> {
    this.#programs += 1;
    return this.file(`program${this.#programs}.py`, source);
  }
}

/** Number of the line that holds a text. */
export const lineOf = (source: string, text: string): number => source.split('\n').findIndex((line) => line.includes(text)) + 1;

/** Of endless output the beginning and the end are enough. */
const KEPT = 4_000_000;

function watch(child: Child): Started {
  const text = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (data: string) => {
      text[stream] += data;
      if (text[stream].length > KEPT) text[stream] = text[stream].slice(-KEPT / 2);
      for (const look of waiting) look();
    });
  }
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...split(text.stdout), stderr: text.stderr }));
  });
  const prints = (expected: string, times = 1): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (text.stdout.split(expected).length <= times && text.stderr.split(expected).length <= times) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      finished.then(({ stdout, stderr }) => reject(new Error(`It ended without printing ${expected}:\n${stdout}\n${stderr}`)), reject);
    });
  return { child, prints, finished };
}

function split(stdout: string): { stdout: string; summary: string } {
  const at = stdout.lastIndexOf('\nLoop Inspector: ');
  return at < 0 ? { stdout, summary: '' } : { stdout: stdout.slice(0, at), summary: stdout.slice(at + 1) };
}
