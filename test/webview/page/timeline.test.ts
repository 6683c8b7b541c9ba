/** The timeline in a real browser: what it asks for, what it shows, and every way to move in it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../src/core/snapshot/protocol';
import type { TimelineRange, TimelineWindow } from '../../../src/core/snapshot/timelineProtocol';
import { inThePast, running } from '../fixtures';
import { type PanelPage, PanelPages } from '../panelPage';
import type { ThemeName } from '../../../src/panel/themes';
import { Outcome } from '../../../src/core/events/schema';
import { StreamBuilder } from '../../core/streamBuilder';
import { answered, crawler, folded } from '../timelineSnapshots';
import { LANE_HEIGHT } from '../../../webview/timeline/layout';

const state = crawler();
const END = state.time - state.timeline!.begin;
let pages: PanelPages;
let panel: PanelPage;
let sequence = 0;

beforeAll(async () => {
  pages = await PanelPages.start();
});
afterAll(() => pages[Symbol.asyncDispose]());
beforeEach(async () => {
  panel = await open('dark', 1200);
  return () => panel[Symbol.asyncDispose]();
});

async function open(theme: ThemeName, width: number): Promise<PanelPage> {
  const opened = await pages.open({ theme, width, height: 700 });
  sequence = 1;
  await opened.show(running({ sequence }));
  await opened.page.click('#tab-timeline');
  await settle(opened);
  return opened;
}

/** Answers as the inspector does until the page asks for nothing new; returns what it asked for last. */
async function settle(on = panel, of = state): Promise<TimelineWindow | null> {
  let seen = -1;
  for (;;) {
    await on.frames();
    const views = await on.sentOf('view');
    const { window } = views.at(-1)!;
    if (views.length === seen) return window.timeline;
    seen = views.length;
    sequence += 1;
    const snapshot: Snapshot = window.timeline === null ? running({ sequence }) : answered(of, window.timeline, sequence, {}, window.selected);
    await on.show(snapshot);
  }
}

const rangeNow = async (): Promise<TimelineRange> => (await settle())!.range;
const lanesBox = async (): Promise<{ x: number; y: number; width: number; height: number }> => (await panel.page.locator('.timeline-lanes').boundingBox())!;
/** The moment at a share of the lanes' width; `all` is from 0 to the end. */
const momentAt = (range: TimelineRange, share: number): number => (range.kind === 'fixed' ? range.from + share * (range.to - range.from) : share * END);

/** How many different colours a part of the canvas has. */
const colours = (on: PanelPage, selector: string): Promise<number> =>
  on.page.evaluate<number>(`(() => {
    const canvas = document.querySelector('${selector}');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  })()`);

it('asks for nothing unless its tab is open, and then for as many pixels and lanes as there is room for', async () => {
  expect((await panel.sentOf('view'))[0]!.window.timeline).toBeNull();
  const asked = await settle();
  const { width, height } = await lanesBox();
  expect(asked).toEqual({ range: { kind: 'all' }, firstLane: 0, laneCount: Math.ceil(height / LANE_HEIGHT) + 1, pixels: width, collapsed: [], pointer: null });
  await panel.page.click('#tab-tasks');
  expect(await settle()).toBeNull();
});

