/** The program's terminal as a person has it: typing, Ctrl+C, clicking on a traceback. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from './until.ts';
import { Workbench } from './workbench.ts';

const RUN = 'Run with loop inspector';

const PROGRAMS = {
  'greet.py': `name = input("name? ")
print("\\x1b[32mhello\\x1b[0m", name)


def fail():
    raise ValueError("boom")


fail()
`,
  'polite.py': `import time

print("going")
while True:
    time.sleep(0.05)
`,
  'stubborn.py': `import time

print("going")
while True:
    try:
        time.sleep(0.05)
    except KeyboardInterrupt:
        print("caught")
`,
  'wants.py': `import only_here

print("module from", only_here.WHERE)
`,
  'packages/only_here.py': 'WHERE = "here"\n',
  'endless.py': `input("ready? ")
count = 0
while True:
    count += 1
    print("line", count)
`,
};

const folder = mkdtempSync(path.join(os.tmpdir(), 'loop-inspector-programs-'));
mkdirSync(path.join(folder, 'packages'));
for (const [name, text] of Object.entries(PROGRAMS)) writeFileSync(path.join(folder, name), text);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const terminal = (workbench: Workbench) => workbench.page.locator('.terminal-wrapper.active');

/** Runs the file and brings the focus into its terminal once that shows `text`. */
async function start(workbench: Workbench, name: string, text: string): Promise<void> {
  await workbench.openFile(name);
  await workbench.runCommand(RUN);
  await workbench.page.locator('.terminal-wrapper.active .xterm-rows').getByText(text).first().waitFor();
  // the program before may have printed the same
  await workbench.terminalTextWhen((shown) => shown.includes(`Running ${name} `) && shown.includes(text));
  await terminal(workbench).click();
}

/** Runs `polite.py` until it does so on that interpreter: VS Code takes its time to see that a setting has changed. */
async function runOn(workbench: Workbench, interpreter: string): Promise<void> {
  await workbench.openFile('polite.py');
  const run = async () => {
    // each run has a new terminal: what an old one shows says nothing of the run that is about to begin
    await workbench.runCommand('Terminal: Kill All Terminals');
    await workbench.page.locator('.terminal-wrapper').first().waitFor({ state: 'detached' });
    await workbench.runCommand(RUN);
    return workbench.terminalTextWhen((text) => text.includes('going'));
  };
  await until(`a run on ${interpreter}`, run, (text) => text.startsWith(`Running polite.py on ${interpreter}…`));
}

