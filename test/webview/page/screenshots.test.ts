/** The main views look as they did when somebody last looked at them. `goldenPicture.ts` says how closely. */
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../../../scripts/paths.mjs';
import type { Snapshot } from '../../../src/core/snapshot/protocol';
import type { ThemeName } from '../../../src/panel/themes';
import { type Tab, TABS } from '../../../webview/store';
import { showAnswers } from '../answers';
import { blocking, endedWithWarnings, inThePast, paused, running } from '../fixtures';
import { compareWithGolden, differingShare, PICTURE_TOLERANCE } from '../goldenPicture';
import { type PanelPage, PanelPages } from '../panelPage';

interface Picture {
  readonly name: string;
  readonly tab: Tab;
  readonly snapshot: Snapshot;
  readonly theme: ThemeName;
  readonly width: number;
  /** A task's detail is open. */
  readonly detail?: boolean;
}

const WIDTHS = [400, 1600];

const picture = (tab: Tab, theme: ThemeName, width: number, what = 'running', snapshot = running()): Picture => ({ name: `${tab}-${what}-${theme}-${width}`, tab, snapshot, theme, width });

/** Every tab in dark and light at both widths; in high contrast, where borders take the place of shades, what has most of them. */
const PICTURES: readonly Picture[] = [
  ...TABS.flatMap((tab) => WIDTHS.flatMap((width) => (['dark', 'light'] as const).map((theme) => picture(tab, theme, width)))),
  ...(['hcDark', 'hcLight'] as const).flatMap((theme) => (['overview', 'warnings'] as const).map((tab) => picture(tab, theme, 1600))),
  ...WIDTHS.map((width) => picture('overview', 'dark', width, 'blocking', blocking())),
  ...WIDTHS.map((width) => picture('overview', 'light', width, 'ended', endedWithWarnings())),
  picture('overview', 'dark', 1600, 'paused', paused()),
  picture('overview', 'light', 400, 'paused', paused()),
  picture('timeline', 'dark', 1600, 'past', inThePast()),
  picture('timeline', 'hcLight', 400, 'past', inThePast()),
  { ...picture('tasks', 'dark', 1600, 'detail'), detail: true },
  { ...picture('tasks', 'hcDark', 400, 'detail'), detail: true },
];


let pages: PanelPages;
beforeAll(async () => {
  pages = await PanelPages.start();
});
afterAll(() => pages[Symbol.asyncDispose]());

async function take({ tab, snapshot, theme, width, detail = false }: Omit<Picture, 'name'>): Promise<{ panel: PanelPage; shot: Uint8Array }> {
  const panel = await pages.open({ theme, width, height: 1000, still: true });
  await panel.show(snapshot);
  await panel.page.locator(`#tab-${tab}`).dispatchEvent('click');
  if (detail) await panel.page.locator('#task-5').dispatchEvent('click');
  await showAnswers(panel, snapshot);
  await panel.page.locator('body').click({ position: { x: 1, y: 1 } });
  await panel.page.evaluate('document.fonts.ready');
  await panel.frames();
  expect(await panel.page.evaluate<string[]>(`[...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family)`)).toContain('StillSans');
  return { panel, shot: await panel.page.screenshot({ animations: 'disabled', caret: 'hide' }) };
}

it.each(PICTURES)('$name', async (wanted) => {
  const { panel, shot } = await take(wanted);
  await panel[Symbol.asyncDispose]();
  expect(compareWithGolden(wanted.name, shot)).toBeNull();
});

it('there is no golden picture that nobody compares with', () => {
  const wanted = PICTURES.map(({ name }) => `${name}.png`).sort();
  expect(readdirSync(inRoot('test', 'webview', 'screenshots')).sort()).toEqual(wanted);
});

describe('the comparison', () => {
  it('sees one word that is another, and nothing where nothing is', async () => {
    const base = running();
    const wanted = { tab: 'overview', theme: 'dark', width: 1600 } as const;
    const shots: Uint8Array[] = [];
    for (const snapshot of [base, base, { ...base, run: { ...base.run, program: 'crusher.py' } }]) {
      const { panel, shot } = await take({ ...wanted, snapshot });
      await panel[Symbol.asyncDispose]();
      shots.push(shot);
    }
    const [one, same, other] = shots as [Uint8Array, Uint8Array, Uint8Array];
    expect(differingShare(one, same)).toBe(0);
    expect(differingShare(one, other)).toBeGreaterThan(PICTURE_TOLERANCE);
  });
});
