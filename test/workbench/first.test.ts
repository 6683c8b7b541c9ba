import { expect, test } from 'vitest';
import { inRoot } from '../../scripts/paths.mjs';
import { Workbench } from './workbench';

test('page object', async () => {
  console.time('open');
  await using workbench = await Workbench.open(inRoot('test', 'fixtures', 'workspace'), {extension:'checkout'});
  console.timeEnd('open');
  await workbench.screenshot('x0');
  console.log(await workbench.paletteEntries('loop inspector'));
  await workbench.openFile('slow.py');
  console.timeLog('open');
  await workbench.screenshot('x1');
  await workbench.runCommand('Terminal: Create New Terminal');
  await workbench.terminalTextWhen((t) => t !== '');
  await workbench.page.keyboard.type('echo hello\n');
  console.log(await workbench.terminalTextWhen((t) => /^hello$/m.test(t)));
  console.log(await workbench.problems());
  console.log(await workbench.gutterGlyphs());
  console.log(await workbench.messages());
  await workbench.screenshot('x2');
  expect(1).toBe(1);
});
