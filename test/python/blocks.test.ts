/** Whatever blocks the loop, the warning names the line of the user's that did, what it had called, and who called it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report, ReportWarning } from '../../src/core/report/schema';
import type { WarningView } from '../../src/core/snapshot/protocol';
import { CommandLine, lineOf } from '../cli/commandLine';
import { inspect, request } from '../cli/inspectedRun';
import { pythons } from './interpreters';

const FILE = path.join(import.meta.dirname, 'blocking_program.py');
const SOURCE = readFileSync(FILE, 'utf8');
const MODULE = path.join(import.meta.dirname, 'slow_module.py');
const commands = await pythons();

interface Case {
  /** What its line had called, as the source says, or the name of its function. */
  readonly in: string;
  /** The function that called the line's. */
  readonly from?: string;
  /** Needs what the embedded interpreter lacks: sockets, threads, subprocesses. */
  readonly native?: true;
  /** The first minor version that has what it needs. */
  readonly since?: number;
}

/** Cases whose block is one line. */
const cases: Readonly<Record<string, Case>> = {
  nested: { in: 'time.sleep', from: 'deep' },
  blocking_socket: { in: 'here.recv', native: true },
  process: { in: 'subprocess.run', native: true },
  lock: { in: 'taken.acquire', native: true },
  thread_result: { in: 'pool.submit(…).result', native: true },
  short_sleeps: { in: 'time.sleep' },
  finalizer: { in: 'time.sleep', from: 'finalizer' },
  sort_key: { in: 'time.sleep', from: 'sort_key' },
  json_hook: { in: 'time.sleep', from: 'json_hook' },
  partial: { in: 'time.sleep', from: 'partial' },
  log_handler: { in: 'time.sleep', from: 'log_handler' },
  library: { in: 'waiter.select', native: true },
  comprehension: { in: 'time.sleep' },
  generator_expression: { in: 'time.sleep' },
  decorated: { in: 'time.sleep', from: 'decorated' },
  leaving: { in: 'time.sleep', from: 'leaving' },
  async_generator: { in: 'time.sleep', from: 'async_generator' },
  eager: { in: 'time.sleep', from: 'eager', since: 12 },
};

/** C code that holds the lock. */
const held: Readonly<Record<string, string>> = { sorts: 'sorted', matches: 're.match', powers: 'powers' };
const others = ['imports', 'busy_loop', 'two_blocks', 'collects', 'callback'];

const marked = (mark: string): number => SOURCE.split('\n').findIndex((line) => line.endsWith(`  # ${mark}`)) + 1;
const minorOf = (runtime: string): number => Number(/\d+\.(\d+)/.exec(runtime)?.[1]);

