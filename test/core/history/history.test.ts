import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../src/core/events/frames';
import { HALVES } from '../../../src/core/events/rows';
import { FIRST_TASK_ID, Outcome } from '../../../src/core/events/schema';
import { History, type Spacing } from '../../../src/core/history/history';
import { Replay } from '../../../src/core/history/replay';
import { saveState } from '../../../src/core/history/segment';
import type { Column } from '../../../src/core/state/column';
import { Columns } from '../../../src/core/state/columns';
import { foldFrame } from '../../../src/core/state/fold';
import { createState, type InspectorState, type StateOptions } from '../../../src/core/state/state';
import { zstdPacker } from '../../../src/inspector/zstdPacker';
import { random } from '../random';
import { randomProgram } from '../randomProgram';
import { StreamBuilder } from '../streamBuilder';
import { snapshot } from '../views';

const MEGABYTE = 1024 * 1024;
const OPTIONS: StateOptions = { slowCallbackMs: 100 };

/** Everything that is shown of a state, in several windows. */
const shown = (state: InspectorState): unknown => [
  snapshot(state, { taskCount: 1000 }, 3),
  snapshot(state, { taskSort: 'name', taskDescending: false }),
  snapshot(state, { taskSort: 'busy', taskFilter: 'work' }),
];

/** The state after everything before row `position` + 1, folded from the start. */
function foldedTo(frames: readonly Frame[], position: number, options = OPTIONS): InspectorState {
  const state = createState(options);
  for (const frame of frames) {
    const rows = frame.kind === 'rows' ? frame.words.length / HALVES : 0;
    if (frame.kind === 'rows' && state.events + rows > position) {
      if (state.events < position) foldFrame(state, { ...frame, words: frame.words.subarray(0, (position - state.events) * HALVES) });
      break;
    }
    foldFrame(state, frame);
  }
  return state;
}

/** The rows in frames of a few, with output between them. */
function inSmallFrames(frames: readonly Frame[], next: () => number): Frame[] {
  return frames.flatMap((frame): Frame[] => {
    if (frame.kind !== 'rows') return [frame];
    const pieces: Frame[] = [];
    for (let at = 0; at < frame.words.length; ) {
      const end = Math.min(frame.words.length, at + HALVES * (1 + Math.floor(next() * 9)));
      pieces.push({ ...frame, words: frame.words.slice(at, end) });
      if (next() < 0.2) pieces.push({ kind: 'output', stream: 'stdout', t: 1 as never, bytes: new Uint8Array(Math.floor(next() * 5)) });
      at = end;
    }
    return pieces;
  });
}

/** Rows of every kind about a few objects, most of which make no sense together. */
function nonsense(next: () => number): Frame {
  const words = Uint32Array.from({ length: HALVES * 200 }, (_, i) => {
    if (i % HALVES === 2) return next() < 0.8 ? Math.floor(next() * 45) : FIRST_TASK_ID + Math.floor(next() * 6);
    if (i % 2 === 1) return i % HALVES === 5 || i % HALVES === 7 ? Math.floor(next() * 2) : 0;
    // an address, but no length of a queue
    return (next() < 0.3 && i % HALVES !== 6 ? FIRST_TASK_ID : 0) + Math.floor(next() * (next() < 0.7 ? 6 : 3000));
  });
  return { kind: 'rows', loop: Math.floor(next() * 3), words };
}

function recorded(frames: readonly Frame[], limit: number, spacing?: Spacing, options = OPTIONS): History {
  const live = createState(options);
  const history = new History(live, limit, zstdPacker, spacing);
  for (const frame of frames) {
    foldFrame(live, frame);
    history.record(frame);
  }
  return history;
}

/** Compares the public fields of two states and of all that they lead to, without what a passage leaves in them and what only the live state notes. */
function expectEqual(past: InspectorState, live: InspectorState, what: string): void {
  const laidAside: (() => void)[] = [];
  const seen = new Set<object>();
  const left: unknown[] = [past, live];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null || seen.has(value) || ArrayBuffer.isView(value) || value instanceof Columns) continue;
    seen.add(value);
    if ('mark' in value) value.mark = 0;
    for (const name of LIVE_ONLY) {
      if (!(name in value)) continue;
      const kept: unknown = Reflect.get(value, name);
      laidAside.push(() => Object.assign(value, { [name]: kept }));
      Object.assign(value, { [name]: null });
    }
    left.push(...(value instanceof Map ? value.values() : Object.values(value)));
  }
  expect(past, what).toEqual(live);
  for (const putBack of laidAside.reverse()) putBack();
  for (const table of ['tasks', 'futures', 'timers'] as const) expectEqualColumns(past.objects[table].columns, live.objects[table].columns, `${what}, ${table}`);
  // and what classes keep to themselves, as far as it is written
  expect(Buffer.compare(saveState(past).bytes, saveState(live).bytes), what).toBe(0);
}

/** Rows that there is only room for say nothing. */
function expectEqualColumns(past: Columns, live: Columns, what: string): void {
  expect(past.length, what).toBe(live.length);
  const others = new Map(live.columns().map(([name, column]) => [name, column]));
  // a record's whole numbers make odd doubles
  const numbers = (column: Column, width: number): number[] => [...(width === 1 ? column.subarray(0, past.length) : new Int32Array(column.buffer, column.byteOffset, 2 * past.length * width))];
  for (const [name, column, width] of past.columns()) if (!LIVE_ONLY_COLUMNS.includes(name)) expect(numbers(column, width), `${what}, ${name}`).toEqual(numbers(others.get(name)!, width));
}

/** For marks in the editor and the timeline, which are not of past moments. */
const LIVE_ONLY = ['waits', 'coroutines', 'timeline', 'onFound', 'columns'];
const LIVE_ONLY_COLUMNS = ['placed', 'lane'];

