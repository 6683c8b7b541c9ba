import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { chooseInterpreter, type InterpreterSources, pythonOf } from '../../src/runtimes/python/interpreters';

const root = mkdtempSync(path.join(os.tmpdir(), 'loop-inspector-interpreters-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A folder that looks like an environment; gives its interpreter. */
function environment(...names: string[]): string {
  const python = pythonOf(path.join(root, ...names));
  mkdirSync(path.dirname(python), { recursive: true });
  writeFileSync(python, '');
  return python;
}

const active = environment('active');
const inFolder = environment('project', '.venv');
const older = environment('older', 'venv');
const project = path.join(root, 'project');
const choose = (sources: Partial<InterpreterSources>): string | null => chooseInterpreter({ asked: '', chosen: null, env: {}, folders: [], ...sources });

describe('the interpreter', () => {
  it('is the embedded one where nothing was chosen', () => {
    expect(choose({})).toBeNull();
    expect(choose({ folders: [root], env: { VIRTUAL_ENV: '' } })).toBeNull();
  });

  it('is that of the nearest choice', () => {
    const all = { asked: '/usr/bin/python3.12', chosen: '/opt/chosen/bin/python', env: { VIRTUAL_ENV: path.join(root, 'active') }, folders: [project] };
    expect(choose(all)).toBe('/usr/bin/python3.12');
    expect(choose({ ...all, asked: 'embedded' })).toBeNull();
    expect(choose({ ...all, asked: '' })).toBe('/opt/chosen/bin/python');
    expect(choose({ ...all, asked: '', chosen: null })).toBe(active);
    expect(choose({ folders: [project] })).toBe(inFolder);
    expect(choose({ folders: [root, path.join(root, 'older'), project] })).toBe(older);
  });

  it('is not that of an environment that has gone', () => {
    expect(choose({ env: { VIRTUAL_ENV: path.join(root, 'gone') }, folders: [project] })).toBe(inFolder);
  });

  it('may be told as a command, a relative path, a folder of an environment', () => {
    expect(choose({ asked: ' python3.11 ' })).toBe('python3.11');
    expect(choose({ asked: '~/bin/python' })).toBe(path.join(os.homedir(), 'bin', 'python'));
    expect(choose({ asked: '.venv', folders: [project] })).toBe('.venv');
    expect(choose({ asked: './.venv', folders: [project] })).toBe(inFolder);
    expect(choose({ asked: './.venv', from: project, folders: [root] })).toBe(inFolder);
    expect(choose({ asked: '${workspaceFolder}/tools/python', folders: [project] })).toBe(path.join(project, 'tools', 'python'));
  });
});
