/** What editors are told of a program's yield points is what the program itself knows, on every interpreter. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CoroutineMark, FileMarks, YieldPointMark } from '../../src/core/snapshot/sourceMarks';
import { lineOf } from '../cli/commandLine';
import { inspect, request } from '../cli/inspectedRun';
import { pythons } from './interpreters';

const PROGRAM = `
import asyncio, json, sys, time
waits = []
async def naps():
    for pause in (0.12, 0.2):
        before = time.perf_counter()
        await asyncio.sleep(pause)  # naps
        waits.append(time.perf_counter() - before)
async def quick():
    return 1
async def main():
    await quick()  # quick
    await asyncio.gather(naps(), naps(), other.helps())  # gathers
    if not waits:
        await quick()  # not reached
import other
asyncio.run(main())
print(json.dumps([waits, hasattr(sys, "monitoring")]))
`;

const OTHER = `
import asyncio
async def helps():
    async with asyncio.Lock():  # enters
        await asyncio.sleep(0.12)  # elsewhere
`;

const folder = mkdtempSync(path.join(os.tmpdir(), 'loop-inspector-marks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, 'main.py');
const other = path.join(folder, 'other.py');
writeFileSync(file, PROGRAM);
writeFileSync(other, OTHER);

interface Told {
  readonly points: ReadonlyMap<number, YieldPointMark>;
  readonly coroutines: ReadonlyMap<string, CoroutineMark>;
}

/** What was told last of each place. */
async function told(python: string | null): Promise<{ of: (path: string) => Told; waits: readonly number[]; monitored: boolean }> {
  const { run, ended } = inspect(request(file, { python }));
  const files = new Map<string, { points: Map<number, YieldPointMark>; coroutines: Map<string, CoroutineMark> }>();
  run.onMarks((all: readonly FileMarks[]) => {
    for (const { path: name, points, coroutines } of all) {
      const known = files.get(name) ?? { points: new Map(), coroutines: new Map() };
      files.set(name, known);
      for (const point of points) known.points.set(point.line, point);
      for (const coroutine of coroutines) known.coroutines.set(coroutine.name, coroutine);
    }
  });
  run.watchFiles({ paths: [file, other], justMyCode: true });
  const { stdout, stderr } = await ended;
  expect(stderr).toBe('');
  const [waits, monitored] = JSON.parse(stdout) as [number[], boolean];
  return { of: (name) => files.get(name) ?? { points: new Map(), coroutines: new Map() }, waits, monitored };
}

describe.each([null, ...(await pythons())])('%s', (python) => {
  it('tells how long was waited where, and what the tasks did', async () => {
    const { of, waits, monitored } = await told(python);
    const at = (comment: string): YieldPointMark | undefined => of(file).points.get(lineOf(PROGRAM, comment));
    const naps = at('# naps');
    expect(naps).toMatchObject({ waits: 4, ceded: 4, parked: 0 });
    // the program's clock is read before the task stops and after it goes on
    const measured = waits.reduce((sum, wait) => sum + wait * 1000, 0);
    expect(naps!.total).toBeLessThanOrEqual(measured);
    expect(naps!.total).toBeGreaterThan(measured / 2);
    expect(naps!.longest).toBeLessThanOrEqual(1000 * Math.max(...waits));
    expect(at('# gathers')).toMatchObject({ waits: 1, ceded: 1 });
    expect(of(other).points.get(lineOf(OTHER, '# elsewhere'))).toMatchObject({ waits: 1, ceded: 1 });
    const coroutines = of(file).coroutines;
    expect(coroutines.get('naps')).toMatchObject({ line: lineOf(PROGRAM, 'async def naps'), tasks: 2, live: 0, steps: 6, waiting: 0 });
    expect(coroutines.get('naps')!.parked).toBeCloseTo(naps!.total);
    expect(coroutines.get('main')).toMatchObject({ tasks: 1, steps: 2 });
    expect(coroutines.has('quick')).toBe(false);
    expect(at('# not reached')).toBeUndefined();
    if (monitored) {
      expect(at('# quick')).toMatchObject({ reached: 1, ceded: 0 });
      expect(of(other).points.get(lineOf(OTHER, '# enters'))).toMatchObject({ ceded: 0 });
      expect(naps!.reached).toBeGreaterThan(0);
    } else {
      expect(at('# quick')).toBeUndefined();
      expect(naps!.reached).toBeNull();
    }
  });
});
