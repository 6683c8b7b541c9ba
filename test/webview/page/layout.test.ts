/** The page in panels of every width, with long names, and with figures that change. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Tab, TABS } from '../../../webview/store';
import { showAnswers } from '../answers';
import { at, blocking, drivenByHand, endedWithWarnings, running, taskRow, tasksView } from '../fixtures';
import { type PanelPage, PanelPages } from '../panelPage';

const LONG = 'a_name_that_goes_on_and_on_'.repeat(12);

/** Narrower panels are not looked at; VS Code gives an editor 220 pixels at least. */
const NARROWEST = 240;

let pages: PanelPages;
let panel: PanelPage;

beforeAll(async () => {
  pages = await PanelPages.start();
  panel = await pages.open({ width: 1000 });
});
afterAll(() => pages[Symbol.asyncDispose]());

const longAt = at(12_345, `/home/ada/${LONG}.py`);

const longNames = blocking({
  run: { ...running().run, program: `${LONG}.py`, runtime: `CPython ${LONG}` },
  running: { label: LONG, task: 2, elapsed: 312, location: longAt },
  ready: { total: 2, items: [1, 2].map((id) => ({ id, label: LONG, task: id, waiting: 300, queuedBy: LONG })) },
  timers: { total: 1, items: [{ id: 1, label: LONG, task: null, dueIn: 70_000, setBy: null }] },
  futures: { total: 1, items: [{ id: 1, age: 9, waiters: [{ task: 1, name: LONG }, { task: 2, name: LONG }], waiterCount: 2, createdBy: LONG, createdAt: longAt, purpose: LONG }] },
  io: { total: 1, items: [{ descriptor: 7, kind: 'reads', label: LONG }] },
  tasks: tasksView([taskRow(1, { name: LONG, coroutine: LONG, parkedAt: longAt, waitsFor: LONG })]),
  driven: drivenByHand().driven.map((row) => ({ ...row, name: LONG, at: longAt, drivenFrom: longAt, lastValue: LONG, lastSent: LONG })),
  warnings: running().warnings.map((warning) => ({ ...warning, message: LONG, location: longAt, victims: [{ label: LONG, delay: 7 }], stack: [{ ...longAt, qualname: LONG, user: true }] })),
});

describe('after the end', () => {
  const top = (selector: string): Promise<number> => panel.page.evaluate<number>(`document.querySelector('${selector}').getBoundingClientRect().top`);

  it('the warnings come first in one column, and stay beside the picture in two', async () => {
    for (const [width, order] of [[600, [1, -1]], [1400, [0, 0]]] as const) {
      await panel.page.setViewportSize({ width, height: 900 });
      await panel.show(running());
      await panel.frames();
      expect(Math.sign((await top('.section.warnings')) - (await top('.now')))).toBe(order[0]);
      await panel.show(endedWithWarnings());
      expect(Math.sign((await top('.section.warnings')) - (await top('.now')))).toBe(order[1]);
    }
  });
});

it('the figures of the charts are shown at every width', async () => {
  await panel.show(running());
  // those that are cut off, or lie under what stands at the edge
  const hidden = `[...document.querySelectorAll('.chart')].filter((chart) => {
    const [value, top] = ['.chart-value', '.chart-top'].map((selector) => chart.querySelector(selector).getBoundingClientRect());
    return value.right > (top.width > 0 ? top.left : chart.getBoundingClientRect().right);
  }).map((chart) => chart.innerText)`;
  for (let width = NARROWEST; width <= 1600; width += 40) {
    await panel.page.setViewportSize({ width, height: 900 });
    await panel.frames();
    expect(await panel.page.evaluate(hidden), `${width} pixels`).toEqual([]);
  }
});

it('the names of the charts are whole where they stand above the figures', async () => {
  await panel.show(running());
  await panel.page.setViewportSize({ width: NARROWEST + 40, height: 900 });
  await panel.frames();
  const cutShort = `[...document.querySelectorAll('.chart-name')].filter((name) => name.scrollWidth > name.clientWidth).map((name) => name.innerText)`;
  expect(await panel.page.evaluate(cutShort)).toEqual([]);
});

