import { expect, it } from 'vitest';
import manifest from '../../package.json';
import strings from '../../package.nls.json';
import { COMMANDS } from '../../src/host/contributions';

const commandIds = Object.values(COMMANDS) as string[];

it('contributes exactly the commands that the code registers', () => {
  expect(manifest.contributes.commands.map(({ command }) => command).sort()).toEqual([...commandIds].sort());
});

it('has menus for contributed commands only', () => {
  for (const { command } of Object.values(manifest.contributes.menus).flat()) expect(commandIds).toContain(command);
});

it('uses one prefix for everything', () => {
  for (const id of [...commandIds, ...Object.keys(manifest.contributes.configuration.properties)]) expect(id).toMatch(/^loopInspector\.[\w.]+$/);
});

it('has a text for every key, and no other', () => {
  const used = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
  expect([...new Set(used)].sort()).toEqual(Object.keys(strings).sort());
});

it('gives every setting a default', () => {
  for (const property of Object.values(manifest.contributes.configuration.properties)) expect(property).toHaveProperty('default');
});
