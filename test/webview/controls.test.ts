import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inRoot } from '../../scripts/paths.mjs';

it('lets one module know which toolkit the controls are made of', () => {
  const modules = readdirSync(inRoot('webview')).filter((name) => /\.tsx?$/.test(name));
  const knowing = modules.filter((name) => /from '@vscode\/webview-ui-toolkit|vscode-(button|text-field)/.test(readFileSync(inRoot('webview', name), 'utf8')));
  expect(knowing).toEqual(['controls.tsx']);
});
