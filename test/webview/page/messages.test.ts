/** What the page sends, and what it makes of what it gets. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_WINDOW } from '../../../src/core/snapshot/protocol';
import { at, crowd, drivenByHand, endedWithWarnings, running } from '../fixtures';
import { type PanelPage, PanelPages } from '../panelPage';

let pages: PanelPages;
/** Of the tests that need no fresh one. */
let panel: PanelPage;

beforeAll(async () => {
  pages = await PanelPages.start();
  panel = await pages.open({ width: 1800 });
});
afterAll(() => pages[Symbol.asyncDispose]());

it('begins with the window that is wanted', async () => {
  const [view] = await panel.waitForSent('view');
  expect((await panel.sent()).map(({ type }) => type)).toEqual(['ready', 'view']);
  expect(view).toEqual({ type: 'view', window: { ...DEFAULT_WINDOW, taskCount: 75 } });
});

describe('a press', () => {
  it('on a location opens it, by mouse and by Enter', async () => {
    await panel.show(running({ driven: drivenByHand().driven }));
    const images = at(88, '/home/ada/shop/images.py');
    await panel.page.locator('.warning-facts .location').click();
    await panel.page.locator('.futures .location').first().focus();
    await panel.page.keyboard.press('Enter');
    await panel.page.locator('.table-body .c-coroutine .location').nth(1).click();
    await panel.page.locator('.d-from .location').first().click();
    expect((await panel.sentOf('reveal')).map(({ location }) => location)).toEqual([images, at(77, '/home/ada/shop/store.py'), at(24), at(31, '/home/ada/hello.py')]);
  });

  it('is where it began, whatever comes above it meanwhile', async () => {
    await using panel = await pages.open({ width: 700, height: 2000 });
    const ended = endedWithWarnings();
    await panel.show({ ...ended, warnings: [] });
    const link = panel.page.locator('.table-body .location').first();
    const warnings = panel.page.locator('section.warnings .warning');
    const box = async (): Promise<{ x: number; y: number }> => (await link.boundingBox())!;
    const { x, y } = await box();
    await panel.page.mouse.move(x + 5, y + 5);
    await panel.page.mouse.down();
    await panel.send({ type: 'snapshot', snapshot: { ...ended, sequence: ended.sequence + 1 } });
    await panel.frames();
    expect(await box()).toMatchObject({ x, y });
    expect(await warnings.count()).toBe(0);
    await panel.page.mouse.up();
    await panel.waitForSent('reveal');
    await expect.poll(() => warnings.count()).toBe(ended.warnings.length);
    // and released elsewhere
    const moved = await box();
    expect(moved.y).toBeGreaterThan(y);
    await panel.page.mouse.move(moved.x + 5, moved.y + 5);
    await panel.page.mouse.down();
    await panel.send({ type: 'snapshot', snapshot: { ...ended, sequence: ended.sequence + 2, warnings: [] } });
    await panel.frames();
    await panel.page.evaluate("dispatchEvent(new Event('blur'))");
    await expect.poll(() => warnings.count()).toBe(0);
    await panel.page.mouse.up();
  });

  it('on the interpreter asks to change it', async () => {
    await panel.show(running());
    await panel.page.getByRole('button', { name: 'embedded CPython 3.14.2' }).click();
    expect((await panel.sent()).filter(({ type }) => type === 'changeInterpreter')).toHaveLength(1);
  });

  it('on a button stops or starts again; after the end there is nothing to stop', async () => {
    await panel.show(running());
    const stop = panel.page.getByRole('button', { name: 'Stop' });
    await stop.click();
    await panel.page.getByRole('button', { name: 'Run again' }).click();
    await stop.focus();
    await panel.page.keyboard.press('Enter');
    const pressed = async (): Promise<string[]> => (await panel.sent()).map(({ type }) => type).filter((type) => type === 'stop' || type === 'restart');
    expect(await pressed()).toEqual(['stop', 'restart', 'stop']);
    await panel.show(endedWithWarnings());
    await stop.dispatchEvent('click');
    await panel.page.getByRole('button', { name: 'Run again' }).click();
    expect(await pressed()).toEqual(['stop', 'restart', 'stop', 'restart']);
  });
});

