/** The way through a run's history, by mouse and by keyboard. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { inThePast, running, starting } from '../fixtures';
import { type PanelPage, PanelPages } from '../panelPage';

let pages: PanelPages;
let panel: PanelPage;

beforeAll(async () => {
  pages = await PanelPages.start();
});
beforeEach(async () => {
  panel = await pages.open({ width: 1000 });
});
afterAll(() => pages[Symbol.asyncDispose]());

const slider = (): ReturnType<PanelPage['page']['getByRole']> => panel.page.getByRole('slider', { name: 'Moment that is shown' });
const asked = async (): Promise<unknown[]> => (await panel.sentOf('travel')).map(({ destination }) => destination);

it('says that the past is shown, which moment, and how much memory the history takes', async () => {
  await panel.show(running());
  expect(await panel.page.locator('.past-banner').count()).toBe(0);
  expect(await panel.page.getByRole('button', { name: 'Live' }).getAttribute('aria-pressed')).toBe('true');
  expect(await panel.page.locator('.scrubber-memory').innerText()).toBe('1.7 MB of 256 MB');
  await panel.show(inThePast());
  expect(await panel.page.locator('.past-banner').innerText()).toContain('2.5 s after the start, event 9,812 of 18,204.');
  expect(await slider().getAttribute('aria-valuetext')).toBe('2.5 s after the start, event 9,812');
  expect(await slider().getAttribute('aria-valuenow')).toBe('2480');
  expect(await panel.page.getByRole('status').innerText()).toBe('The past is shown.');
  const { history } = inThePast();
  await panel.show(inThePast({ sequence: 13, history: { ...history, begin: { position: 4000, time: 1100 } } }));
  expect(await panel.page.locator('.scrubber-memory').innerText()).toBe('from 1.1 s on, 1.7 MB of 256 MB');
  expect(await panel.troubles()).toEqual([]);
});

it('is not there when no history is kept', async () => {
  await panel.show(starting());
  expect(await slider().count()).toBe(0);
});

it('takes every key press, however fast they come', async () => {
  await panel.show(inThePast());
  await slider().focus();
  for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowLeft', 'Home', 'End']) await panel.page.keyboard.press(key);
  expect(await asked()).toEqual([
    { to: 'step', unit: 'handle', direction: -1 },
    { to: 'step', unit: 'handle', direction: -1 },
    { to: 'step', unit: 'handle', direction: 1 },
    { to: 'step', unit: 'iteration', direction: 1 },
    { to: 'step', unit: 'iteration', direction: -1 },
    { to: 'position', position: 0 },
    { to: 'live' },
  ]);
});

it('has buttons for the same', async () => {
  await panel.show(inThePast());
  for (const name of ['One iteration of the loop back (Shift+←)', 'One handle back (←)', 'One handle forth (→)', 'One iteration of the loop forth (Shift+→)', 'Live']) {
    await panel.page.getByRole('button', { name }).click();
  }
  expect((await asked()).length).toBe(5);
  await panel.show(running({ sequence: 20 }));
  expect(await panel.page.getByRole('button', { name: 'One handle forth (→)' }).isDisabled()).toBe(true);
});

it('asks while it is dragged for the latest place only, and only after the last answer', async () => {
  await panel.show(running());
  const { x, y, width, height } = (await slider().boundingBox())!;
  await panel.page.mouse.move(x + width * 0.9, y + height / 2);
  await panel.page.mouse.down();
  await panel.waitForSent('travel');
  for (const part of [0.8, 0.7, 0.6, 0.5]) {
    await panel.page.mouse.move(x + width * part, y + height / 2);
    await panel.frames();
  }
  expect((await asked()).length).toBe(1);
  await panel.show(inThePast({ sequence: 13 }));
  const [, latest] = await panel.waitForSent('travel', 2);
  expect(latest?.destination).toMatchObject({ to: 'time' });
  expect((latest?.destination as { time: number }).time).toBeCloseTo(4321 / 2, -2);
  // it stays where the pointer holds it, whatever was answered
  const thumb = (): Promise<number> => panel.page.evaluate<number>(`parseFloat(document.querySelector('.scrubber-thumb').style.insetInlineStart)`);
  expect(await thumb()).toBeCloseTo(50, 0);
  await panel.page.mouse.move(x + width * 2, y + height / 2);
  await panel.page.mouse.up();
  expect((await asked()).at(-1)).toEqual({ to: 'live' });
});
