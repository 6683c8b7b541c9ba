import { expect, it } from 'vitest';
import manifest from '../../package.json';
import strings from '../../package.nls.json';
import { RULE_CHOICES, RULE_CODES } from '../../src/core/rules/ruleTable';
import { COMMANDS, INTERNAL_COMMANDS } from '../../src/host/contributions';

const commandIds = Object.values(COMMANDS) as string[];

it('contributes exactly the commands that the code registers', () => {
  expect(manifest.contributes.commands.map(({ command }) => command).sort()).toEqual([...commandIds].sort());
});

it('has menus for contributed commands only', () => {
  for (const { command } of Object.values(manifest.contributes.menus).flat()) expect(commandIds).toContain(command);
});

it('uses one prefix for everything', () => {
  for (const id of [...commandIds, ...Object.values(INTERNAL_COMMANDS), ...Object.keys(manifest.contributes.configuration.properties)]) expect(id).toMatch(/^loopInspector\.[\w.-]+$/);
});

it('has a text for every key, and no other', () => {
  const used = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
  expect([...new Set(used)].sort()).toEqual(Object.keys(strings).sort());
});

it('gives every setting a default', () => {
  for (const property of Object.values(manifest.contributes.configuration.properties)) expect(property).toHaveProperty('default');
});

it('has a setting for each rule, and for nothing else, with what the code understands', () => {
  const settings: Record<string, object> = manifest.contributes.configuration.properties;
  const rules = Object.keys(settings).filter((name) => name.startsWith('loopInspector.rules.'));
  expect(rules.sort()).toEqual(RULE_CODES.map((code) => `loopInspector.rules.${code}`).sort());
  for (const name of rules) {
    expect(settings[name]).toMatchObject({ enum: RULE_CHOICES, default: 'default' });
    expect((settings[name] as { enumDescriptions: string[] }).enumDescriptions).toEqual(RULE_CHOICES.map((choice) => `%config.rules.${choice}%`));
  }
});
