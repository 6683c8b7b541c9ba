/** The timeline's part of what a view asks for and gets. Times are nanoseconds since the run's start; everything per pixel is summed up by the inspector. */

/** A task's serial number, as `Serial` in `protocol.ts`, which imports this file. */
type TaskSerial = number;

/** ns since the run's start. */
export type SinceStart = number;

export type TimelineRange =
  /** From the run's start to now. */
  | { readonly kind: 'all' }
  /** The last so many ns, up to now. */
  | { readonly kind: 'last'; readonly length: number }
  | { readonly kind: 'fixed'; readonly from: SinceStart; readonly to: SinceStart };

/** What a timeline has in sight. */
export interface TimelineWindow {
  readonly range: TimelineRange;
  readonly firstLane: number;
  readonly laneCount: number;
  /** Width of the lanes. */
  readonly pixels: number;
  /** Tasks whose children are not shown. */
  readonly collapsed: readonly TaskSerial[];
  /** Where the pointer is: a lane, counted from the first of all, and a moment; null: nowhere. */
  readonly pointer: { readonly lane: number; readonly at: SinceStart } | null;
}

/** Within limits that keep an answer small, whatever a page asks for. */
export const MAX_LANES = 400;
export const MAX_PIXELS = 8192;
export const MAX_COLLAPSED = 10_000;

/**
 * What a pixel of a lane shows, as one number: bits 0 to 3 the share of its time that the task ran, 4 to 7 the share that it
 * was queued, both in fifteenths and rounded up, bit 8 that a blocking step was there, bit 9 that the task lived then.
 */
export const PixelBits = { share: 15, queuedShift: 4, blocking: 256, alive: 512 } as const;

export interface TimelineLane {
  /** null: the plain callbacks of a loop. */
  readonly task: TaskSerial | null;
  readonly label: string;
  /** 0: made by no task that is known. */
  readonly depth: number;
  /** Tasks that it made and that lived in the window. */
  readonly children: number;
  readonly collapsed: boolean;
  /** Pixels from the left, as runs of equal ones: how many, `PixelBits`, how many, `PixelBits`, … */
  readonly runs: readonly number[];
  /** How much of the window the task lived in, and what it did in it, ns; the rest it was parked. Of callbacks it is not known how long they were queued: 0. */
  readonly lived: number;
  readonly busy: number;
  readonly queued: number;
  readonly longest: number;
  readonly steps: number;
}

/** What is under the pointer. */
export interface PointedSegment {
  readonly lane: number;
  readonly label: string;
  readonly state: 'running' | 'queued' | 'parked' | 'callbacks' | 'not there';
  /** Of the segment; null: not known, or it has not ended. */
  readonly begin: SinceStart | null;
  readonly end: SinceStart | null;
  /** Of the pixel there: steps with a part in it, the longest of them in ns. */
  readonly steps: number;
  readonly longest: number;
}

export interface TimelineView {
  /** What is shown. */
  readonly from: SinceStart;
  readonly to: SinceStart;
  readonly pixels: number;
  /** What there is: steps before `begin` are not kept any more. */
  readonly begin: SinceStart;
  readonly end: SinceStart;
  readonly droppedSteps: number;
  readonly lanes: { readonly total: number; readonly first: number; readonly items: readonly TimelineLane[] };
  /** The time from 0 to `end` in even parts: how busy the busiest loop was in each, in percent; and whether a step blocked it. */
  readonly utilisation: readonly number[];
  readonly blocked: readonly boolean[];
  /** What the program wrote, in chunks, by pixel: pixel, how many, pixel, how many, … */
  readonly stdout: readonly number[];
  readonly stderr: readonly number[];
  /** `code`: the rule of the first of them. */
  readonly warnings: readonly { readonly pixel: number; readonly count: number; readonly code: string }[];
  readonly pointed: PointedSegment | null;
}

/** Times of one kind, by length. All in ns. */
export interface Histogram {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
  /** Bars of even width on a logarithmic scale, shortest times first; the first begins at `least`, and each next one at `factor` times the one before. */
  readonly least: number;
  readonly factor: number;
  readonly bars: readonly number[];
}

/** How long the steps of a task took, and how long it was queued before each. */
export interface TaskTimes {
  readonly task: TaskSerial;
  readonly steps: Histogram;
  readonly queued: Histogram;
}
