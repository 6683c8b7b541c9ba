/** The tab with all warnings, and what can be done with a rule. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { textContrasts } from '../contrast';
import { endedWithWarnings } from '../fixtures';
import { type PanelPage, PanelPages } from '../panelPage';
import type { RuleChoices } from '../../../src/core/rules/ruleTable';
import type { ThemeName } from '../../../src/panel/themes';

let pages: PanelPages;
let panel: PanelPage;
const saved = { version: 2, tab: 'warnings' };

beforeAll(async () => {
  pages = await PanelPages.start();
  panel = await pages.open({ saved });
  await panel.show(endedWithWarnings());
});
afterAll(() => pages[Symbol.asyncDispose]());

const titles = (of = panel): Promise<string[]> => of.page.locator('.rule h3').allInnerTexts();

it('has a part for each rule, the worst first, with what to do and its findings', async () => {
  expect((await titles()).map((title) => title.replace(/\s+/g, ' '))).toEqual(['Error: Nobody asked how it failed', 'Warning: A coroutine was never awaited', 'Warning: A step blocked the loop', 'Information: Still pending at the end']);
  const slow = panel.page.getByRole('region', { name: 'A step blocked the loop' });
  expect(await slow.locator('.rule-advice').innerText()).toContain('What to do: Await something that gives control back');
  expect(await slow.locator('.warning-victims').innerText()).toContain('heartbeat');
  await slow.locator('.warning-facts .location').click();
  expect((await panel.waitForSent('reveal'))[0]?.location).toMatchObject({ line: 88 });
  expect(await panel.troubles()).toEqual([]);
});

it('explains a rule and mutes it, by keyboard too', async () => {
  await panel.page.getByRole('button', { name: 'slow-callback', exact: true }).click();
  expect(await panel.waitForSent('explainRule')).toEqual([{ type: 'explainRule', code: 'slow-callback' }]);
  await panel.page.getByRole('button', { name: 'Mute slow-callback' }).focus();
  await panel.page.keyboard.press('Enter');
  expect(await panel.waitForSent('muteRule')).toEqual([{ type: 'muteRule', code: 'slow-callback', muted: true }]);
});

it('follows the settings at once, and lists what is muted', async () => {
  await panel.send({ type: 'rules', choices: { 'slow-callback': 'off', starved: 'off', 'pending-at-exit': 'error' } });
  await panel.page.getByRole('region', { name: 'Muted rules' }).waitFor();
  expect((await titles()).map((title) => title.split(/:\s*/)[0])).toEqual(['Error', 'Error', 'Warning']);
  expect((await panel.page.locator('.muted-rule').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))).toEqual([
    'slow-callback A step blocked the loop 1 warning hidden Unmute slow-callback',
    'starved Handles waited too long for a turn nothing found Unmute starved',
  ]);
  expect(await panel.page.getByRole('tab', { name: /Warnings/ }).innerText()).toContain('3');
  await panel.page.getByRole('button', { name: 'Unmute starved' }).click();
  expect((await panel.waitForSent('muteRule', 2))[1]).toEqual({ type: 'muteRule', code: 'starved', muted: false });
  await panel.send({ type: 'rules', choices: { 'slow-callback': 'loud' } }, { type: 'rules', choices: {} });
  await panel.page.getByRole('region', { name: 'A step blocked the loop' }).waitFor();
});

it('says on its tab how bad it is, from every tab, without what is muted', async () => {
  await using own = await pages.open({ saved: { ...saved, tab: 'timeline' } });
  await own.show(endedWithWarnings());
  const tab = own.page.getByRole('tab', { name: /^Warnings/ });
  const urgency = async (choices: RuleChoices): Promise<string[]> => {
    await own.send({ type: 'rules', choices });
    await own.frames();
    return Promise.all((await tab.locator('.codicon').all()).map(async (icon) => /codicon-\S+/.exec((await icon.getAttribute('class'))!)![0]));
  };
  expect(await urgency({})).toEqual(['codicon-error']);
  expect(await tab.innerText()).toMatch(/worst: Error/);
  expect(await urgency({ 'exception-never-retrieved': 'off' })).toEqual(['codicon-warning']);
  const all = (choice: 'information' | 'off'): RuleChoices => Object.fromEntries(endedWithWarnings().warnings.map(({ code }) => [code, choice]));
  expect(await urgency(all('information'))).toEqual([]);
  expect(await urgency(all('off'))).toEqual([]);
});

it.each<[ThemeName]>([['dark'], ['light'], ['hcDark'], ['hcLight']])('is readable in the theme %s, also when narrow', async (theme) => {
  await using themed = await pages.open({ theme, width: 400, saved });
  await themed.send({ type: 'rules', choices: { starved: 'off' } });
  await themed.show(endedWithWarnings());
  const texts = await textContrasts(themed.page);
  expect(texts.length).toBeGreaterThan(20);
  expect(texts.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  expect(await themed.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
});
