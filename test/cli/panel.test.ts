/** `--panel` where it cannot be served, and `--open`. What is served is looked at in `test/webview/page/browserPanel.test.ts`. */
import { execFile, spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { CommandLine } from './commandLine';
import { root } from './inspectedRun';

const cli = new CommandLine();
afterAll(() => cli[Symbol.dispose]());

/** A network of its own, with a single port, which Python holds while it runs a command. */
const ONE_PORT = `echo "40000 40000" > /proc/sys/net/ipv4/ip_local_port_range && exec python3 -c "
import socket, subprocess, sys
taken = socket.socket()
taken.bind(('127.0.0.1', 40000))
taken.listen()
sys.exit(subprocess.call(sys.argv[1:]))" "$@"`;
const withoutPorts = (...command: readonly string[]) => spawnSync('unshare', ['--map-root-user', '--net', 'sh', '-c', ONE_PORT, 'sh', ...command], { encoding: 'utf8' });

it.skipIf(withoutPorts('true').status !== 0)('does not begin when no port is free for the panel', async () => {
  const file = await cli.file('never.py', 'print("ran")\n');
  const { status, stdout, stderr } = withoutPorts(process.execPath, path.join(root, 'dist', 'cli.js'), '--python', 'embedded', '--panel', file);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^The panel cannot be served on this machine’s own address 127\.0\.0\.1: .*EADDRINUSE.* Run the program without --panel and --open to get the report alone\.\n$/);
});

describe.skipIf(process.platform !== 'linux')('--open', () => {
  const QUICK = 'print("ran")\n';

  it('opens the panel as a click on its link would', async () => {
    const folder = path.join(cli.folder, 'openers');
    const pipe = path.join(folder, 'opened');
    const opener = await cli.file('openers/xdg-open', `#!/bin/sh\necho "$1" > '${pipe}'\n`);
    chmodSync(opener, 0o755);
    spawnSync('mkfifo', [pipe]);
    const { child, finished } = await cli.start(['--open', await cli.file('opened.py', QUICK)], { env: { PATH: `${folder}:${process.env['PATH'] ?? ''}` } });
    const link = (await promisify(execFile)('cat', [pipe])).stdout.trim();
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#.+/);
    expect(await (await fetch(link)).text()).toContain('data-socket=');
    child.kill('SIGTERM');
    expect((await finished).stderr).toContain(link);
  });

  it('says so where nothing opens links, and shows the panel to whoever follows its own', async () => {
    const { child, prints, finished } = await cli.start(['--open', await cli.file('unopened.py', QUICK)], { env: { PATH: cli.folder } });
    await prints('No browser could be opened: spawn xdg-open ENOENT. Open the link yourself.');
    child.kill('SIGTERM');
    expect((await finished).stderr).toContain('http://127.0.0.1:');
  });
});