const SHORT: Spacing = { fewest: 60, most: 60 };

describe('the history', () => {
  it('shows at every moment what folding up to there gives, in whatever order one goes', () => {
    let keyframes = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const next = random(seed);
      const frames = inSmallFrames(randomProgram(seed, 250).frames(), next);
      const history = recorded(frames, 64 * MEGABYTE, SHORT);
      expect(history.begin).toBe(0);
      keyframes += history.segments.length;
      const replay = new Replay(history);
      const live = shown(history.live);
      for (let visit = 0; visit < 24; visit++) {
        const position = visit === 0 ? 0 : visit === 1 ? history.end : Math.floor(next() * (history.end + 1));
        const past = replay.at(position)!;
        const folded = foldedTo(frames, position);
        expect(past.events).toBe(position);
        expect(shown(past), `seed ${seed} at ${position}`).toEqual(shown(folded));
        if (visit % 6 === 0) expectEqual(past, folded, `seed ${seed} at ${position}`);
      }
      expect(shown(history.live)).toEqual(live);
    }
    expect(keyframes).toBeGreaterThan(100);
  });

  it('does so for any rows', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const next = random(seed);
      const program = randomProgram(seed, 30).frames();
      const frames = inSmallFrames([...program, nonsense(next), nonsense(next), ...program], next);
      const history = recorded(frames, 64 * MEGABYTE, SHORT);
      const replay = new Replay(history);
      for (let visit = 0; visit < 12; visit++) {
        const position = history.begin + Math.floor(next() * (history.end - history.begin + 1));
        const past = replay.at(position)!;
        const folded = foldedTo(frames, position);
        expect(shown(past), `seed ${seed} at ${position}`).toEqual(shown(folded));
        if (visit % 3 === 0) expectEqual(past, folded, `seed ${seed} at ${position}`);
      }
    }
  });

  it('does so when most tasks were let go and their rows are used by others', () => {
    const next = random(9);
    const options = { ...OPTIONS, finishedTasksKept: 20 };
    const frames = Array.from({ length: 45 }, () => [...inSmallFrames(randomProgram(9, 150).frames(), next), nonsense(next)]).flat();
    const history = recorded(frames, 256 * MEGABYTE, { fewest: 500, most: 500 }, options);
    expect(history.begin).toBe(0);
    const { tasks } = history.live;
    expect(tasks.letGo).toBeGreaterThan(2000);
    expect(tasks.all.length, 'rows').toBeLessThan(tasks.total / 2);
    const replay = new Replay(history);
    for (let visit = 0; visit < 12; visit++) {
      const position = Math.floor(history.end * (1 - (next() * visit) / 12));
      const past = replay.at(position)!;
      const folded = foldedTo(frames, position, options);
      expect(past.events).toBe(position);
      expect(shown(past), `at ${position}`).toEqual(shown(folded));
      expectEqual(past, folded, `at ${position}`);
    }
  });

  it('does so while a step blocks where another did before', () => {
    const stream = new StreamBuilder().start();
    const [one, two] = [stream.task(), stream.task()];
    const [first, second] = [3, 4].map((line) => stream.stack(stream.site(line, 'handler')));
    stream.iteration().advance(200).sample(first!, one).step(one, { ms: 0, outcome: Outcome.returned });
    stream.advance(300).sample(first!, two).flush();
    stream.advance(300).sample(second!, two).flush().advance(2000).sample(second!, two).step(two, { ms: 0 });
    const frames = stream.frames();
    const replay = new Replay(recorded(frames, 64 * MEGABYTE, { fewest: 1, most: 1 }));
    const { events } = stream.state();
    for (let position = events; position >= 0; position--) {
      const [past, folded] = [replay.at(position)!, foldedTo(frames, position)];
      expect(shown(past), `at ${position}`).toEqual(shown(folded));
      expectEqual(past, folded, `at ${position}`);
    }
  });

  it('grows while one looks at its end', () => {
    const frames = inSmallFrames(randomProgram(3, 200).frames(), random(3));
    const live = createState({ slowCallbackMs: 100 });
    const history = new History(live, 64 * MEGABYTE, zstdPacker, SHORT);
    const replay = new Replay(history);
    for (const frame of frames) {
      foldFrame(live, frame);
      history.record(frame);
      const past = replay.at(history.end)!;
      expectEqual(past, live, 'at the end');
    }
  });

  it('lets the oldest go when it may not take more, and shows the rest as before', () => {
    const next = random(5);
    const frames = Array.from({ length: 40 }, () => inSmallFrames(randomProgram(5, 300).frames(), next)).flat();
    const limit = 2 * MEGABYTE;
    const live = createState({ slowCallbackMs: 100 });
    const history = new History(live, limit, zstdPacker, { fewest: 500, most: 500 });
    let most = 0;
    for (const frame of frames) {
      foldFrame(live, frame);
      history.record(frame);
      most = Math.max(most, history.memory);
    }
    expect(most).toBeLessThanOrEqual(limit + 64 * 1024); // and what is being added
    expect(history.begin).toBeGreaterThan(0);
    expect(history.end - history.begin).toBeGreaterThan(60);
    const replay = new Replay(history);
    for (const position of [history.begin, history.begin + 1, history.end - 1, history.end]) {
      expect(shown(replay.at(position)!)).toEqual(shown(foldedTo(frames, position)));
    }
  });

  it('is none when it may take nothing', () => {
    const history = recorded(randomProgram(1, 50).frames(), 0);
    expect([history.memory, history.begin, new Replay(history).at(history.end)]).toEqual([0, history.end, null]);
  });
});
