/** The files a program sees are the machine's, under their real paths. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { CommandLine } from './commandLine';

const commandLine = new CommandLine();
afterAll(() => commandLine[Symbol.dispose]());

test('a program reads and writes files anywhere', async () => {
  await commandLine.file('elsewhere/in.txt', 'from elsewhere');
  const file = await commandLine.file(
    'programs/copy.py',
    `import os, sys
with open(sys.argv[1]) as source, open(sys.argv[2], "w") as target:
    target.write(source.read())
print(os.getcwd())
`,
  );
  const target = path.join(commandLine.folder, 'out.txt');
  const { stdout, code } = await commandLine.run([file, path.join(commandLine.folder, 'elsewhere', 'in.txt'), target], '', { cwd: commandLine.folder });
  expect(code).toBe(0);
  expect(stdout).toContain(commandLine.folder);
  expect(readFileSync(target, 'utf8')).toBe('from elsewhere');
});
