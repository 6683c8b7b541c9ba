/** A workspace of several folders: each has its own settings. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { debianPython } from '../../scripts/systemPackages.mjs';
import { Workbench } from './workbench.ts';

const TELLS = `import os, sys

print("at", os.path.basename(os.getcwd()), "with", sys.argv[1:], "under", os.environ["STAGE"], "on", sys.platform)
`;

const SETTINGS = {
  front: { 'python.interpreter': 'embedded', args: ['--port', '1'], env: { STAGE: 'trial' } },
  back: { 'python.interpreter': debianPython, args: [], env: { STAGE: 'production' }, cwd: '${workspaceFolder}/data' },
};

const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'loop-inspector-folders-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
for (const [name, settings] of Object.entries(SETTINGS)) {
  for (const part of ['.vscode', 'data']) mkdirSync(path.join(folder, name, part), { recursive: true });
  writeFileSync(path.join(folder, name, `${name}.py`), TELLS);
  writeFileSync(path.join(folder, name, '.vscode', 'settings.json'), JSON.stringify(Object.fromEntries(Object.entries(settings).map(([key, value]) => [`loopInspector.${key}`, value]))));
}
writeFileSync(path.join(folder, 'both.code-workspace'), JSON.stringify({ folders: Object.keys(SETTINGS).map((name) => ({ path: name })) }));

test('a file runs with the interpreter, arguments, environment and working directory of its own folder', async () => {
  await using workbench = await Workbench.open(folder, { workspaceFile: 'both.code-workspace' });
  const told = async (name: string): Promise<readonly string[]> => {
    await workbench.openFile(`${name}.py`);
    await workbench.runCommand('Run with loop inspector');
    const text = await workbench.terminalTextWhen((shown) => shown.includes(`Running ${name}.py`) && shown.includes('Finished.'));
    return text.split('\n').slice(0, 2);
  };
  expect(await told('front')).toEqual(['Running front.py on embedded CPython…', "at front with ['--port', '1'] under trial on emscripten"]);
  expect(await told('back')).toEqual([`Running back.py on ${debianPython}…`, 'at data with [] under production on linux']);
});
