/** How long the timeline's windows take over 10,000,000 events, and what an event costs of memory. */
import type { TimelineWindow } from '../../src/core/snapshot/timelineProtocol';
import { timelineView } from '../../src/core/snapshot/timelineView';
import { foldFrame } from '../../src/core/state/fold';
import { createState, type InspectorState } from '../../src/core/state/state';
import { Timeline } from '../../src/core/timeline/timeline';
import { readFrames } from '../core/streamBuilder';
import { makeStream, type Workload } from './foldBench';

/** The crowd has all its steps in the lanes that are in sight, which is the most work there can be. */
const BENCHED: readonly Workload[] = ['crowd', 'sleeping', 'switching'];
/** Lengths of windows as parts of the run. */
const SHARES = [1, 0.3, 0.1, 0.03, 0.01, 0.001, 1e-6];

export interface TimelineTimes {
  /** Milliseconds: of the kinds of windows, each taken `runs` times and its median counted. */
  readonly median: number;
  readonly worst: number;
  readonly worstWindow: string;
  /** Of the workload where that is most. */
  readonly bytesAnEvent: number;
}

export function timelineTimes(events = 10_000_000, runs = 5): TimelineTimes {
  const times: { ms: number; label: string }[] = [];
  let bytesAnEvent = 0;
  for (const workload of BENCHED) {
    const state = withTimeline(workload, events);
    const timeline = state.timeline!;
    bytesAnEvent = Math.max(bytesAnEvent, timeline.log.bytes / state.events);
    const length = state.time - timeline.begin;
    for (const share of SHARES) {
      const from = (length * (1 - share)) / 2;
      const window: TimelineWindow = { range: { kind: 'fixed', from, to: from + length * share }, firstLane: 0, laneCount: 60, pixels: 1600, collapsed: [], pointer: null };
      const samples: number[] = [];
      for (let run = 0; run < runs; run++) {
        const began = performance.now();
        timelineView(state, window, state.time);
        samples.push(performance.now() - began);
      }
      times.push({ ms: samples.sort((a, b) => a - b)[runs >> 1]!, label: `${workload}, ${share} of the run` });
    }
  }
  times.sort((a, b) => a.ms - b.ms);
  const worst = times.at(-1)!;
  return { median: times[times.length >> 1]!.ms, worst: worst.ms, worstWindow: worst.label, bytesAnEvent };
}

function withTimeline(workload: Workload, events: number): InspectorState {
  const state = createState({ slowCallbackMs: 100, timeline: new Timeline() });
  for (const bytes of makeStream(workload, events)) for (const frame of readFrames(bytes)) foldFrame(state, frame);
  return state;
}