describe.each([...commands, 'embedded'])('%s', (python) => {
  const cli = new CommandLine('--python', python);
  afterAll(() => cli[Symbol.dispose]());
  const embedded = python === 'embedded';
  let report: Report;
  let minor: number;

  beforeAll(async () => {
    const probe = await cli.report('');
    minor = minorOf(probe.report.runtime);
    const names = Object.entries(cases).flatMap(([name, { native, since = 0 }]) => ((native && embedded) || minor < since ? [] : [name]));
    const to = path.join(cli.folder, 'blocks.json');
    const { code, stderr } = await cli.run(['--report', to, FILE, ...names, ...others, ...Object.keys(held), ...(embedded ? [] : ['elsewhere'])]);
    expect([code, stderr]).toEqual([0, '']);
    report = JSON.parse(readFileSync(to, 'utf8')) as Report;
  });

  /** The longest block that `found` accepts. */
  const warningOf = (found: (warning: ReportWarning) => boolean): ReportWarning => {
    const [longest] = report.warnings.filter((warning) => warning.code === 'slow-callback' && found(warning)).sort((a, b) => b.durationMs! - a.durationMs!);
    if (longest === undefined) throw new Error(`Not found among ${report.warnings.map(({ message }) => message).join('\n')}`);
    return longest;
  };
  const ofTask = (name: string): ReportWarning => warningOf(({ task }) => task === name);

  for (const [name, { in: where, from, native, since = 0 }] of Object.entries(cases)) {
    if (native && embedded) continue;
    it(name, (context) => {
      if (minor < since) context.skip();
      const { message, location } = ofTask(name);
      expect([location?.path, location?.line]).toEqual([FILE, marked(name)]);
      // before 3.11 no position tells which of several calls in a line it is
      const called = minor < 11 && ['comprehension', 'generator_expression', 'thread_result'].includes(name) ? '' : ` in ${where}`;
      expect(message).toContain(`${called}, blocking_program.py:${marked(name)}`);
      if (from !== undefined) expect(message).toContain(`; called from ${from}, blocking_program.py:${marked(`${name}: caller`)}`);
      else expect(message).not.toContain('called from');
    });
  }

  it('an import', () => {
    const { message, location } = ofTask('imports');
    const line = lineOf(readFileSync(MODULE, 'utf8'), '# imports: module');
    expect(message).toContain(`in time.sleep, slow_module.py:${line}`);
    if (!message.includes(' %')) {
      expect([location?.path, location?.line]).toEqual([MODULE, line]);
      expect(message).toContain(`; called from imports, blocking_program.py:${marked('imports')}`);
    }
  });

  it('a busy loop', () => {
    const { message, location } = ofTask('busy_loop');
    const first = marked('busy_loop');
    expect([first, first + 1, first + 2]).toContain(location?.line);
    expect(message).toMatch(/ in (busy_loop, blocking_program\.py \(line \d+: \d+ %(, line \d+: \d+ %){1,2}\)|.*, blocking_program\.py:\d+)/);
  });

  it.skipIf(embedded)('two blocks in one step', () => {
    const { message, location } = ofTask('two_blocks');
    const line = marked('two_blocks');
    expect(location?.line).toBe(line);
    const [, first, second] = /in two_blocks, blocking_program\.py \(line \d+: (\d+) %, line \d+: (\d+) %\)/.exec(message) ?? [];
    expect(message).toContain(`(line ${line}: ${first} %, line ${line + 1}: ${second} %)`);
    // 500 and 250 ms
    expect(Math.abs(Number(first) - 67)).toBeLessThanOrEqual(15);
  });

  it('garbage collection', () => {
    const { message, durationMs } = ofTask('collects');
    const [, took, unit] = /Garbage collection took ([\d.]+) (m?s) of it\./.exec(message) ?? [];
    const collectedMs = Number(took) * (unit === 's' ? 1000 : 1);
    expect(collectedMs).toBeGreaterThan(durationMs! * 0.4);
    expect(collectedMs).toBeLessThanOrEqual(durationMs! * 1.1);
    expect(message).not.toContain('holds the interpreter');
  });

  it('a callback', () => {
    const { message, location } = warningOf(({ task }) => task === null);
    expect(location?.line).toBe(marked('callback'));
    expect(message).toMatch(/^Callback .*called blocked the event loop for .* in time\.sleep, /);
  });

  it.skipIf(embedded)('the loop of another thread', () => {
    expect(warningOf(({ location }) => location?.line === marked('elsewhere')).message).toContain(' in time.sleep, ');
  });

  for (const [name, where] of Object.entries(held)) {
    it.skipIf(embedded)(`${name}, in C code that holds the lock`, () => {
      const { message, location } = ofTask(name);
      expect(location?.line).toBe(marked(name));
      const or = message.includes(' or ') ? ` or ${marked(`${name}: after`)}` : '';
      expect(message).toContain(` in ${where}, blocking_program.py:${marked(name)}${or}. `);
      // the second: if others had the processor for most of the time, it is not certain
      expect(message).toMatch(/\. (It was C code that holds the interpreter’s lock|Nobody could look for .* of it, as while C code holds the interpreter’s lock or the machine is busy)/);
    });
  }

  it.runIf(embedded)('C code that cannot be looked into', () => {
    // seen by chance as it returns, or not at all
    expect(ofTask('sorts').message).toMatch(/^Task sorts blocked the event loop for [\d.]+ m?s( in sorted, blocking_program\.py:\d+\.|\. No stack was taken meanwhile, as while C code runs on the embedded interpreter; the line is where its coroutine is defined\.)/);
  });

  it('is told from the threshold on that is asked for', async () => {
    const source = 'import asyncio, time\nasync def main():\n    time.sleep(0.05)\n    await asyncio.sleep(0)\n    time.sleep(0.35)  # longer\nasyncio.run(main())\n';
    const file = await cli.file('threshold.py', source);
    const { summary } = await cli.run(['--slow', '300', file]);
    expect(summary.match(/threshold\.py:\d+: warning/g)).toEqual([`threshold.py:${lineOf(source, '# longer')}: warning`]);
    expect(summary).toContain('in time.sleep, threshold.py:5.');
  });

  it.runIf(embedded)('is looked at also when the host has asked just before the loop began', async () => {
    const source =
      'import asyncio, signal, time\nclass Asked(asyncio.BaseEventLoop):\n    def run_forever(self):\n        signal.raise_signal(signal.NSIG - 2)  # the host asks\n        super().run_forever()\nclass Loop(asyncio.SelectorEventLoop, Asked):\n    pass\nasync def main():\n    end = time.monotonic() + 1\n    while time.monotonic() < end: pass  # busy\nLoop().run_until_complete(main())\n';
    const { report } = await cli.report(source);
    expect(report.warnings.find(({ code }) => code === 'slow-callback')?.location?.line).toBe(lineOf(source, '# busy'));
  });

  it('is known while it lasts, and stays one warning at its place', async () => {
    const file = await cli.file('typed.py', 'import asyncio\nasync def main():\n    print(input("? "))\nasyncio.run(main())\n');
    const { run, ended } = inspect({ ...request(file), python: embedded ? null : python }, { endInput: false });
    const told: WarningView[] = [];
    run.onWarnings((warnings) => {
      told.push(...warnings);
      const last = warnings.at(-1);
      // told several times before it ends
      if (told.length >= 4 && last !== undefined) run.input(Buffer.from('typed\n'));
    });
    const { stdout, report: end } = await ended;
    expect(stdout).toBe('? typed\n');
    expect(new Set(told.map(({ id, location }) => `${id} ${location?.line}`))).toEqual(new Set(['1 3']));
    // before 3.11 it is not known which of the two calls
    expect(told[0]?.message).toMatch(minor < 11 ? /^Task-1 blocks the event loop, for .* so far, in main, typed\.py:3\./ : /^Task-1 blocks the event loop, for .* so far, in input, typed\.py:3\./);
    expect(end.warnings.map(({ code, count }) => [code, count])).toEqual([['slow-callback', 1]]);
  });
});

