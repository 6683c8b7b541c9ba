/** Where the timeline's bars and marks are, and what the page may ask for. */
import { describe, expect, it } from 'vitest';
import { parseFromPanel } from '../../src/core/panelMessages';
import { DEFAULT_WINDOW } from '../../src/core/snapshot/protocol';
import { MAX_LANES, PixelBits, type TimelineWindow } from '../../src/core/snapshot/timelineProtocol';
import { marks } from '../../webview/timeline/axis';
import { LANE_HEIGHT, laneBoxes } from '../../webview/timeline/layout';
import { destinationOf, momentShown } from '../../webview/timeline/travel';
import { NO_HISTORY } from '../../src/core/snapshot/historyView';

const { alive, blocking, share, queuedShift } = PixelBits;
const answered = { from: 0, to: 100, pixels: 100 };

describe('a lane', () => {
  const runs = [10, 0, 20, alive, 30, alive | share, 20, alive | (share << queuedShift), 10, alive | blocking | 1, 10, 0];

  it('has a bar of its own height for each kind of time, in the order of its pixels', () => {
    const boxes = laneBoxes({ runs }, answered, { from: 0, to: 100 }, 100, 0);
    const of = (kind: string): number[][] => boxes.filter((box) => box.kind === kind).map(({ x, width }) => [x, width]);
    expect(of('parked')).toEqual([[10, 20], [80, 10]]);
    expect(of('running')).toEqual([[30, 30]]);
    expect(of('queued')).toEqual([[60, 20]]);
    expect(of('blocking')).toEqual([[80, 10]]);
    const height = (kind: string): number => boxes.find((box) => box.kind === kind)!.height;
    expect(height('blocking')).toBeGreaterThan(height('running'));
    expect(height('running')).toBeGreaterThan(height('queued'));
    expect(height('queued')).toBeGreaterThan(height('parked'));
    for (const { y, height: tall } of boxes) expect(y >= 0 && y + tall <= LANE_HEIGHT).toBe(true);
  });

  it('is moved and stretched while the answer is of another time than the one on show', () => {
    const [running] = laneBoxes({ runs }, answered, { from: 20, to: 70 }, 100, 0).filter(({ kind }) => kind === 'running');
    expect(running).toMatchObject({ x: 20, width: 60 });
    expect(laneBoxes({ runs }, answered, { from: 200, to: 300 }, 100, 0)).toEqual([]);
  });
});

it.each([[1e3], [1e6], [1.5e9], [7.2e12]])('the marks of a window of %d ns have room, and tell each other apart', (length) => {
  const found = marks({ from: length, to: 2 * length }, 1000, 90);
  expect(found.length).toBeGreaterThan(2);
  expect(new Set(found.map(({ text }) => text)).size).toBe(found.length);
  for (let i = 1; i < found.length; i++) expect(((found[i]!.at - found[i - 1]!.at) / length) * 1000).toBeGreaterThanOrEqual(90 - 1e-6);
});

it('what asks for too much, or is no window, is refused', () => {
  const timeline: TimelineWindow = { range: { kind: 'fixed', from: -5, to: 7.5 }, firstLane: 0, laneCount: 9, pixels: 800, collapsed: [3], pointer: { lane: 0, at: 1 } };
  const message = (change: object): unknown => ({ type: 'view', window: { ...DEFAULT_WINDOW, timeline: { ...timeline, ...change } } });
  expect(parseFromPanel(message({})).ok).toBe(true);
  for (const wrong of [{ laneCount: MAX_LANES + 1 }, { pixels: 0 }, { pixels: 1e9 }, { range: { kind: 'fixed', from: Number.NaN, to: 1 } }, { range: { kind: 'never' } }, { collapsed: [-1] }, { pointer: {} }]) {
    expect(parseFromPanel(message(wrong)).ok).toBe(false);
  }
});

it('a moment of the lanes is one of the history, the end and what is beyond is the present, and without a history there is none', () => {
  const history = { ...NO_HISTORY, limit: 1, end: { position: 9, time: 1500 } };
  expect(destinationOf(750e6, history)).toEqual({ to: 'time', time: 750 });
  expect(destinationOf(-5, history)).toEqual({ to: 'time', time: 0 });
  expect(destinationOf(1500e6, history)).toEqual({ to: 'live' });
  expect(destinationOf(9000e6, history)).toEqual({ to: 'live' });
  expect(destinationOf(750e6, NO_HISTORY)).toBeNull();
  expect(momentShown(history)).toBeNull();
  expect(momentShown({ ...history, live: false, shown: { position: 4, time: 20 } })).toBe(20e6);
});
