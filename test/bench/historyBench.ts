/** What a run's history costs: memory an event, the fold's speed while it is recorded, and the time to seek a moment. */
import { setImmediate } from 'node:timers/promises';
import { History } from '../../src/core/history/history';
import { Replay } from '../../src/core/history/replay';
import { loadState, saveState } from '../../src/core/history/segment';
import { foldFrame } from '../../src/core/state/fold';
import { createState, type InspectorState } from '../../src/core/state/state';
import { Timeline } from '../../src/core/timeline/timeline';
import { zstdPacker } from '../../src/inspector/zstdPacker';
import { readFrames } from '../core/streamBuilder';
import { random } from '../core/random';
import { makeStream, type Workload } from './foldBench';
import { threadTime } from './threadTime';

const UNBOUNDED = 2 ** 40;
/** So many frames are folded at a stretch; then packed bytes are taken, as the inspector does between two looks at its messages. */
const STRETCH = 32;
const SEEKS = 60;

export interface HistoryFigures {
  readonly eventsPerSecond: number;
  /** Of the same stream, folded with the timeline only. */
  readonly withoutHistory: number;
  readonly bytesPerEvent: number;
  readonly seekMedian: number;
  readonly seekWorst: number;
}

export interface Run {
  readonly workload: Workload;
  readonly rows: number;
  /** Only for the workloads of tasks that sleep. */
  readonly tasks?: number;
  /** The program leaves the inspector time again and again. */
  readonly rests?: boolean;
}

/** With the timeline, as the inspector does it. Times are milliseconds of processor time. */
export async function historyFigures({ workload, rows, tasks, rests = false }: Run): Promise<HistoryFigures> {
  const stream = makeStream(workload, rows, tasks);
  const live = createState({ slowCallbackMs: 100, timeline: new Timeline() });
  const history = new History(live, UNBOUNDED, zstdPacker);
  let spent = 0;
  for (let first = 0; first < stream.length; first += STRETCH) {
    const began = threadTime();
    for (const bytes of stream.slice(first, first + STRETCH)) {
      for (const frame of readFrames(bytes)) {
        foldFrame(live, frame);
        history.record(frame);
      }
    }
    if (rests) history.rest();
    spent += threadTime() - began;
    await setImmediate();
  }
  await allPacked(history);
  const bare = createState({ slowCallbackMs: 100, timeline: new Timeline() });
  const began = threadTime();
  for (const bytes of stream) for (const frame of readFrames(bytes)) foldFrame(bare, frame);
  const withoutHistory = bare.events / ((threadTime() - began) / 1000);
  const replay = new Replay(history);
  const next = random(1);
  const times: number[] = [];
  for (let seek = 0; seek < SEEKS; seek++) {
    const position = Math.floor(next() * (history.end + 1));
    const began = threadTime();
    if (replay.at(position)?.events !== position) throw new Error('the seek went elsewhere');
    times.push(threadTime() - began);
  }
  times.sort((a, b) => a - b);
  return { eventsPerSecond: live.events / (spent / 1000), withoutHistory, bytesPerEvent: history.memory / live.events, seekMedian: times[SEEKS >> 1]!, seekWorst: times.at(-1)! };
}

/** Median times in milliseconds of processor time to write a keyframe of `state` and to make a state of it. */
export function keyframeTimes(state: InspectorState, runs = 7): { readonly save: number; readonly load: number } {
  const saves: number[] = [];
  const loads: number[] = [];
  for (let run = 0; run < runs; run++) {
    const began = threadTime();
    const saved = saveState(state);
    const written = threadTime();
    loadState(saved, state);
    saves.push(written - began);
    loads.push(threadTime() - written);
  }
  return { save: saves.sort((a, b) => a - b)[runs >> 1]!, load: loads.sort((a, b) => a - b)[runs >> 1]! };
}

/** All but the open segment take their final size. */
async function allPacked(history: History): Promise<void> {
  while (history.segments.some((segment) => segment.packing)) await setImmediate();
}
