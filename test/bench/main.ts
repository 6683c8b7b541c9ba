/** What `npm run bench` prints. Every ratio is of two measurements in this run, so a slow machine slows both. */
import path from 'node:path';
import { eventsPerSecond, WORKLOADS } from './foldBench';
import { historyFigures, keyframeTimes } from './historyBench';
import { inTurns } from './inTurns';
import { nativeSlowdowns } from './nativeBench';
import { panelFrameTimes } from './panelBench';
import { plainStart, runProgram } from './runs';
import { crowdedState, snapshotTimes } from './snapshotBench';
import { timelineTimes } from './timelineBench';
import { timelineFrameTimes } from './timelineFrames';
import { treeTimes, waitingState } from './treeBench';
import { typingTimes } from './typingBench';

const [dist, bench] = process.argv.slice(2);
if (dist === undefined || bench === undefined) throw new Error('usage: main DIST BENCH-FOLDER');
const STARTS = 5;
const EMBEDDED_ROUNDS = 3;

const ratio = (value: number): string => `${value.toFixed(2)}×`;
const milliseconds = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const line = (what: string, figure: string, aside: string): void => console.log(`${what.padEnd(64)}${figure.padStart(12)}   ${aside}`);

/** Highest ratio to aim for on the embedded interpreter. */
const EMBEDDED_GOALS: Readonly<Record<string, number>> = { 'switching': 1.25, 'tree': 1.5, 'tree of sleeps': 1.5, 'tree of cached results': 1.5, 'queues': 1.45 };

const spread = (ratios: readonly number[]): string => `${Math.min(...ratios).toFixed(2)} to ${ratio(Math.max(...ratios))} in ${ratios.length} processes`;

const embedded = await inTurns(dist, bench, EMBEDDED_ROUNDS, Object.keys(EMBEDDED_GOALS));
for (const [workload, { ratio: slowdown, watched, plain, ratios }] of Object.entries(embedded.workloads)) {
  const times = `${milliseconds(watched * 1000)} / ${milliseconds(plain * 1000)}`;
  const debug = workload === 'switching' ? `, debug mode ${ratio(embedded.debug)}` : '';
  line(`embedded CPython, ${workload}, watched / not watched`, ratio(slowdown), `goal ${ratio(EMBEDDED_GOALS[workload]!)}, ${spread(ratios)}${debug}, ${times}`);
}

for await (const { python, workload, watched, goal, debug, shownPercent, measuredPercent } of nativeSlowdowns(dist, bench)) {
  line(`CPython ${python}, ${workload}, watched / not watched`, ratio(watched.ratio), `goal ${ratio(goal)}, ${spread(watched.ratios)}, debug mode ${ratio(debug)}, shown as overhead ${shownPercent.toFixed(0)} % of the time, measured ${measuredPercent.toFixed(0)} %`);
}

for (const workload of WORKLOADS) {
  line(`events a second through the inspector: ${workload}`, `${(eventsPerSecond(2_000_000, workload) / 1e6).toFixed(1)} M`, 'goal 2.0 M');
}

for (const { what, ...run } of [
  { what: 'switching, 10 M events', workload: 'switching', rows: 10_000_000 },
  { what: 'sleeping, 10,000 tasks, 10 M events', workload: 'sleeping', rows: 10_000_000 },
  { what: 'queues', workload: 'queues', rows: 4_000_000 },
  { what: 'tree', workload: 'tree', rows: 4_000_000 },
  { what: '100,000 live tasks in any order, in haste', workload: 'restless', rows: 4_000_000, tasks: 100_000 },
  { what: '100,000 live tasks in any order', workload: 'restless', rows: 4_000_000, tasks: 100_000, rests: true },
] as const) {
  const figures = await historyFigures(run);
  line(`history, ${what}: events a second`, `${(figures.eventsPerSecond / 1e6).toFixed(1)} M`, `goal 2.0 M with the timeline too, without history ${(figures.withoutHistory / 1e6).toFixed(1)} M`);
  line(`history, ${what}: memory an event`, `${figures.bytesPerEvent.toFixed(1)} bytes`, 'goal 16 bytes, keyframes included');
  line(`history, ${what}: seek to any moment, median`, milliseconds(figures.seekMedian), `goal 100 ms, worst ${milliseconds(figures.seekWorst)}`);
}
const keyframe = keyframeTimes(crowdedState());
line('keyframe of 100,000 live tasks, writing', milliseconds(keyframe.save), `goal 50 ms, reading ${milliseconds(keyframe.load)}`);

const { median: typical, worst, worstWindow } = snapshotTimes(crowdedState());
line('snapshot of 100,000 live tasks, median window', milliseconds(typical), `worst ${milliseconds(worst)}: ${worstWindow}`);

const timeline = timelineTimes();
line('timeline: a window over 10,000,000 events, 60 lanes × 1600 pixels', milliseconds(timeline.median), `goal 30 ms, worst ${milliseconds(timeline.worst)}: ${timeline.worstWindow}`);
line('timeline: memory an event', `${timeline.bytesAnEvent.toFixed(1)} B`, '');
const tree = treeTimes(waitingState());
line('await tree of 100,000 live tasks, median window (goal: 10 ms)', milliseconds(tree.median), `worst ${milliseconds(tree.worst)}: ${tree.worstWindow}`);
const typing = typingTimes();
line('a letter typed into 5,000 lines while a program runs, median', milliseconds(typing.median), `goal 5 ms, worst ${milliseconds(typing.worst)}; drawing later ${milliseconds(typing.redraw)}`);

const frames = await panelFrameTimes();
for (const [what, times] of [
  ['panel with 100,000 live tasks: work for a frame, median', frames.work],
  ['the same while the table scrolls', frames.scrollingWork],
  ['the same after a jump', frames.jumpWork],
  ['timeline of 100,000 tasks: work for a frame, median', await timelineFrameTimes()],
] as const) {
  line(what, milliseconds(times.median), `goal 16 ms, slowest of a hundred ${milliseconds(times.p99)}`);
}

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