describe('the terminal', () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await Workbench.open(folder, { env: { PYTHONPATH: path.join(folder, 'packages') } });
  });
  afterAll(() => workbench[Symbol.asyncDispose]());

  test('takes typed lines, as edited, and shows output and traceback', async () => {
    await start(workbench, 'greet.py', 'name?');
    await workbench.page.keyboard.type('Zoe漢x');
    await workbench.page.keyboard.press('Backspace');
    await workbench.page.keyboard.press('Backspace');
    await workbench.page.keyboard.press('Enter');
    const text = await workbench.terminalTextWhen((shown) => shown.includes('Ended by '));
    const lines = text.split('\n');
    expect(lines[0]).toBe('Running greet.py on embedded CPython…');
    expect(lines).toContain('name? Zoe');
    expect(lines).toContain('hello Zoe');
    expect(text).toContain(`File "${path.join(workbench.folder, 'greet.py')}", line 6, in fail`);
    expect(lines.slice(-2)).toEqual(['ValueError: boom', 'Ended by ValueError.']);
    const hello = terminal(workbench).locator('.xterm-rows span', { hasText: /^hello$/ });
    expect(await hello.getAttribute('class')).toContain('xterm-fg-2');
  });

  test('opens the place that a line of the traceback names', async () => {
    const frame = terminal(workbench).locator('.xterm-rows > div', { hasText: 'line 6, in fail' });
    const { keyboard, mouse } = workbench.page;
    // xterm.js looks for links when the mouse comes to a row, not when the text under it changes.
    const look = async () => {
      const { x, y, height } = (await frame.boundingBox()) ?? { x: 0, y: 0, height: 0 };
      await mouse.move(x + 100, y - height / 2);
      await mouse.move(x + 100, y + height / 2, { steps: 4 });
      return frame.locator('span[style*="underline"]').count();
    };
    await until('the link', look, (count) => count > 0);
    await keyboard.down('Control');
    const { x, y, height } = (await frame.boundingBox()) ?? { x: 0, y: 0, height: 0 };
    await mouse.move(x + 150, y + height / 2, { steps: 4 });
    await until('the pointer of a link', () => terminal(workbench).locator('.xterm-cursor-pointer').count(), (count) => count > 0);
    await mouse.click(x + 150, y + height / 2);
    await keyboard.up('Control');
    const selection = workbench.page.locator('[id="status.editor.selection"]');
    await until('the cursor in line 6', () => selection.innerText(), (place) => place.startsWith('Ln 6,'));
  });

  test('interrupts with Ctrl+C', async () => {
    await start(workbench, 'polite.py', 'going');
    await workbench.page.keyboard.press('Control+C');
    const text = await workbench.terminalTextWhen((shown) => shown.includes('KeyboardInterrupt\n'));
    expect(text).toContain('^C\n');
  });

  test('ends a program that goes on after Ctrl+C with the second', async () => {
    await start(workbench, 'stubborn.py', 'going');
    await workbench.page.keyboard.press('Control+C');
    await workbench.terminalTextWhen((text) => text.includes('caught'));
    await workbench.page.keyboard.press('Control+C');
    await workbench.terminalTextWhen((text) => text.includes('Stopped'));
  });

  test('runs on the interpreter that is set, in a process of its own', async () => {
    workbench.changeSettings({ 'loopInspector.python.interpreter': '/usr/bin/python3' });
    await runOn(workbench, '/usr/bin/python3');
    const panel = await workbench.panelFrame();
    await until('its name in the panel', () => panel.locator('.runtime').innerText(), (name) => name.startsWith('CPython 3.'));
    await terminal(workbench).click();
    await workbench.page.keyboard.press('Control+C');
    await workbench.terminalTextWhen((text) => text.includes('KeyboardInterrupt\n') && text.includes('Interrupted'));
  });

  test('lets the panel’s reader choose another interpreter, and runs on it', async () => {
    workbench.changeSettings({ 'loopInspector.python.interpreter': 'embedded' });
    await runOn(workbench, 'embedded CPython');
    const panel = await workbench.panelFrame();
    await panel.locator('.runtime').click();
    const choice = workbench.page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: /^Python 3\.\d+/ }).first();
    await choice.waitFor();
    await workbench.screenshot('choose-interpreter');
    await choice.click();
    await until('its name in the panel', () => panel.locator('.runtime').innerText(), (name) => name.startsWith('CPython 3.'));
    await terminal(workbench).click();
    await workbench.page.keyboard.press('Control+C');
    await workbench.terminalTextWhen((text) => text.includes('Interrupted'));
    rmSync(path.join(workbench.folder, '.vscode'), { recursive: true });
    await runOn(workbench, 'embedded CPython');
    await terminal(workbench).click();
    await workbench.page.keyboard.press('Control+C');
    await workbench.terminalTextWhen((text) => text.includes('Interrupted'));
  });

  test('offers an interpreter that has what the embedded one lacks, and runs on it', async () => {
    await workbench.openFile('wants.py');
    await workbench.runCommand(RUN);
    await workbench.terminalTextWhen((text) => text.includes('Ended by ModuleNotFoundError'));
    const offer = workbench.page.locator('.notification-list-item .monaco-button', { hasText: /^Run with .*python/ });
    // The list of notifications does not stay open as long as there is none.
    const look = async () => {
      await workbench.runCommand('Notifications: Show Notifications');
      return offer.count();
    };
    await until('the offer', look, (count) => count > 0);
    await offer.click();
    const text = await workbench.terminalTextWhen((shown) => shown.includes('Finished.'));
    expect(text).toContain('module from here');
  });

  test('stays usable under endless output', async () => {
    await start(workbench, 'endless.py', 'ready?');
    await workbench.page.keyboard.press('Enter');
    await until('many lines', () => workbench.terminalText(), (text) => /line \d{5}/.test(text));
    await workbench.page.keyboard.press('Control+C');
    await workbench.terminalTextWhen((text) => text.includes('KeyboardInterrupt'));
  });
});

test('in an untrusted workspace the command explains and runs nothing', async () => {
  await using workbench = await Workbench.open(folder, { trust: false });
  await workbench.openFile('greet.py');
  await workbench.runCommand(RUN);
  // The list of notifications does not stay open as long as there is none.
  const look = async () => {
    await workbench.runCommand('Notifications: Show Notifications');
    return workbench.messages();
  };
  await until('the explanation', look, (shown) => shown.some((message) => message.includes('which you have not trusted')));
  expect(await workbench.terminalText()).toBe('');
  await workbench.page.locator('.monaco-button', { hasText: 'Manage Workspace Trust' }).click();
  await workbench.page.locator('.workspace-trust-editor').waitFor();
});