it.each<[ThemeName, number]>([['dark', 1600], ['light', 400], ['hcDark', 400], ['hcLight', 1600]])('is drawn in the theme %s at %d pixels, nothing sticks out, and the policy is kept', async (theme, width) => {
  await using themed = await open(theme, width);
  expect(await themed.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  for (const canvas of ['.timeline-lanes', '.timeline-axis', '.timeline-minimap canvas']) expect(await colours(themed, canvas)).toBeGreaterThan(2);
  expect(await themed.troubles()).toEqual([]);
});

it('the wheel zooms around the pointer, down to a microsecond', async () => {
  const { x, y, width } = await lanesBox();
  // the browser tells whole pixels
  const at = Math.round(x + 0.25 * width);
  const share = (at - x) / width;
  await panel.page.mouse.move(at, y + 50);
  await panel.page.mouse.wheel(0, -300);
  const nearer = await rangeNow();
  expect(momentAt(nearer, share)).toBeCloseTo(share * END, -2);
  expect(momentAt(nearer, 1) - momentAt(nearer, 0)).toBeLessThan(END / 1.5);
  for (let turn = 0; turn < 40; turn++) await panel.page.mouse.wheel(0, -1000);
  const nearest = await rangeNow();
  expect(momentAt(nearest, 1) - momentAt(nearest, 0)).toBeCloseTo(1000, 1);
  expect(momentAt(nearest, share)).toBeCloseTo(share * END, -2);
});

it('follows live until somebody moves it, then stays, and follows again when told to', async () => {
  expect(await rangeNow()).toEqual({ kind: 'all' });
  const { x, y, width } = await lanesBox();
  await panel.page.mouse.move(x + 400, y + 30);
  await panel.page.mouse.wheel(0, -400);
  const before = await rangeNow();
  await panel.page.mouse.down();
  await panel.page.mouse.move(x + 300, y + 30, { steps: 4 });
  await panel.page.mouse.up();
  const after = await rangeNow();
  const length = momentAt(before, 1) - momentAt(before, 0);
  expect(after.kind).toBe('fixed');
  expect(momentAt(after, 0) - momentAt(before, 0)).toBeCloseTo((100 * length) / width, -3);
  await panel.page.getByText('Follow live').click();
  expect(await rangeNow()).toMatchObject({ kind: 'last' });
  await panel.page.getByText('Fit all').click();
  expect(await rangeNow()).toEqual({ kind: 'all' });
});

it('the minimap shows where the lanes are, and its frame moves them', async () => {
  const { x, y } = await lanesBox();
  await panel.page.mouse.move(x + 200, y + 30);
  await panel.page.mouse.wheel(0, -600);
  const before = await rangeNow();
  const frame = (await panel.page.locator('.timeline-frame').boundingBox())!;
  const map = (await panel.page.locator('.timeline-minimap').boundingBox())!;
  expect((frame.x - map.x) / map.width).toBeCloseTo(momentAt(before, 0) / END, 2);
  await panel.page.mouse.move(frame.x + 5, frame.y + 10);
  await panel.page.mouse.down();
  await panel.page.mouse.move(frame.x + 5 + map.width / 4, frame.y + 10, { steps: 3 });
  await panel.page.mouse.up();
  const after = await rangeNow();
  expect((momentAt(after, 0) - momentAt(before, 0)) / END).toBeCloseTo(0.25, 2);
});

it('the pointer brings a tooltip of what is there, a click selects the task', async () => {
  const { x, y, width } = await lanesBox();
  const blocking = 4;
  await panel.page.mouse.move(x + width * 0.55, y + blocking * LANE_HEIGHT + 10);
  await settle();
  expect(await panel.page.locator('.timeline-tooltip').innerText()).toMatch(/^worker-3\nrunning a step\nfrom .*, for 160 ms$/);
  await panel.page.mouse.click(x + width * 0.55, y + blocking * LANE_HEIGHT + 10);
  await settle();
  const selected = state.tasks.all.find((task) => task !== null && state.names.text(task) === 'worker-3')!.serial;
  expect((await panel.sentOf('view')).at(-1)!.window.selected).toBe(selected);
  expect(await panel.page.locator('.timeline-name.selected').innerText()).toBe('worker-3');
});

it('tasks fold with those that they made', async () => {
  const toggle = panel.page.getByRole('button', { name: '2 tasks made by server' });
  expect(await toggle.getAttribute('aria-expanded')).toBe('true');
  await toggle.click();
  await settle();
  expect(await toggle.getAttribute('aria-expanded')).toBe('false');
  expect(await panel.page.getByText('connection-1').count()).toBe(0);
  await toggle.click();
  await settle();
  expect(await panel.page.getByText('connection-1').count()).toBe(1);
});

describe('the keyboard', () => {
  it('moves through time, zooms, and goes back', async () => {
    await panel.page.locator('.timeline-lanes').focus();
    await panel.page.keyboard.press('+');
    const nearer = await rangeNow();
    expect(momentAt(nearer, 0.5)).toBeCloseTo(END / 2, -2);
    await panel.page.keyboard.press('ArrowRight');
    const right = await rangeNow();
    expect(momentAt(right, 0)).toBeGreaterThan(momentAt(nearer, 0));
    await panel.page.keyboard.press('ArrowLeft');
    expect(momentAt(await rangeNow(), 0)).toBeCloseTo(momentAt(nearer, 0), -2);
    await panel.page.keyboard.press('l');
    expect(await rangeNow()).toMatchObject({ kind: 'last' });
    await panel.page.keyboard.press('f');
    expect(await rangeNow()).toEqual({ kind: 'all' });
  });

  it('chooses a lane and selects its task', async () => {
    await panel.page.locator('.timeline-lanes').focus();
    for (let i = 0; i < 3; i++) await panel.page.keyboard.press('ArrowDown');
    await panel.page.keyboard.press('Enter');
    await settle();
    expect(await panel.page.locator('.timeline-name.selected').innerText()).toBe('worker-1');
  });
});

it('is a table as well, with the same lanes', async () => {
  await panel.page.getByText('As table').click();
  await settle();
  const rows = await panel.page.locator('.timeline-table tbody tr').allInnerTexts();
  const shown = answered(state, (await panel.sentOf('view')).at(-1)!.window.timeline!, 1).timeline!.lanes.items;
  expect(rows.map((row) => row.split('\t')[0]!.trim())).toEqual(shown.map(({ label }) => label));
  expect(rows.find((row) => row.startsWith('worker-3'))).toContain('160 ms');
  await panel.page.getByText('As picture').click();
  await settle();
  expect(await colours(panel, '.timeline-lanes')).toBeGreaterThan(2);
});

describe('more lanes than a page of the table has', () => {
  /** Most end at once; one goes on. */
  const stream = new StreamBuilder();
  const main = stream.start().task({ name: 'main' });
  stream.iteration();
  const short = Array.from({ length: 250 }, (_, n) => stream.task({ name: `short-${n}`, creator: main }));
  for (const task of short) stream.step(task, { ms: 1, outcome: Outcome.returned });
  stream.iteration({ idleMs: 3000, arrivals: 1 }).step(main, { ms: 5, parkOn: stream.address() });
  const many = folded(stream);
  const press = async (...texts: readonly string[]): Promise<void> => {
    for (const text of texts) {
      await panel.page.getByText(text, { exact: true }).click();
      await settle(panel, many);
    }
  };
  /** The lanes whose names can be seen. */
  const inSight = (): Promise<readonly string[]> =>
    panel.page.evaluate(`(() => {
      const { top, bottom } = document.querySelector('.timeline-names').getBoundingClientRect();
      return [...document.querySelectorAll('.timeline-name')].filter((name) => name.getBoundingClientRect().top >= top - 1 && name.getBoundingClientRect().top < bottom).map((name) => name.innerText.trim());
    })()`);

  it('the picture goes on where the table was, and where it was itself when its tab was last open', async () => {
    await settle(panel, many);
    await press('As table', 'After', 'As picture');
    expect((await inSight())[0]).toBe('short-99');
    await panel.page.click('#tab-tasks');
    await settle(panel, many);
    await panel.page.click('#tab-timeline');
    await settle(panel, many);
    expect((await inSight())[0]).toBe('short-99');
  });

  it('the table shows its last page when there are no longer as many', async () => {
    await settle(panel, many);
    await press('As table', 'After', 'After', 'In');
    expect((await panel.sentOf('view')).at(-1)!.window.timeline!.firstLane).toBe(0);
    expect(await panel.page.locator('.timeline-table tbody th').allInnerTexts()).toEqual(['main']);
  });
});

describe('the history', () => {
  /** The fixtures' history is longer than this run. */
  const { history } = inThePast();
  const at = (time: number): Partial<Snapshot> => ({ history: { ...history, end: { position: 900, time: END / 1e6 }, shown: { position: 500, time } } });
  /** Shows a moment of the past, in milliseconds; null: the present. */
  const showMoment = async (time: number | null): Promise<void> => {
    const asked = (await settle())!;
    sequence += 1;
    await panel.show(answered(state, asked, sequence, time === null ? {} : at(time)));
  };
  const lines = (): ReturnType<PanelPage['page']['locator']> => panel.page.locator('.timeline-moment');
  const destination = async (count: number): Promise<{ to: string; time: number }> => (await panel.waitForSent('travel', count)).at(-1)!.destination as { to: string; time: number };

  it('is a line through the lanes and the minimap while the past is shown, and none when it is not', async () => {
    expect(await lines().count()).toBe(0);
    for (const time of [380, 1100]) {
      await showMoment(time);
      for (const [line, over] of [[lines().nth(0), '.timeline-minimap'], [lines().nth(1), '.timeline-lanes']] as const) {
        const box = (await line.boundingBox())!;
        const within = (await panel.page.locator(over).boundingBox())!;
        expect(Math.abs(box.x + box.width / 2 - within.x - (within.width * time * 1e6) / END)).toBeLessThanOrEqual(1.5);
      }
      expect(await panel.page.locator('.timeline-moment-text').innerText()).toBe(`shown: ${time < 1000 ? `${time} ms` : `${(time / 1000).toFixed(3)} s`}`);
    }
    await showMoment(null);
    expect(await lines().count()).toBe(0);
  });

  it('a moment out of sight has no line', async () => {
    await panel.page.locator('.timeline-lanes').focus();
    await panel.page.keyboard.press('+');
    await panel.page.keyboard.press('+');
    await showMoment(20);
    // the whole run is in the minimap
    expect(await lines().count()).toBe(1);
  });

  it('goes to where the axis is pressed, follows the pointer, and needs no other click', async () => {
    await showMoment(380);
    const { x, y, width } = (await panel.page.locator('.timeline-axis').boundingBox())!;
    await panel.page.mouse.move(x + 0.5 * width, y + 10);
    await panel.page.mouse.down();
    expect(((await destination(1)).time * 1e6) / END).toBeCloseTo(0.5, 2);
    await showMoment(750);
    await panel.page.mouse.move(x + 0.25 * width, y + 10);
    await panel.page.mouse.up();
    expect(((await destination(2)).time * 1e6) / END).toBeCloseTo(0.25, 2);
    expect((await panel.sentOf('view')).at(-1)!.window.selected).toBeNull();
  });

  it('goes to where the lanes are clicked with Shift, and selects nothing', async () => {
    await showMoment(380);
    const { x, y, width } = await lanesBox();
    await panel.page.keyboard.down('Shift');
    await panel.page.mouse.click(x + 0.75 * width, y + 3 * LANE_HEIGHT + 10);
    await panel.page.keyboard.up('Shift');
    expect(((await destination(1)).time * 1e6) / END).toBeCloseTo(0.75, 2);
    await settle();
    expect((await panel.sentOf('view')).at(-1)!.window.selected).toBeNull();
  });

  it('goes to the moment in the middle by keyboard', async () => {
    await showMoment(380);
    await panel.page.locator('.timeline-lanes').focus();
    await panel.page.keyboard.press('t');
    expect(((await destination(1)).time * 1e6) / END).toBeCloseTo(0.5, 3);
  });
});
