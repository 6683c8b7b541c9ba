/**
 * A fault is a program that something goes wrong in. It runs with the interpreter alone, then inspected: what it prints and how it ends
 * must be the same, its state must be shown, and nothing may be left of it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../src/core/report/schema';
import { CommandLine } from '../../cli/commandLine';
import { pythons } from '../interpreters';

export interface Fault {
  readonly source: string;
  /** How the report's sentence begins. */
  readonly ending: string;
  /** Tasks that the report must hold: name → state. */
  readonly tasks?: Readonly<Record<string, string>>;
  /** More to expect of the report. */
  readonly check?: (report: Report) => void;
  /** It runs on the embedded interpreter as well. */
  readonly embedded?: true;
  /** Versions differ here: on every CPython that is found. */
  readonly everyPython?: true;
  /** The least minor version of Python 3 that has what it needs. */
  readonly since?: number;
  /** The greatest minor version on which it runs with the interpreter alone. */
  readonly until?: number;
  /** Lines of the errors that may differ, with the reason beside the fault. */
  readonly differs?: RegExp;
}

const commands = await pythons();
const newest = commands.at(-1) ?? 'python3';
const minorOf = (python: string): number => Number(/3\.(\d+)[^/]*(?:\/bin\/[^/]+)?$/.exec(python)?.[1] ?? 99);
const usual = [...new Set([commands.find((python) => minorOf(python) === 11) ?? newest, newest])];

/** Declares a test for every fault on every interpreter that it is for. */
export function testFaults(title: string, faults: Readonly<Record<string, Fault>>): void {
  const on = (python: string): [string, Fault][] =>
    Object.entries(faults).filter(([, fault]) => (python === 'embedded' ? fault.embedded : (fault.everyPython ?? usual.includes(python)) && minorOf(python) >= (fault.since ?? 0) && minorOf(python) <= (fault.until ?? Infinity)));
  describe.each([...commands, 'embedded'].filter((python) => on(python).length > 0))(`${title} on %s`, (python) => {
    const cli = new CommandLine('--python', python);
    afterAll(() => cli[Symbol.dispose]());
    it.each(on(python))('%s', async (name, fault) => {
      const file = await cli.file(`fault_${name.replace(/\W+/g, '_')}.py`, fault.source);
      const plain = await runPlain(python === 'embedded' ? newest : python, file);
      // a short name: that of a socket in it may have 100 letters
      const temporary = mkdtempSync(path.join(cli.folder, 't'));
      const to = `${file}.json`;
      const { child, finished } = await cli.start(['--report', to, file], { env: { TMPDIR: temporary, [MARK]: file } });
      child.stdin.end();
      const { code, stdout, stderr, summary } = await finished;
      expect({ stdout, code, stderr: comparable(stderr, fault) }).toEqual({ ...plain, stderr: comparable(plain.stderr, fault) });
      const report = JSON.parse(readFileSync(to, 'utf8')) as Report;
      expect(report.exit.message).toContain(fault.ending);
      expect(summary).toContain(fault.ending);
      const states = Object.fromEntries(report.tasks.map((task) => [task.name, task.state]));
      expect(states).toMatchObject(fault.tasks ?? {});
      fault.check?.(report);
      expect(readdirSync(temporary)).toEqual([]);
      await expect.poll(() => processesWith(`${MARK}=${file}`)).toEqual([]);
    });
  });
}

/** Stands in the environment of a run, and of all that it starts. */
const MARK = 'LOOP_INSPECTOR_FAULT';

function processesWith(setting: string): string[] {
  return readdirSync('/proc').filter((entry) => {
    try {
      // of one that has ended and was not waited for it is empty
      return /^\d+$/.test(entry) && readFileSync(`/proc/${entry}/environ`, 'utf8').split('\0').includes(setting);
    } catch {
      return false;
    }
  });
}

async function runPlain(python: string, file: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(python, [file], { cwd: path.dirname(file), stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const text = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) child[stream].setEncoding('utf8').on('data', (data: string) => (text[stream] += data));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code: code ?? 128 + constants.signals[signal!], ...text };
}

/** Without what no two runs have in common, and without asyncio's own frames: the inspector stands in their place. */
function comparable(stderr: string, { differs }: Fault): string {
  const text = stderr.replaceAll(/0x[0-9a-f]+/g, '0x').replaceAll(/ {2}File "[^"\n]*\/asyncio\/[^"\n]*", line .*\n(?: {4}.*\n)*/g, '');
  return differs === undefined ? text : text.replaceAll(differs, '');
}
