/** A million tasks: the run ends in the end, and the command line's memory has a bound. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, it } from 'vitest';
import { CommandLine } from '../cli/commandLine';
import { pythons } from '../python/interpreters';

const MANY = `
import asyncio, sys
waves, size = map(int, sys.argv[1:])
async def one():
    await asyncio.sleep(0)
async def main():
    for _ in range(waves):
        await asyncio.gather(*(one() for _ in range(size)))
asyncio.run(main())
print("end", flush=True)
sys.stdin.read()
`;
const TOTAL = 1_000_000;
const newest = (await pythons()).at(-1) ?? 'python3';

/** Twice what was measured: 280 MB and 20 s in waves, 840 MB and 40 to 54 s at once. */
describe.each([
  ['in waves', 100, TOTAL / 100, 560],
  ['at once', 1, TOTAL, 1_700],
])('a million tasks %s', (_, waves, size, megabytes) => {
  const cli = new CommandLine('--python', newest);
  afterAll(() => cli[Symbol.dispose]());

  it('are all counted', { timeout: 120_000 }, async ({ expect }) => {
    const { child, prints, finished } = await cli.start([await cli.file('many.py', MANY), String(waves), String(size)]);
    await prints('end\n');
    const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid!}/status`, 'utf8'))![1]) / 1024;
    child.stdin.end();
    const { code, summary } = await finished;
    expect(code).toBe(0);
    // asyncio.run makes two of its own at the end
    expect(summary).toMatch(/\n100000[1-5] tasks\n/);
    expect(peak).toBeLessThan(megabytes);
  });
});
