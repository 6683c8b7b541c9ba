/** The pyramid gives for every window what looking at each step gives. */
import { describe, expect, it } from 'vitest';
import { LaneColumns } from '../../../src/core/timeline/laneColumns';
import { packLength, unpackLength } from '../../../src/core/timeline/packedLength';
import { segmentAt } from '../../../src/core/timeline/segmentAt';
import { Lane, StepLog } from '../../../src/core/timeline/stepLog';
import { random } from '../random';
import { naiveColumns, type Step } from './naive';

const LANES = 3;
const BEGIN = 5_000_000_000;

interface Made {
  readonly log: StepLog;
  readonly lanes: readonly Lane[];
  readonly steps: readonly (readonly Step[])[];
  readonly end: number;
}

/** Steps of several lanes in turn; a power of two long, so that pixels of whole ns divide the time without a remainder. */
function made(seed: number, count: number, maxBytes = 2 ** 30): Made {
  const next = random(seed);
  const below = (n: number): number => Math.floor(next() * n);
  const log = new StepLog(maxBytes);
  const lanes = Array.from({ length: LANES }, () => new Lane());
  const steps = lanes.map((): Step[] => []);
  let t = BEGIN;
  for (let i = 0; i < count; i++) {
    const lane = below(LANES);
    const free = steps[lane]!.at(-1)?.end ?? BEGIN;
    t += below(10) === 0 ? below(100_000) : below(8);
    const begin = t;
    t += 1 + (below(20) === 0 ? below(50_000) : below(900));
    const since = begin - below(Math.min(begin - free, 5000) + 1);
    steps[lane]!.push({ since, begin, end: t });
    log.add(lanes[lane]!, t, t - begin, begin - since);
  }
  return { log, lanes, steps, end: t };
}

const WINDOWS = 24;

describe.each([[1, 5], [2, 16], [3, 300], [4, 5000]])('seed %d, %d steps', (seed, count) => {
  it('every window and width gives what each step gives', () => {
    const { log, lanes, steps, end } = made(seed, count);
    const next = random(seed + 100);
    const below = (n: number): number => Math.floor(next() * n);
    for (let window = 0; window < WINDOWS; window++) {
      const pixels = 1 + below(60);
      const width = window === 0 ? Math.ceil((end - BEGIN) / pixels) : 2 ** below(20);
      const from = window === 0 ? BEGIN : BEGIN - 5000 + below(end - BEGIN + 10_000);
      const to = from + pixels * width;
      const columns = new LaneColumns(log, from, to, pixels);
      lanes.forEach((lane, index) => {
        columns.read(lane);
        const naive = naiveColumns(steps[index]!, from, to, pixels);
        expectClose(columns.busy, naive.busy);
        expectClose(columns.queued, naive.queued);
        expect(Array.from(columns.longest)).toEqual(naive.longest);
        expect(Array.from(columns.counts)).toEqual(naive.counts);
        const inWindow = naiveColumns(steps[index]!, from, to, 1);
        expect([columns.totalBusy, columns.totalQueued, columns.totalLongest, columns.steps]).toEqual([inWindow.busy[0], inWindow.queued[0], inWindow.longest[0], inWindow.counts[0]]);
      });
    }
  });

  it('with a blur all is within so many pixels of where it was, long steps are where they were, and the sums are exact', () => {
    const blur = 2;
    const { log, lanes, steps, end } = made(seed, count);
    for (const width of [2 ** 12, 2 ** 16, 2 ** 18]) {
      const pixels = Math.ceil((end - BEGIN) / width);
      const columns = new LaneColumns(log, BEGIN, BEGIN + pixels * width, pixels, blur);
      lanes.forEach((lane, index) => {
        columns.read(lane);
        const naive = naiveColumns(steps[index]!, BEGIN, BEGIN + pixels * width, pixels);
        for (const [found, right] of [[columns.busy, naive.busy], [columns.queued, naive.queued]] as const) {
          const before = sums(right);
          sums(Array.from(found)).forEach((sum, pixel) => {
            expect(sum).toBeGreaterThan((before[pixel - blur] ?? 0) - 1);
            expect(sum).toBeLessThan((before[pixel + blur] ?? before.at(-1)!) + 1);
          });
        }
        expect(columns.totalBusy).toBeCloseTo(sums(naive.busy).at(-1)!, 0);
        naive.longest.forEach((longest, pixel) => {
          if (longest > width / 4) expect(columns.longest[pixel]).toBe(longest);
        });
        for (let pixel = 0; pixel < pixels; pixel += 7) {
          const exact = columns.pixelAt(BEGIN + (pixel + 0.5) * width);
          exact.read(lane);
          expect([exact.counts[0], exact.longest[0]]).toEqual([naive.counts[pixel], naive.longest[pixel]]);
        }
      });
    }
  });

  it('at every moment the segment is the one that the steps give', () => {
    const { log, lanes, steps, end } = made(seed, count);
    const next = random(seed + 200);
    lanes.forEach((lane, index) => {
      const own = steps[index]!.filter(({ begin, end: ended }) => ended > begin);
      for (let look = 0; look < 300; look++) {
        const t = BEGIN - 10 + Math.floor(next() * (end - BEGIN + 20));
        const after = own.findIndex((step) => step.end > t);
        const step = own[after];
        const segment = segmentAt(log, lane, t);
        if (step === undefined) expect(segment).toMatchObject({ state: 'parked', end: null });
        else if (t >= step.begin) expect(segment).toEqual({ state: 'running', begin: step.begin, end: step.end });
        else if (t >= step.since) expect(segment).toEqual({ state: 'queued', begin: step.since, end: step.begin });
        else expect(segment.state).toBe('parked');
      }
    });
  });
});

it('drops the oldest for the sake of its limit, says until when, and is still right after that', () => {
  const limit = 4 * 2 ** 20;
  const { log, lanes, steps, end } = made(7, 300_000, limit);
  expect(log.bytes).toBeLessThanOrEqual(limit);
  expect(log.dropped).toBeGreaterThan(0);
  expect(log.droppedUntil).toBeGreaterThan(BEGIN);
  const pixels = 200;
  const columns = new LaneColumns(log, BEGIN, end, pixels);
  lanes.forEach((lane, index) => {
    columns.read(lane);
    const kept = steps[index]!.flatMap(({ since, begin, end: ended }) =>
      ended <= log.droppedUntil ? [] : [{ since: Math.max(since, log.droppedUntil), begin: Math.max(begin, log.droppedUntil), end: ended }],
    );
    const naive = naiveColumns(kept, BEGIN, end, pixels);
    expectClose(columns.busy, naive.busy);
    expectClose(columns.queued, naive.queued);
  });
});

it('long times are kept to within 66 µs, others exactly', () => {
  for (const length of [0, 1, 999, 2 ** 31 - 1]) expect(unpackLength(packLength(length))).toBe(length);
  for (const length of [2 ** 31, 3_000_000_001, 90e9, 3600e9 * 38]) expect(Math.abs(unpackLength(packLength(length)) - length)).toBeLessThanOrEqual(2 ** 15);
});

/** Of all up to each. */
function sums(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => (sum += value));
}

/** Pixels that are no whole ns wide are divided with rounding, of far less than a nanosecond. */
function expectClose(found: Float64Array, wanted: readonly number[]): void {
  expect(Array.from(found, (value, i) => Math.abs(value - wanted[i]!)).filter((difference) => difference > 0.01)).toEqual([]);
}