it('no two figures of the header lie over each other, however large and however narrow the panel', async () => {
  const { totals } = running();
  await panel.show(running({ totals: { ...totals, tasks: 1_234_567, liveTasks: 1_000_000, iterations: 12_345_678, eventsPerSecond: 1_234_567, dropped: 12_345, overheadPercent: 12.3, utilisation: 100 } }));
  const overlaps = `(() => {
    const figures = [...document.querySelectorAll('.figure')].filter((figure) => figure.offsetParent !== null);
    const boxes = figures.map((figure) => [figure.innerText, figure.firstElementChild.getBoundingClientRect(), figure.lastElementChild.getBoundingClientRect()]);
    return boxes.flatMap(([text, name, value], i) => boxes.slice(i + 1).filter(([, other]) => Math.abs(name.top - other.top) < 5 && value.right > other.left).map(([other]) => text + ' / ' + other));
  })()`;
  for (let width = NARROWEST; width <= 800; width += 20) {
    await panel.page.setViewportSize({ width, height: 900 });
    await panel.frames();
    expect(await panel.page.evaluate(overlaps), `${width} pixels`).toEqual([]);
  }
});

describe.each([[NARROWEST], [320], [640], [1000], [1600]])('at %d pixels', (width) => {
  it('the page does not scroll sideways, nor does any part of it, whatever the names', async () => {
    await panel.page.setViewportSize({ width, height: 900 });
    for (const snapshot of [running({ driven: drivenByHand().driven }), longNames]) {
      await panel.show(snapshot);
      await panel.frames();
      expect(await panel.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      const scrolling = `[...document.querySelectorAll('.table, .list, .chips, .warning-scroll')].filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.className)`;
      expect(await panel.page.evaluate(scrolling)).toEqual([]);
    }
  });

  it('no two figures or names of a row lie over each other', async () => {
    await panel.page.setViewportSize({ width, height: 900 });
    await panel.show(longNames);
    await panel.frames();
    const overlaps = await panel.page.evaluate<string[]>(`(() => {
      const cells = [...document.querySelectorAll('.table-body .row:first-child > .cell')].map((cell) => ({ name: cell.className, box: cell.getBoundingClientRect() })).filter(({ box }) => box.width > 0);
      return cells.flatMap((a, i) => cells.slice(i + 1).filter((b) => a.box.left < b.box.right - 0.5 && b.box.left < a.box.right - 0.5 && a.box.top < b.box.bottom - 3 && b.box.top < a.box.bottom - 3).map((b) => a.name + ' / ' + b.name));
    })()`);
    expect(overlaps).toEqual([]);
  });
});

/** The parts of the page that stand below or beside each other, of which one lies over another: what can be seen of them, also where it leaves their box. */
const OVER_EACH_OTHER = `(() => {
  const meet = (a, b) => ({ left: Math.max(a.left, b.left), top: Math.max(a.top, b.top), right: Math.min(a.right, b.right), bottom: Math.min(a.bottom, b.bottom) });
  const isThere = ({ left, top, right, bottom }) => right - left > 1 && bottom - top > 1;
  const seen = (element, block) => {
    let box = element.getBoundingClientRect();
    for (let around = element; around !== block.parentElement; around = around.parentElement) {
      if (getComputedStyle(around).overflow !== 'visible') box = meet(box, around.getBoundingClientRect());
    }
    return box;
  };
  const isFlow = (element) => !['absolute', 'fixed', 'sticky'].includes(getComputedStyle(element).position);
  const blocks = [...document.querySelectorAll('.page > *, .views > *, .section > *, .section-head > *')].filter(isFlow);
  const parts = blocks.map((block) => ({ block, boxes: [block, ...block.querySelectorAll('*')].filter((element) => element.checkVisibility({ visibilityProperty: true })).map((element) => seen(element, block)).filter(isThere) }));
  return parts.flatMap(({ block, boxes }, index) => parts.slice(index + 1)
    .filter((other) => other.block.parentElement === block.parentElement && boxes.some((a) => other.boxes.some((b) => isThere(meet(a, b)))))
    .map((other) => block.className + ' / ' + other.block.className));
})()`;

describe.each(TABS)('%s', (tab) => {
  it('no part lies over another, at any width and height', async () => {
    await using sized = await pages.open({ width: 1000 });
    await sized.show(running());
    await sized.page.locator(`#tab-${tab}`).click();
    for (const width of [320, 520, 1000]) {
      for (const height of [360, 520, 900]) {
        await sized.page.setViewportSize({ width, height });
        await showAnswers(sized, running());
        await sized.frames();
        expect(await sized.page.evaluate<string[]>(OVER_EACH_OTHER), `${width} × ${height} pixels`).toEqual([]);
      }
    }
  });
});

describe.each([[NARROWEST], [300], [390]])('in a narrow panel, at %d pixels', (width) => {
  const base = running();
  const tasks = tasksView(base.tasks.rows.map((row) => ({ ...row, steps: 12_345, longestStep: 312, busy: 125_000, queued: 533, parked: 125_000, age: 125_000 })));
  const snapshot = running({ driven: drivenByHand().driven, tasks });
  let narrow: PanelPage;
  beforeAll(async () => {
    narrow = await pages.open({ width, height: 900 });
    await narrow.show(snapshot);
    return () => narrow[Symbol.asyncDispose]();
  });
  const openTab = async (tab: Tab): Promise<void> => {
    await narrow.page.locator(`#tab-${tab}`).dispatchEvent('click');
    await showAnswers(narrow, snapshot);
    await narrow.frames();
  };
  /** What of `selector` is cut off. */
  const cut = (selector: string): Promise<readonly string[]> =>
    narrow.page.evaluate(`[...document.querySelectorAll('${selector}')].filter((one) => one.scrollWidth > one.clientWidth && one.checkVisibility()).map((one) => one.innerText)`);

  it.each<[Tab]>([['overview'], ['tasks']])('the figures of a task are whole, and no row is too high for its place: %s', async (tab) => {
    await openTab(tab);
    expect(await cut('.table-body .number')).toEqual([]);
    expect(await narrow.page.evaluate(`[...document.querySelectorAll('.table-body .row')].filter((row) => row.scrollHeight > row.clientHeight).length`)).toBe(0);
  });

  it('the name and the places of what is driven by hand are whole', async () => {
    await openTab('overview');
    const row = '.driven-table tbody tr:first-child';
    expect(await cut(`${row} :is(.d-state, .d-name, .d-at, .d-from, .d-resumes, .location-file)`)).toEqual([]);
  });

  it('a folded row of the await tree tells names, and its state lies over nothing', async () => {
    await openTab('tree');
    const [names, state, where] = await narrow.page.evaluate<readonly { left: number; right: number; width: number }[]>(`['.tree-text', '.state', '.tree-where'].map((part) => document.querySelector('.tree-fold ' + part).getBoundingClientRect())`);
    expect(names!.width).toBeGreaterThan(40);
    expect(state!.left).toBeGreaterThanOrEqual(names!.right);
    expect(where!.width === 0 || state!.right <= where!.left).toBe(true);
  });
});

it('cuts long names off with an ellipsis and tells them in full on hovering', async () => {
  await panel.page.setViewportSize({ width: 640, height: 900 });
  await panel.show(longNames);
  for (const selector of ['h1', '.runtime-name', '.running-name .task-label', '.chip .task-label', '.timers .task-label', '.table-body .c-name .task-label', '.table-body .c-parkedAt .location-file', '.table-body .c-waitsFor']) {
    const look = await panel.page.evaluate<{ cut: boolean; overflow: string; title: string }>(`(() => {
      const element = document.querySelector(${JSON.stringify(selector)});
      const titled = element.closest('[title]') ?? element.querySelector('[title]');
      return { cut: element.scrollWidth > element.clientWidth, overflow: getComputedStyle(element).textOverflow, title: titled?.title ?? '' };
    })()`);
    expect({ selector, ...look, title: look.title.includes(LONG) || selector === 'h1' }).toEqual({ selector, cut: true, overflow: 'ellipsis', title: true });
  }
  // Of a location the line matters most: it is never cut.
  expect(await panel.page.evaluate(`(() => { const line = document.querySelector('.table-body .location-line'); return line.scrollWidth <= line.clientWidth + 1; })()`)).toBe(true);
});

it('keeps everything in its place while figures change', async () => {
  await panel.page.setViewportSize({ width: 1200, height: 900 });
  const places = (): Promise<unknown> =>
    panel.page.evaluate(`[...document.querySelectorAll('.phase, .runtime, .figure dt, .section-head, .chip, .list-row, .table-body .row, .warning')].map((one) => { const { x, y } = one.getBoundingClientRect(); return [Math.round(x), Math.round(y)]; })`);
  const base = running();
  await panel.show(base);
  // the table chooses its columns when the page has its new width
  await panel.frames();
  const before = await places();
  await panel.show(
    running({
      sequence: 8,
      run: { ...base.run, elapsed: 58_900 },
      totals: { ...base.totals, eventsPerSecond: 1_204_210, events: 2_018_204, overheadPercent: 12, iterations: 91_204, utilisation: 100 },
      running: { ...base.running!, elapsed: 0.035 },
      ready: { total: 7, items: base.ready.items.map((handle) => ({ ...handle, waiting: handle.waiting * 71 })) },
      timers: { total: 23, items: base.timers.items.map((timer) => ({ ...timer, dueIn: timer.dueIn / 9 })) },
      tasks: { ...base.tasks, rows: base.tasks.rows.map((row) => ({ ...row, busy: row.busy * 97, age: row.age * 13, steps: row.steps * 113 })) },
    }),
  );
  expect(await places()).toEqual(before);
  const fonts = await panel.page.evaluate(`getComputedStyle(document.body).fontVariantNumeric`);
  expect(fonts).toBe('tabular-nums');
});
