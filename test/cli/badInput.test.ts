/** What a user may give by mistake: each ends in a sentence that says what to do, and the right exit code. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, it } from 'vitest';
import { CommandLine } from './commandLine';

const cli = new CommandLine();
afterAll(() => cli[Symbol.dispose]());

describe.concurrent('the command', () => {
  it('explains itself', async ({ expect }) => {
    const { code, stdout, stderr } = await cli.run(['--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Usage: .*FILE/);
    for (const option of ['--report', '--slow', '--help']) expect(stdout).toContain(option);
  });

  const mistakes: readonly (readonly [args: readonly string[], message: string])[] = [
    [['nowhere.py'], 'There is no file {folder}/nowhere.py. Give the path of a Python file.'],
    [['.'], '{folder} is a folder. Give the path of a Python file in it.'],
    [['/dev/null'], '/dev/null is no ordinary file. Give the path of a Python file.'],
    [['--fast', 'x.py'], 'There is no option --fast.\n\nUsage: '],
    [['--panel=1', 'x.py'], '--panel takes no value.\n\nUsage: '],
    [['--report'], '--report needs a value.\n\nUsage: '],
    [['--slow', 'soon', 'x.py'], '--slow takes milliseconds, 1 to 3600000, not "soon".\n\nUsage: '],
    [['--slow=0', 'x.py'], '--slow takes milliseconds, 1 to 3600000, not "0".\n\nUsage: '],
    [['--slow', 'Infinity', 'x.py'], '--slow takes milliseconds, 1 to 3600000, not "Infinity".\n\nUsage: '],
  ];
  for (const [args, message] of mistakes) {
    it(args.join(' '), async ({ expect }) => {
      const { code, stdout, stderr } = await cli.run(args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(message.replace('{folder}', cli.folder));
    });
  }

  it('does not begin when the report cannot be written', async ({ expect }) => {
    const file = await cli.file('kept.py', 'print("ran")\n');
    const { code, stdout, stderr } = await cli.run(['--report', 'no/such/folder/report.json', file]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^The report cannot be written to no\/such\/folder\/report\.json: ENOENT.* Give --report another path\.\n$/);
  });

  it('overwrites no program with a report', async ({ expect }) => {
    const file = await cli.file('forgotten.py', 'print("mine")\n');
    const { code, stderr } = await cli.run(['--report', file]);
    expect(code).toBe(2);
    expect(stderr).toContain('looks like a program');
    expect(readFileSync(file, 'utf8')).toBe('print("mine")\n');
  });

  it('leaves an old report alone until there is a new one', async ({ expect }) => {
    const old = await cli.file('old.json', 'old');
    const { child, prints, finished } = await cli.start(['--report', old, await cli.file('waits.py', 'print("go", flush=True)\ninput()\n')]);
    await prints('go');
    expect(readFileSync(old, 'utf8')).toBe('old');
    child.stdin.end('\n');
    expect((await finished).code).toBe(0);
    expect(JSON.parse(readFileSync(old, 'utf8'))).toMatchObject({ schemaVersion: 1 });
  });

  it.runIf(existsSync('/dev/full'))('says when the report does not fit on the disk', async ({ expect }) => {
    const { code, stdout, summary, stderr } = await cli.run(['--report', '/dev/full', await cli.file('ran.py', 'print("ran")\n')]);
    expect([code, stdout]).toEqual([1, 'ran\n']);
    expect(summary).toContain('Finished.');
    expect(stderr).toContain('The report cannot be written to /dev/full: ENOSPC');
  });
});

describe.concurrent('a program that is no program', () => {
  it('syntax error', async ({ expect }) => {
    const { code, stdout, summary, stderr } = await cli.program('import asyncio\nasync def main(:\n    pass\n');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^ {2}File ".*program\d+\.py", line 2\n {4}async def main\(:\n +\^\nSyntaxError: invalid syntax\n$/);
    expect(summary).toContain('Ended by SyntaxError.');
  });

  it('an encoding of its own (PEP 263)', async ({ expect }) => {
    const source = Buffer.from('# -*- coding: latin-1 -*-\nprint("caf\xe9", ascii("\xe9"))\n', 'latin1');
    expect(await cli.program(source)).toMatchObject({ code: 0, stdout: "café '\\xe9'\n", stderr: '' });
  });

  it('an encoding that nobody knows', async ({ expect }) => {
    const { code, stderr } = await cli.program('# -*- coding: nonsense -*-\n');
    expect(code).toBe(1);
    expect(stderr).toContain('SyntaxError: unknown encoding: nonsense');
  });

  it('another encoding than it says', async ({ expect }) => {
    const { code, stderr } = await cli.program(Buffer.from('print("caf\xe9")\n', 'latin1'));
    expect(code).toBe(1);
    expect(stderr).toContain("SyntaxError: Non-UTF-8 code starting with '\\xe9' on line 1, but no encoding declared");
  });

  it('an empty file', async ({ expect }) => {
    const { code, stdout, summary, stderr } = await cli.program('');
    expect([code, stdout, stderr]).toEqual([0, '', '']);
    expect(summary).toMatch(/Finished\..*0 loops/);
    expect(summary).toContain('No tasks');
    expect(summary).toContain('No warnings');
  });

  it('bytes at random', async ({ expect }) => {
    const { code, stderr } = await cli.program(Buffer.from([0x70, 0x00, 0xff, 0xfe, 0x0a, 0x80]));
    expect(code).toBe(1);
    expect(stderr).toMatch(/SyntaxError: .+/);
  });

  it('a byte order mark and the line ends of Windows', async ({ expect }) => {
    expect(await cli.program('\ufeffprint("one")\r\nif True:\r\n    print("two")')).toMatchObject({ code: 0, stdout: 'one\ntwo\n', stderr: '' });
  });

  it('whose interpreter is embedded, which is no file of this machine', async ({ expect }) => {
    expect(await cli.program('import sys\nprint(repr(sys.executable), sys.orig_argv[0], sys.orig_argv[1:] == sys.argv)\n')).toMatchObject({ code: 0, stdout: "'' python True\n" });
  });

  it('a path with spaces and letters of any script, from another folder', async ({ expect }) => {
    const source = 'import os, sys\nimport beside\nprint(sys.argv, __file__, __name__, sys.path[0], os.getcwd(), sep="\\n")\n';
    const name = path.join('d with ü', 'файл 文件.py');
    await cli.file(path.join('d with ü', 'beside.py'), '');
    const file = await cli.file(name, source);
    const args = ['-x', '--report', 'a b', '', '文'];
    const { code, stdout, summary, stderr } = await cli.run([name, ...args]);
    expect([code, stderr]).toEqual([0, '']);
    const python = `[${[file, ...args].map((text) => `'${text}'`).join(', ')}]`;
    expect(stdout.trimEnd().split('\n')).toEqual([python, file, '__main__', path.dirname(file), cli.folder]);
    expect(summary).toContain(`Loop Inspector: ${file}\n`);
  });

  it('runs from the root folder', async ({ expect }) => {
    const file = await cli.file('anywhere.py', 'import os\nprint(os.getcwd(), os.path.isdir("/tmp"))\n');
    expect(await cli.run([file], '', { cwd: '/' })).toMatchObject({ code: 0, stdout: '/ True\n', stderr: '' });
  });
});
