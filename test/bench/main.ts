/** What `npm run bench` prints. Every ratio is of two measurements in this run, so a slow machine slows both. */
import path from 'node:path';
import { eventsPerSecond, WORKLOADS } from './foldBench';
import { nativeSlowdowns } from './nativeBench';
import { plainStart, runProgram } from './runs';
import { crowdedState, snapshotTimes } from './snapshotBench';

const [dist, bench] = process.argv.slice(2);
if (dist === undefined || bench === undefined) throw new Error('usage: main DIST BENCH-FOLDER');
const STARTS = 5;

const ratio = (value: number): string => `${value.toFixed(2)}×`;
const milliseconds = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const line = (what: string, figure: string, aside: string): void => console.log(`${what.padEnd(64)}${figure.padStart(12)}   ${aside}`);

/** Highest ratio to aim for on the embedded interpreter. */
const EMBEDDED_GOALS: Readonly<Record<string, number>> = { 'switching': 1.25, 'tree': 1.5, 'tree of sleeps': 1.5, 'tree of cached results': 1.5, 'queues': 1.45 };

const { output } = await runProgram(dist, path.join(bench, 'in_turns.py'), { args: Object.keys(EMBEDDED_GOALS) });
const embedded = JSON.parse(output) as { readonly workloads: Record<string, Record<'watched' | 'plain', number>>; readonly debug: number };
for (const [workload, { watched, plain }] of Object.entries(embedded.workloads)) {
  const times = `${milliseconds(watched * 1000)} / ${milliseconds(plain * 1000)}`;
  const debug = workload === 'switching' ? `, debug mode ${ratio(embedded.debug)}` : '';
  line(`embedded CPython, ${workload}, watched / not watched`, ratio(watched / plain), `goal ${ratio(EMBEDDED_GOALS[workload]!)}${debug}, ${times}`);
}

for await (const { python, workload, watched, goal, debug, shownPercent } of nativeSlowdowns(dist, bench)) {
  line(`CPython ${python}, ${workload}, watched / not watched`, ratio(watched), `goal ${ratio(goal)}, debug mode ${ratio(debug)}, shown as overhead ${shownPercent.toFixed(1)} %`);
}

for (const workload of WORKLOADS) {
  line(`events a second through the inspector: ${workload}`, `${(eventsPerSecond(2_000_000, workload) / 1e6).toFixed(1)} M`, '');
}

const { median: typical, worst, worstWindow } = snapshotTimes(crowdedState());
line('snapshot of 100,000 live tasks, median window', milliseconds(typical), `worst ${milliseconds(worst)}: ${worstWindow}`);

const starts: { first: number; output: number; plain: number }[] = [];
for (let start = 0; start < STARTS; start++) {
  const hello = path.join(bench, 'hello.py');
  const plain = await plainStart(path.join(dist, 'pyodide'), hello);
  const { firstSnapshotMs, firstOutputMs } = await runProgram(dist, hello);
  starts.push({ first: firstSnapshotMs, output: firstOutputMs, plain });
}
const first = median(starts.map((start) => start.first));
const bare = median(starts.map((start) => start.plain));
line('command to first snapshot / embedded Python alone to first line', ratio(first / bare), `${milliseconds(first)} / ${milliseconds(bare)}`);
line('command to first line of output', milliseconds(median(starts.map((start) => start.output))), '');
