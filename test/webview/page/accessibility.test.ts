/** The panel for those who see badly or not at all, or use no mouse. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textContrasts } from '../contrast';
import { blocking, drivenByHand, endedWithWarnings, idle, inThePast, running, starting } from '../fixtures';
import { type PanelPage, PanelPages } from '../panelPage';
import type { ThemeName } from '../../../src/panel/themes';

const READABLE = 4.5;

let pages: PanelPages;
let panel: PanelPage;

beforeAll(async () => {
  pages = await PanelPages.start();
  panel = await pages.open({ width: 1800, height: 1000 });
});
afterAll(() => pages[Symbol.asyncDispose]());

describe('every text is readable', () => {
  it.each<[ThemeName]>([['dark'], ['light'], ['hcDark'], ['hcLight']])('in the theme %s', async (theme) => {
    await using themed = await pages.open({ theme, width: 1800, height: 1000 });
    for (const snapshot of [starting(), blocking({ driven: drivenByHand().driven, totals: { ...running().totals, dropped: 3 } }), endedWithWarnings({ sequence: 9 }), inThePast({ sequence: 10 })]) {
      await themed.show(snapshot);
      await themed.page.evaluate(`document.querySelectorAll('details').forEach((details) => (details.open = true))`);
      const texts = await textContrasts(themed.page);
      expect(texts.length).toBeGreaterThan(30);
      expect(texts.filter(({ ratio }) => ratio < READABLE)).toEqual([]);
    }
    expect(await themed.troubles()).toEqual([]);
  });
});

/** Which element has the focus, and how it and what it is made of look. */
const FOCUSED = `(() => {
  const host = document.activeElement;
  const parts = [host, ...(host.shadowRoot?.querySelectorAll('*') ?? [])];
  const look = () => JSON.stringify(parts.map((part) => { const { outline, borderColor, boxShadow } = getComputedStyle(part); return [outline, borderColor, boxShadow]; }));
  const focused = look();
  const name = host === document.body ? 'body' : (host.getAttribute('aria-label') ?? host.innerText).replace(/\\s+/g, ' ').trim();
  host.blur();
  const differs = look() !== focused;
  host.focus();
  return { name, differs };
})()`;

describe('the keyboard', () => {
  it('reaches everything, and it can be seen where it is', async () => {
    await panel.show(running({ warnings: endedWithWarnings().warnings, driven: drivenByHand().driven }));
    const stops: { name: string; differs: boolean }[] = [];
    for (;;) {
      await panel.page.keyboard.press('Tab');
      const stop = await panel.page.evaluate<{ name: string; differs: boolean }>(FOCUSED);
      if (stop.name === 'body' || stops.length > 60) break;
      stops.push(stop);
    }
    expect(stops.filter(({ differs }) => !differs)).toEqual([]);
    const names = stops.map(({ name }) => name);
    const order = ['Pause', 'Step handle', 'Step iteration', 'Stop', 'Run again', 'Speed', 'Ready queue, 7 in order', 'Timers by due time', 'store.py :77', 'images.py :88', 'Stack while it blocked, 4 lines', 'Filter tasks', 'Tasks', 'State', 'Name', 'Longest step', 'Age', 'Driven by hand', 'countdown'];
    expect(names.filter((name) => order.includes(name) && name !== 'Tasks')).toEqual(expect.arrayContaining(order.filter((name) => name !== 'Tasks')));
    const places = order.map((name) => names.indexOf(name));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });
});

describe('the task table', () => {
  it('has the roles of one, and says how long it is and how it is sorted', async () => {
    await panel.show(running());
    const table = panel.page.getByRole('grid', { name: 'Tasks' });
    expect(await table.getAttribute('aria-rowcount')).toBe('11');
    expect(await table.getByRole('columnheader').count()).toBe(9);
    expect(await table.getByRole('row').count()).toBe(11);
    expect(await table.getByRole('row').nth(3).getAttribute('aria-rowindex')).toBe('4');
    expect(await table.getByRole('row').nth(3).getByRole('gridcell').count()).toBe(9);
    expect(await table.getByRole('columnheader', { name: 'Age' }).getAttribute('aria-sort')).toBe('descending');
    expect(await table.getByRole('columnheader', { name: 'Steps' }).getAttribute('aria-sort')).toBe('none');
  });
});

it('gives every part of the page a heading, without leaving a level out', async () => {
  for (const snapshot of [running(), drivenByHand()]) {
    await panel.show(snapshot);
    const levels = await panel.page.evaluate<number[]>(`[...document.querySelectorAll('h1, h2, h3')].map(({ tagName }) => Number(tagName[1]))`);
    expect(levels[0]).toBe(1);
    levels.slice(1).forEach((level, before) => expect(level - levels[before]!).toBeLessThanOrEqual(1));
    const nameless = await panel.page.evaluate<number>(`[...document.querySelectorAll('section')].filter((section) => !document.getElementById(section.getAttribute('aria-labelledby'))).length`);
    expect(nameless).toBe(0);
  }
});

it('announces politely how the run goes on and what is new, and no figures', async () => {
  const region = panel.page.getByRole('status');
  await panel.show(starting());
  expect(await region.innerText()).toBe('crawler.py is starting.');
  await panel.show(running({ sequence: 2, warnings: [] }));
  expect(await region.innerText()).toBe('crawler.py is running.');
  await panel.show(running({ sequence: 3 }));
  expect(await region.innerText()).toContain('New warning: Task fetch-images blocked the event loop for 312 ms');
  await panel.show(idle({ sequence: 4 }));
  expect(await region.innerText()).toContain('New warning: Task fetch-images');
  await panel.show(endedWithWarnings({ sequence: 5 }));
  expect(await region.innerText()).toContain('crawler.py has ended. Ended by an exception');
  // A status is polite unless it says otherwise.
  expect(await panel.page.locator('[aria-live=assertive], [role=alert]').count()).toBe(0);
});

it('moves nothing for those who asked for that', async () => {
  const animations = (of: PanelPage): Promise<number> => of.page.evaluate<number>('document.getAnimations().length');
  await panel.show(starting());
  expect(await animations(panel)).toBeGreaterThan(0);
  await using still = await pages.open({ reducedMotion: true });
  await still.show(starting());
  expect(await animations(still)).toBe(0);
});
