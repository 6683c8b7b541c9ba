/** What each rule warns of and, more so, what it does not: `rules/<code>/*.py`, explained in `rulePrograms.ts`, on the oldest, the newest and the embedded Python. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/core/report/schema';
import { CommandLine } from '../cli/commandLine';
import { inspect, request } from '../cli/inspectedRun';
import { RULE_CODES } from '../../src/core/rules/ruleTable';
import { pythons } from '../python/interpreters';
import { EMBEDDED, lacks, rulePrograms, type PythonRuntime, type RuleProgram } from './rulePrograms';

const NEAR_MISSES = 3;

const cli = new CommandLine();
afterAll(() => cli[Symbol.dispose]());

const installed = await Promise.all((await pythons()).map(native));
const programs = rulePrograms();

it('each rule has a program that it warns of and several that it does not', () => {
  const counted = RULE_CODES.map((code) => {
    const own = programs.filter((program) => program.code === code);
    const warned = own.filter(({ warns }) => warns !== null).length;
    return [code, warned > 0, own.length - warned >= NEAR_MISSES];
  });
  expect(counted).toEqual(RULE_CODES.map((code) => [code, true, true]));
  expect(new Set(programs.map(({ code }) => code))).toEqual(new Set(RULE_CODES));
});

it.skipIf(installed.length > 0)('on an interpreter of this machine (there is none)', () => {});

describe.concurrent.each(RULE_CODES)('%s', (code) => {
  for (const program of programs.filter((one) => one.code === code)) {
    for (const runtime of runtimesOf(program)) {
      const name = `${program.warns === null ? 'does not warn of' : 'warns of'} ${program.name} (${runtime.name})`;
      const lack = lacks(program, runtime);
      if (lack !== null) {
        it.skip(`${name}: ${lack}`, () => {});
        continue;
      }
      it(name, async ({ expect, signal }) => {
        const report = program.neverEnds ? await interrupted(program, runtime, signal) : await toItsEnd(program, runtime, signal);
        const found = report.warnings.filter((warning) => warning.code === code);
        const { warns } = program;
        expect(found.map(({ location, message }) => [location?.line ?? null, message])).toEqual(
          warns === null ? [] : [[warns.line, expect.stringMatching(warns.message)]],
        );
        if (warns !== null && warns.line !== null) expect(found[0]?.location?.path).toBe(program.file);
        if (program.instead !== null) expect(report.warnings.map((warning) => warning.code)).toContain(program.instead);
      });
    }
  }
});

/** The embedded one, the newest, the oldest, and the oldest of those that have what the program needs. */
function runtimesOf(program: RuleProgram): readonly PythonRuntime[] {
  const natives = [installed.at(0), installed.find((runtime) => lacks(program, runtime) === null), installed.at(-1)];
  return [EMBEDDED, ...new Set(natives.filter((runtime) => runtime !== undefined))];
}

async function toItsEnd({ code, name, file, options }: RuleProgram, { command, minor }: PythonRuntime, signal: AbortSignal): Promise<Report> {
  const to = path.join(cli.folder, `${code}-${name}-${command === EMBEDDED.command ? command : minor}.json`);
  const { child, finished } = await cli.start(['--python', command, '--report', to, ...options, file]);
  signal.addEventListener('abort', () => child.kill('SIGKILL'));
  child.stdin.end();
  const { code: exitCode, stderr } = await finished;
  // a program that failed shows nothing
  if (exitCode !== 0) throw new Error(`It ended with ${exitCode}.\n${stderr}`);
  return JSON.parse(readFileSync(to, 'utf8')) as Report;
}

/** It does nothing any more, and the command line shows nothing before the end: seen as a panel sees it. */
async function interrupted({ code, file }: RuleProgram, runtime: PythonRuntime, signal: AbortSignal): Promise<Report> {
  const { run, ended } = inspect(request(file, { python: runtime === EMBEDDED ? null : runtime.command }));
  signal.addEventListener('abort', () => run.stop());
  run.onWarnings((warnings) => {
    if (warnings.some((warning) => warning.code === code)) run.interrupt();
  });
  return (await ended).report;
}

async function native(command: string): Promise<PythonRuntime> {
  const { stdout } = await promisify(execFile)(command, ['-c', 'import sys; print(sys.version_info[1])']);
  const minor = Number(stdout);
  return { name: `CPython 3.${minor}`, command, minor };
}
