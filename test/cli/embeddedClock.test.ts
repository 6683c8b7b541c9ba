/** The embedded interpreter's clocks are those of the machine. */
import { afterAll, expect, it } from 'vitest';
import { CommandLine } from './commandLine';

const PROGRAM = `import time

CLOCKS = [time.perf_counter_ns, time.monotonic_ns, time.time_ns]

def passed(wait):
    before = [clock() for clock in CLOCKS]
    wait()
    return [(clock() - begun) / 1e6 for clock, begun in zip(CLOCKS, before)]

def never_back():
    times = [time.perf_counter_ns() for _ in range(100_000)]
    return all(one <= other for one, other in zip(times, times[1:])) and len(set(times)) > 1000

print(time.time(), never_back(), time.perf_counter() - time.perf_counter_ns() / 1e9)
# over 2³² ns since it began
print(*passed(lambda: time.sleep(max(0.3, 4.4 - time.perf_counter()))), time.perf_counter() > 4.3)
large = bytearray(300_000_000)  # its memory must grow
print(*passed(lambda: time.sleep(0.3)), never_back())
`;

const cli = new CommandLine();
afterAll(() => cli[Symbol.dispose]());

it('they go on together, never back, also when its memory has grown', async () => {
  const { stdout } = await cli.run([await cli.file('clocks.py', PROGRAM)]);
  const [now, neverBack, difference, ...rest] = stdout.split(/\s/);
  expect(Math.abs(Number(now) * 1000 - Date.now())).toBeLessThan(60_000);
  expect(neverBack).toBe('True');
  // a busy machine may put the program off between any two looks
  expect(Math.abs(Number(difference))).toBeLessThan(1);
  for (const [counter, monotonic, day, asItShould] of [rest.slice(0, 4), rest.slice(4)]) {
    expect(Number(counter)).toBeGreaterThanOrEqual(300);
    expect(Math.abs(Number(counter) - Number(monotonic))).toBeLessThan(1000);
    expect(Math.abs(Number(counter) - Number(day))).toBeLessThan(1000);
    expect(asItShould).toBe('True');
  }
});
