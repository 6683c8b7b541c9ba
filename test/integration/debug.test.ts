/** Launch configurations of type `loopInspector`, as VS Code's debugger runs them. */
import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setup, suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';

/** Tells what it got. */
const TELLS = `import asyncio, json, os, sys
async def main():
    with open(os.environ["TELL"], "w") as file:
        json.dump([sys.argv[1:], os.environ.get("COLOUR"), "GONE" in os.environ, os.getcwd(), __name__, sys.stdin.readline() if "ask" in sys.argv else ""], file)
asyncio.run(main())
`;

/** Turn after turn. */
const TICKS = `import asyncio

async def inner(turn):
    await asyncio.sleep(0)  # here
    open(f"tick-{turn}", "w").close()

async def main():
    for turn in range(1_000_000):
        await inner(turn)  # outer
        await asyncio.sleep(0.01)

asyncio.run(main())
`;

const lineOf = (text: string, comment: string): number => text.split('\n').findIndex((line) => line.endsWith(`# ${comment}`)) + 1;

suite('a launch configuration', () => {
  let folder: string;
  /** The events of each session, by its id. */
  const sent = new Map<string, DebugProtocol.Event[]>();
  const started = new Set<vscode.DebugSession>();
  /** Called when an adapter is about to be asked to launch something. */
  let atLaunch: () => void = () => undefined;
  const ended = new Set<vscode.DebugSession>();
  const listeners = [
    vscode.debug.registerDebugAdapterTrackerFactory('loopInspector', {
      createDebugAdapterTracker: ({ id }) => {
        const events: DebugProtocol.Event[] = [];
        sent.set(id, events);
        return {
          onWillReceiveMessage: (message: DebugProtocol.ProtocolMessage) => message.type === 'request' && (message as DebugProtocol.Request).command === 'launch' && atLaunch(),
          onDidSendMessage: (message: DebugProtocol.ProtocolMessage) => message.type === 'event' && events.push(message as DebugProtocol.Event),
        };
      },
    }),
    vscode.debug.onDidStartDebugSession((session) => started.add(session)),
    vscode.debug.onDidTerminateDebugSession((session) => ended.add(session)),
  ];

  suiteSetup(async () => {
    folder = mkdtempSync(path.join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? tmpdir(), 'debug-'));
    await vscode.extensions.getExtension('loop-inspector.loop-inspector')?.activate();
  });
  suiteTeardown(() => {
    for (const listener of listeners) listener.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  setup(async () => {
    await vscode.debug.stopDebugging();
    started.clear();
    ended.clear();
  });
  teardown(async () => {
    await vscode.debug.stopDebugging();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const terminal of vscode.window.terminals) terminal.dispose();
  });

  const launch = (configuration: object): Thenable<boolean> =>
    vscode.debug.startDebugging(undefined, { type: 'loopInspector', request: 'launch', name: 'test', python: 'embedded', ...configuration });

  const over = async (session: vscode.DebugSession): Promise<void> => {
    await session.customRequest('disconnect', { terminateDebuggee: true });
    await until(() => ended.has(session), 'the end');
  };

  const file = (name: string, text: string): string => {
    const at = path.join(folder, name);
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, text);
    return at;
  };

  test('gives the program its arguments, environment and working directory', async () => {
    const tell = path.join(folder, 'told.json');
    process.env['GONE'] = '1';
    try {
      const program = file('tells.py', TELLS);
      assert.ok(await launch({ program, args: ['a', 'b c'], env: { TELL: tell, COLOUR: 'blue', GONE: null }, cwd: folder }));
      await until(() => ended.size === 1, 'the end');
    } finally {
      delete process.env['GONE'];
    }
    assert.deepEqual(JSON.parse(readFileSync(tell, 'utf8')), [['a', 'b c'], 'blue', false, folder, '__main__', '']);
  });

  test('runs a module, in the debug console, which is its input', async () => {
    const tell = path.join(folder, 'module.json');
    file('pack/__init__.py', '');
    file('pack/inner.py', TELLS);
    assert.ok(await launch({ module: 'pack.inner', args: ['ask'], env: { TELL: tell }, cwd: folder, console: 'internalConsole' }));
    const [session] = started;
    assert.ok(session);
    await session.customRequest('evaluate', { expression: 'an answer', context: 'repl' });
    await until(() => ended.size === 1, 'the end');
    assert.deepEqual((JSON.parse(readFileSync(tell, 'utf8')) as unknown[]).slice(-2), ['__main__', 'an answer\n']);
    assert.equal(vscode.window.terminals.length, 0);
  });

  test('is stopped from the toolbar, also when the program does not want to', async () => {
    const program = file('endless.py', 'import time\nopen("going", "w").close()\nwhile True:\n    try:\n        time.sleep(1000)\n    except BaseException:\n        open("refused", "w").close()\n');
    assert.ok(await launch({ program, cwd: folder }));
    await until(() => existsSync(path.join(folder, 'going')), 'the program');
    const [session] = started;
    void vscode.debug.stopDebugging(session);
    await until(() => existsSync(path.join(folder, 'refused')), 'its refusal');
    await session?.customRequest('disconnect', {});
    await until(() => ended.size === 1, 'the end');
  });

  test('does not begin any more when it is stopped while it starts', async () => {
    // long enough for an interrupt, should it have begun
    const late = path.join(folder, 'late');
    const program = file('late.py', 'import time\ntime.sleep(1)\nopen("late", "w").close()\n');
    atLaunch = () => void vscode.debug.stopDebugging();
    await launch({ program, cwd: folder }).then(undefined, () => false);
    atLaunch = () => undefined;
    assert.ok(await launch({ program: file('later.py', 'import time\ntime.sleep(2)\n'), cwd: folder }));
    await until(() => [...ended].some(({ configuration }) => String(configuration['program']).endsWith('later.py')), 'the end of the other');
    assert.equal(existsSync(late), false);
  });

  test('goes on when the debugger lets go of it', async () => {
    const at = path.join(folder, 'alone');
    mkdirSync(at);
    assert.ok(await launch({ program: file('alone.py', TICKS), cwd: at }));
    const [session] = started;
    const ticks = (): number => readdirSync(at).length;
    await until(() => ticks() > 0, 'the first turn');
    await session?.customRequest('pause', { threadId: 1 });
    await until(() => sent.get(session?.id ?? '')?.some(({ event }) => event === 'stopped') === true, 'the pause');
    const before = ticks();
    await session?.customRequest('disconnect', { terminateDebuggee: false });
    await until(() => ticks() > before + 3, 'the program to go on');
    await vscode.commands.executeCommand('loopInspector.stop');
    await until(() => ended.size === 1, 'the end');
  });

  test('restarts: the run before ends', async () => {
    const program = file('waits.py', 'import os, time\nopen(f"run-{len([n for n in os.listdir() if n.startswith(\'run-\')])}", "w").close()\ntime.sleep(1000)\n');
    assert.ok(await launch({ program, cwd: folder }));
    await until(() => existsSync(path.join(folder, 'run-0')), 'the first run');
    assert.ok(await launch({ program, cwd: folder }));
    await until(() => existsSync(path.join(folder, 'run-1')), 'the second run');
    await until(() => ended.size === 1, 'the end of the first');
    assert.equal(started.size, 2);
  });

  test('pauses, steps and continues, and stands in the editor where the next task goes on', async () => {
    const program = file('ticks.py', TICKS);
    assert.ok(await launch({ program, cwd: folder }));
    const [session] = started;
    assert.ok(session);
    await until(() => existsSync(path.join(folder, 'tick-1')), 'the first turn');
    const ask = (what: string) => session.customRequest(what, { threadId: 1 });
    const events = sent.get(session.id) ?? [];
    const stops = (): DebugProtocol.StoppedEvent['body'][] => events.filter(({ event }) => event === 'stopped').map(({ body }) => body as DebugProtocol.StoppedEvent['body']);
    const stopped = (count: number): Promise<void> => until(() => stops().length >= count, `stop ${count}`);
    /** Those of the program's own; asyncio's have no source. */
    const frames = async (): Promise<DebugProtocol.StackFrame[]> =>
      ((await session.customRequest('stackTrace', { threadId: 1 })) as DebugProtocol.StackTraceResponse['body']).stackFrames.filter(({ source }) => source !== undefined);

    await ask('pause');
    await stopped(1);
    assert.deepEqual(stops()[0], { reason: 'pause', threadId: 1, allThreadsStopped: true, preserveFocusHint: false });

    // a handle each: until the task's own step is next, and then that one
    const place = lineOf(TICKS, 'here');
    for (let stop = 2; (await frames())[0]?.line !== place; stop++) {
      assert.ok(stop < 10, `it stands before ${JSON.stringify(await frames())}`);
      await ask('next');
      await stopped(stop);
    }
    const shown = (await frames()).map(({ name, line, source }) => [name, line, path.basename(source?.path ?? '')]);
    assert.deepEqual(shown, [
      ['inner', place, 'ticks.py'],
      ['main', lineOf(TICKS, 'outer'), 'ticks.py'],
    ]);
    await until(() => vscode.window.activeTextEditor?.document.uri.fsPath === program && vscode.window.activeTextEditor.selection.active.line + 1 === place, 'the place in the editor');
    assert.deepEqual((await session.customRequest('scopes', { frameId: 1 })) as unknown, { scopes: [] });

    const before = stops().length;
    const ticks = (): number => readdirSync(folder).filter((name) => name.startsWith('tick-')).length;
    const ticked = ticks();
    await ask('stepIn');
    await stopped(before + 1);
    await until(() => ticks() === ticked + 1, 'the step of the iteration');
    assert.equal(stops().at(-1)?.reason, 'step');

    await ask('continue');
    await until(() => ticks() > ticked + 3, 'the program to go on');
    assert.deepEqual(await frames(), []);
    await over(session);
  });

  test('follows the pause of the panel, and leaves the focus there', async () => {
    const program = file('waiting.py', 'import asyncio\nasync def main():\n    open("waiting", "w").close()\n    await asyncio.get_running_loop().create_future()\nasyncio.run(main())\n');
    assert.ok(await launch({ program, cwd: folder }));
    const [session] = started;
    assert.ok(session);
    await until(() => existsSync(path.join(folder, 'waiting')), 'the program');
    const events = (): string[] => (sent.get(session.id) ?? []).map(({ event }) => event).filter((event) => event === 'stopped' || event === 'continued');
    await vscode.commands.executeCommand('loopInspector.pause');
    await until(() => events().length === 1, 'the pause');
    const [stop] = (sent.get(session.id) ?? []).filter(({ event }) => event === 'stopped');
    assert.deepEqual(stop?.body, { reason: 'pause', threadId: 1, allThreadsStopped: true, preserveFocusHint: true });
    const { stackFrames } = (await session.customRequest('stackTrace', { threadId: 1 })) as DebugProtocol.StackTraceResponse['body'];
    assert.deepEqual(stackFrames.map(({ name, source }) => [name, source]), [['nothing is ready to run', undefined]]);
    await vscode.commands.executeCommand('loopInspector.resume');
    await until(() => events().length === 2, 'the program to go on');
    assert.deepEqual(events(), ['stopped', 'continued']);
    await over(session);
  });

  test('is what the command runs', async () => {
    const program = file('quick.py', 'print(1)\n');
    await vscode.commands.executeCommand('loopInspector.run', vscode.Uri.file(program));
    await until(() => ended.size === 1, 'the end');
    const [session] = ended;
    assert.deepEqual([session?.type, session?.configuration['program']], ['loopInspector', program]);
  });

  for (const [name, configuration] of Object.entries({
    'neither program nor module': {},
    'a program that is not there': { program: '/nowhere/at/all.py' },
    'a module that is no name': { module: 'a/b' },
    'arguments that are no list': { program: 'x.py', args: 'a b' },
  })) {
    test(`is refused with a sentence: ${name}`, async () => {
      // a window that runs tests shows no dialog: the refusal is what comes back
      const went = await launch(configuration).then(undefined, (error: unknown) => String(error));
      assert.notEqual(went, true);
      assert.equal(vscode.window.terminals.length, 0);
    });
  }
});

async function until(holds: () => boolean, what: string): Promise<void> {
  const end = Date.now() + 60_000;
  while (!holds()) {
    assert.ok(Date.now() < end, `${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