describe('drawing', () => {
  // It has ended: no clock of its own makes the page draw.
  const ended = endedWithWarnings();
  /** A page that shows it, and draws from then on only what the test takes out of `held`. */
  const withHeldFrames = async (): Promise<PanelPage> => {
    const panel = await pages.open();
    await panel.show(ended);
    await panel.frames();
    await panel.page.evaluate('held = []; window.requestAnimationFrame = (draw) => held.push(draw);');
    return panel;
  };

  it('happens once a frame, and is acknowledged only then', async () => {
    await using panel = await withHeldFrames();
    const before = (await panel.sentOf('acknowledge')).length;
    await panel.send(...[12, 13, 14].map((sequence) => ({ type: 'snapshot', snapshot: { ...ended, sequence, run: { ...ended.run, program: `${sequence}.py` } } })));
    // Messages come in order: after this one all have come.
    await panel.page.evaluate(`new Promise((resolve) => { addEventListener('message', ({ data }) => data === 'last' && resolve()); postMessage('last', '*'); })`);
    expect(await panel.page.evaluate('held.length')).toBe(1);
    expect(await panel.page.locator('h1').innerText()).toBe('crawler.py');
    expect(await panel.sentOf('acknowledge')).toHaveLength(before);
    await panel.page.evaluate('held.splice(0).forEach((draw) => draw(0))');
    expect(await panel.page.locator('h1').innerText()).toBe('14.py');
    const acknowledged = await panel.waitForSent('acknowledge', before + 1);
    expect(acknowledged.slice(before).map(({ sequence }) => sequence)).toEqual([14]);
  });

  it('of what comes between a frame and its end is acknowledged with the next one', async () => {
    await using panel = await withHeldFrames();
    const before = (await panel.sentOf('acknowledge')).length;
    await panel.send({ type: 'rules', choices: { starved: 'off' } });
    await panel.page.waitForFunction('held.length === 1');
    const message = { type: 'snapshot', snapshot: { ...ended, sequence: 12, run: { ...ended.run, program: '12.py' } } };
    await panel.page.evaluate(`
      held.splice(0).forEach((draw) => draw(0));
      dispatchEvent(new MessageEvent('message', { data: ${JSON.stringify(message)} }));
      new Promise((resolve) => setTimeout(resolve, 0));
    `);
    expect(await panel.page.locator('h1').innerText()).toBe('crawler.py');
    expect(await panel.sentOf('acknowledge')).toHaveLength(before);
    await panel.page.evaluate('held.splice(0).forEach((draw) => draw(0))');
    expect((await panel.waitForSent('acknowledge', before + 1)).slice(before).map(({ sequence }) => sequence)).toEqual([12]);
    expect(await panel.page.locator('h1').innerText()).toBe('12.py');
  });

  it('goes on by itself while the program waits, without asking for anything', async () => {
    await panel.show(running());
    const { length } = await panel.sent();
    await panel.page.getByText('in 1 min 0 s').waitFor();
    expect((await panel.sent()).slice(length)).toEqual([]);
  });
});

it('is not harmed by nonsense', async () => {
  await panel.show(running());
  const before = (await panel.sentOf('acknowledge')).length;
  const good = running({ sequence: 8 });
  const nonsense = [
    null,
    0,
    'snapshot',
    [],
    {},
    { type: 'snapshot' },
    { type: 'explode' },
    { type: 'snapshot', snapshot: { ...good, tasks: null } },
    { type: 'snapshot', snapshot: { ...good, run: { ...good.run, elapsed: 'long' } } },
    { type: 'snapshot', snapshot: { ...good, warnings: [{ ...good.warnings[0], code: '<script>' }] } },
    { __proto__: { type: 'empty' } },
  ];
  await panel.send(...nonsense);
  await panel.show(running({ sequence: 9, run: { ...good.run, program: 'later.py' } }));
  expect((await panel.sentOf('acknowledge')).slice(before).map(({ sequence }) => sequence)).toEqual([9]);
  expect(await panel.page.locator('h1').innerText()).toBe('later.py');
  expect(await panel.troubles()).toEqual([]);
});

describe('what it keeps', () => {
  const saved = { version: 2, sort: 'steps', descending: false, filter: 'page', firstRow: 500, pageTop: 120 };

  it('is taken up by the next page', async () => {
    await using panel = await pages.open({ saved, width: 600, height: 500 });
    const [view] = await panel.waitForSent('view');
    const window = { ...DEFAULT_WINDOW, taskStart: 475, taskCount: 100, taskSort: 'steps', taskDescending: false, taskFilter: 'page' };
    expect(view?.window).toEqual(window);
    await panel.show(crowd(1000, window, 1));
    await panel.page.getByText('page-501', { exact: true }).waitFor();
    expect(Math.abs((await panel.page.evaluate<number>('window.scrollY')) - 120)).toBeLessThanOrEqual(2);
    expect(await panel.page.getByRole('textbox', { name: 'Filter tasks' }).inputValue()).toBe('page');
    expect(await panel.page.locator('[aria-sort=ascending]').innerText()).toContain('Steps');
    expect(await panel.kept()).toMatchObject({ ...saved, pageTop: expect.any(Number) as number });
  });

  it('is mistrusted', async () => {
    await using next = await pages.open({ saved: { ...saved, sort: '__proto__', descending: 'no', filter: 5, firstRow: -1, pageTop: 'far' } });
    const [view] = await next.waitForSent('view');
    expect(view?.window).toEqual({ ...DEFAULT_WINDOW, taskCount: 75 });
    expect(await next.troubles()).toEqual([]);
  });

  it('is in VS Code, whose interface is asked for once', async () => {
    await panel.show(running());
    const before = (await panel.sentOf('view')).length;
    await panel.page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
    await panel.waitForSent('view', before + 1);
    expect(await panel.kept()).toMatchObject({ sort: 'name', descending: false });
    expect(await panel.acquired()).toBe(1);
  });
});

it('talks over the port that it is given in a plain browser, over no other, and keeps its state', async () => {
  await using plain = await pages.open({ vscode: false });
  await plain.show(running());
  const intruder = JSON.stringify({ type: 'snapshot', snapshot: running({ sequence: 50, run: { ...running().run, program: 'intruder.py' } }) });
  await plain.page.evaluate(`
    const { port1, port2 } = new MessageChannel();
    window.postMessage(${intruder}, '*');
    window.postMessage('loopInspector.connect', '*', [port2]);
    port1.postMessage(${intruder});
  `);
  await plain.show(running({ sequence: 8 }));
  expect(await plain.page.locator('h1').innerText()).toBe('crawler.py');
  const before = (await plain.sentOf('view')).length;
  await plain.page.getByRole('columnheader', { name: 'Busy' }).getByRole('button').click();
  await plain.waitForSent('view', before + 1);
  await plain.page.getByRole('button', { name: 'Stop' }).click();
  await plain.waitForSent('stop');
  await plain.page.reload();
  const [view] = await plain.waitForSent('view');
  expect(view?.window).toMatchObject({ taskSort: 'busy', taskDescending: true });
  expect(await plain.troubles()).toEqual([]);
});
