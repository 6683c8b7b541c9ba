/** Snapshots of timelines as the inspector makes them: a stream is folded and asked for what the page wants. */
import type { Snapshot } from '../../src/core/snapshot/protocol';
import type { TimelineWindow } from '../../src/core/snapshot/timelineProtocol';
import { taskTimes } from '../../src/core/snapshot/taskTimes';
import { timelineView } from '../../src/core/snapshot/timelineView';
import { foldFrame } from '../../src/core/state/fold';
import { createState, type InspectorState } from '../../src/core/state/state';
import { Timeline } from '../../src/core/timeline/timeline';
import { Outcome } from '../../src/core/events/schema';
import { encodeOutputFrame } from '../../src/core/events/frames';
import { nanos } from '../../src/base/brand';
import { readFrames, StreamBuilder } from '../core/streamBuilder';
import { running } from './fixtures';

/** What folding `stream` gives, with its timeline. */
export function folded(stream: StreamBuilder, outputs: readonly (readonly [stream: 'stdout' | 'stderr', t: number])[] = [], finishedTasksKept?: number): InspectorState {
  const state = createState({ slowCallbackMs: 100, timeline: new Timeline(), ...(finishedTasksKept === undefined ? {} : { finishedTasksKept }) });
  for (const frame of stream.frames()) foldFrame(state, frame);
  for (const [to, t] of outputs) for (const frame of readFrames(encodeOutputFrame(to, nanos(t), new Uint8Array(3)))) foldFrame(state, frame);
  return state;
}

/** A crawler of a second and a half: a main task, a server and its two connections, workers that sleep, yield and once block; it writes. */
export function crawler(): InspectorState {
  const stream = new StreamBuilder();
  const outputs: ['stdout' | 'stderr', number][] = [];
  const main = stream.start().task({ name: 'main' });
  stream.iteration();
  const workers = [1, 2, 3, 4, 5].map((n) => stream.task({ name: `worker-${n}`, creator: main }));
  const server = stream.task({ name: 'server', creator: main });
  stream.step(main, { ms: 2, parkOn: stream.address() });
  stream.iteration();
  const connections = [1, 2].map((n) => stream.task({ name: `connection-${n}`, creator: server }));
  for (const worker of workers) stream.step(worker, { ms: 3, parkOn: stream.address() });
  stream.step(server, { ms: 1, parkOn: stream.address() });
  for (const connection of connections) stream.wakes(0).step(connection, { ms: 4, parkOn: stream.address() });
  for (let round = 0; round < 12; round++) {
    stream.iteration({ idleMs: 40 + 10 * (round % 3), arrivals: workers.length + 2, due: 3 });
    for (const [index, worker] of workers.entries()) stream.step(worker, { ms: index === 2 && round === 6 ? 160 : 4 + 3 * ((round + index) % 4), parkOn: stream.address() });
    for (const connection of connections) stream.step(connection, { ms: 6, parkOn: stream.address() });
    outputs.push([round % 4 === 3 ? 'stderr' : 'stdout', stream.now]);
    stream.iteration({ arrivals: 1 }).callback('Transport._read_ready', { ms: 5 });
  }
  stream.iteration({ idleMs: 20, arrivals: 1 });
  stream.step(workers[4]!, { ms: 4, outcome: Outcome.returned });
  return folded(stream, outputs);
}

/** The snapshot that answers `window`. */
export function answered(state: InspectorState, window: TimelineWindow, sequence: number, change: Partial<Snapshot> = {}, selected: number | null = null): Snapshot {
  return running({ sequence, timeline: timelineView(state, window, state.time), taskTimes: taskTimes(state, selected), ...change });
}
