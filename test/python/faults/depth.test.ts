/** Chains of coroutines that are deep, and many of them: what is recorded of them stays bounded. */
import type { Report } from '../../../src/core/report/schema';
import { type Fault, testFaults } from './fault';

const DEEP = `
import asyncio, sys
sys.setrecursionlimit(100_000)
async def down(n):
    if n:
        return await down(n - 1)
    await asyncio.sleep(0.2)  # parked
async def main():
    await asyncio.create_task(down(10_000), name="deepest")
    await asyncio.gather(*(asyncio.create_task(down(n), name=f"depth {n}") for n in range(1000)))
asyncio.run(main())
`;
const PARKED = DEEP.split('\n').findIndex((line) => line.includes('# parked')) + 1;

const faults: Record<string, Fault> = {
  'of 10,000 coroutines, and of 1,000 depths': {
    source: DEEP,
    ending: 'Finished.',
    tasks: { deepest: 'done', 'depth 0': 'done', 'depth 999': 'done' },
    check: ({ tasks }: Report) => {
      const line = tasks.find(({ name }) => name === 'deepest')?.parkedAt?.line;
      if (line !== PARKED) throw new Error(`the deepest is parked at line ${line}`);
    },
  },
};

testFaults('a chain', faults);