describe('on the user’s interpreter', () => {
  const cli = new CommandLine('--python', commands.at(-1) ?? 'python3');
  afterAll(() => cli[Symbol.dispose]());

  it('a program may use faulthandler as it likes', async () => {
    const source = 'import asyncio, faulthandler, threading, time\nasync def main():\n    faulthandler.enable()\n    faulthandler.dump_traceback_later(0.05)\n    time.sleep(0.3)\n    print(faulthandler.is_enabled())\nasyncio.run(main())\n';
    const { stdout, stderr, report } = await cli.report(source);
    expect(stdout).toBe('True\n');
    expect(stderr).toMatch(/^Timeout \(0:00:00\.050000\)!\n/);
    expect(stderr).toContain('line 5 in main');
    expect(report.warnings.map(({ location }) => location?.line)).toEqual([5]);
  });

  it('C calls in a row that hold the lock: the long one at its own line', async () => {
    const source = `import asyncio, json, re
text = json.dumps([0] * 1_000_000)
async def main():
    re.match(r'(a+)+$', 'a' * 23 + 'b')  # matches
    json.loads(text)
    sum(range(3_000_000))
    len(text)
    await asyncio.sleep(0)
asyncio.run(main())
`;
    const { report } = await cli.report(source);
    expect(report.warnings).toHaveLength(1);
    expect(report.warnings[0]?.location?.line).toBe(lineOf(source, '# matches'));
    expect(report.warnings[0]?.message).toMatch(/ in re\.match, | [5-9]\d % in re\.match, |\(line 4: [4-9]\d %, /);
  });

  it('C code at the end of a step, after which nobody could look', async () => {
    const { report } = await cli.report('import asyncio, time\nasync def main():\n    time.sleep(0.08)\n    return 3 ** 3_000_000 % 7\nasyncio.run(main())\n');
    expect(report.warnings.map(({ message }) => message)).toEqual([expect.stringMatching(/ Nobody could look during the last [\d.]+ m?s of it, as while C code holds the interpreter’s lock or the machine is busy: which line took these is not known\.$/)]);
  });
});
