import { expect, it } from 'vitest';
import { wordAt } from '../../../src/core/events/rows';
import { FIRST_NAME_ID, FIRST_TASK_ID, RowKind } from '../../../src/core/events/schema';
import { nextPosition, positionAt, previousPosition, type Unit } from '../../../src/core/history/landmarks';
import { History } from '../../../src/core/history/history';
import { TimeTravel } from '../../../src/core/history/timeTravel';
import { foldFrame } from '../../../src/core/state/fold';
import { createState } from '../../../src/core/state/state';
import { zstdPacker } from '../../../src/inspector/zstdPacker';
import { randomProgram } from '../randomProgram';

const LIMIT = 64 * 1024 * 1024;
const frames = randomProgram(11, 120).frames();
const words = Uint32Array.from(frames.flatMap((frame) => (frame.kind === 'rows' ? [...frame.words] : [])));
const ROWS = words.length / 8;
const kindOf = (row: number): number => wordAt(words, row * 8, 1);
const isMark: Readonly<Record<Unit, (kind: number) => boolean>> = {
  handle: (kind) => kind >= FIRST_NAME_ID,
  iteration: (kind) => kind === RowKind.iteration,
};

function traveller(limit = LIMIT): { live: ReturnType<typeof createState>; travel: TimeTravel } {
  const live = createState({ slowCallbackMs: 100 });
  const travel = new TimeTravel(live, limit, zstdPacker);
  for (const frame of frames) {
    foldFrame(live, frame);
    travel.record(frame);
  }
  return { live, travel };
}

it('finds the next and the last handle and iteration from every position, across keyframes', () => {
  const live = createState({ slowCallbackMs: 100 });
  const history = new History(live, LIMIT, zstdPacker, { fewest: 30, most: 30 });
  for (const frame of frames) {
    if (frame.kind !== 'rows') foldFrame(live, frame);
    else {
      for (let at = 0; at < frame.words.length; at += 24) {
        const piece = { ...frame, words: frame.words.subarray(at, at + 24) };
        foldFrame(live, piece);
        history.record(piece);
      }
    }
  }
  expect(history.segments.length).toBeGreaterThan(5);
  for (const unit of ['handle', 'iteration'] as const) {
    const marks = Array.from({ length: ROWS }, (_, row) => row + 1).filter((position) => isMark[unit](kindOf(position - 1)));
    expect(marks.length).toBeGreaterThan(20);
    for (let from = 0; from <= ROWS; from++) {
      expect(nextPosition(history, from, unit)).toBe(marks.find((mark) => mark > from) ?? ROWS);
      expect(previousPosition(history, from, unit)).toBe(marks.findLast((mark) => mark < from) ?? 0);
    }
  }
  for (let row = 0; row < ROWS; row++) {
    if (kindOf(row) < FIRST_TASK_ID) continue;
    const time = wordAt(words, row * 8, 0);
    expect(positionAt(history, time)).toBeGreaterThan(row);
    expect(positionAt(history, time - 1)).toBeLessThanOrEqual(row);
  }
});

it('goes back, on and to the present, and loses no step of many at once', () => {
  const { live, travel } = traveller();
  expect(travel.past()).toBeNull();
  expect(travel.view(500)).toMatchObject({ live: true, shown: { position: ROWS, time: 500 } });
  travel.travel({ to: 'position', position: 0 });
  expect(travel.view(500)).toMatchObject({ live: false, begin: { position: 0, time: 0 }, shown: { position: 0, time: 0 } });
  for (let step = 0; step < 10; step++) travel.travel({ to: 'step', unit: 'handle', direction: 1 });
  for (let step = 0; step < 4; step++) travel.travel({ to: 'step', unit: 'handle', direction: -1 });
  const handles = Array.from({ length: ROWS }, (_, row) => row + 1).filter((position) => isMark.handle(kindOf(position - 1)));
  expect(travel.past()?.state.events).toBe(handles[5]);
  expect(travel.past()?.state.time).toBe(wordAt(words, (handles[5]! - 1) * 8, 0));
  travel.travel({ to: 'live' });
  expect([travel.past(), travel.isLive, live.events]).toEqual([null, true, ROWS]);
});

it('shows clocks as they were at the very time that was asked for, also while nothing happened', () => {
  const { live, travel } = traveller();
  const start = live.definitions.hello!.clock;
  const end = (live.time - start) / 1e6;
  for (let part = 0; part <= 20; part++) {
    const time = (end * part) / 20;
    travel.travel({ to: 'time', time });
    const past = travel.past()!;
    expect((past.now - start) / 1e6).toBeCloseTo(time, 5);
    expect(past.state.time).toBeLessThanOrEqual(past.now);
    expect(travel.view(end).shown.time).toBeCloseTo(time, 5);
  }
});

it('tells when each warning was found', () => {
  const { live, travel } = traveller();
  const { marks } = travel.view(1e6);
  expect(marks.map(({ id }) => id)).toEqual(live.warnings.map(({ serial }) => serial));
  expect(marks.length).toBeGreaterThan(0);
});

it('stays in the present when there is no history', () => {
  const { travel } = traveller(0);
  travel.travel({ to: 'step', unit: 'handle', direction: -1 });
  expect(travel.view(7)).toMatchObject({ live: true, limit: 0, memory: 0, marks: [] });
});
