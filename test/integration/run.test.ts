import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setup, suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';

const RUN = 'loopInspector.run';
const SLOW = `import asyncio
import time


async def worker():
    await asyncio.sleep(0)
    time.sleep(0.25)  # blocks


asyncio.run(worker())
`;
const BLOCKING_LINE = 6;

suite('running a file', () => {
  let folder: string;

  const fileWith = (name: string, text: string): vscode.Uri => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return vscode.Uri.file(file);
  };

  suiteSetup(async () => {
    const parent = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? tmpdir();
    folder = mkdtempSync(path.join(parent, 'run-'));
    await vscode.extensions.getExtension('loop-inspector.loop-inspector')?.activate();
  });
  suiteTeardown(() => rmSync(folder, { recursive: true, force: true }));
  setup(closeEverything);
  teardown(closeEverything);

  test('puts a blocking line into the Problems view, with its stack and a link to its documentation', async () => {
    const uri = fileWith('slow.py', SLOW);
    await vscode.commands.executeCommand(RUN, uri);
    const [problem] = await problemsOf(uri, (problems) => problems.length > 0);
    assert.ok(problem);
    assert.deepEqual(
      [problem.range.start.line, problem.range.start.character, problem.range.end.character],
      [BLOCKING_LINE, 4, (SLOW.split('\n')[BLOCKING_LINE] ?? '').length],
    );
    assert.equal(problem.source, 'Loop Inspector');
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Warning);
    assert.ok(typeof problem.code === 'object');
    assert.equal(problem.code.value, 'slow-callback');
    assert.match(problem.code.target.path, /readme\.md$/i);
    const [innermost] = problem.relatedInformation ?? [];
    assert.equal(innermost?.location.uri.toString(), uri.toString());
    assert.equal(innermost.location.range.start.line, BLOCKING_LINE);
    assert.match(innermost.message, /worker/);
  });

  test('opens a panel beside the editor and a terminal named after the file, and leaves the focus in the editor', async () => {
    const uri = fileWith('quick.py', 'print(1)\n');
    await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand(RUN);
    const panel = await when(() => panels()[0], 'the panel');
    assert.equal(panel.label, 'Loop: quick.py');
    assert.notEqual(panel.group.viewColumn, vscode.window.activeTextEditor?.viewColumn);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), uri.toString());
    assert.deepEqual(terminals(), ['quick.py']);
  });

  test('reuses panel and terminal and forgets the former problems when the file runs again', async () => {
    const uri = fileWith('again.py', SLOW);
    await vscode.commands.executeCommand(RUN, uri);
    await problemsOf(uri, (problems) => problems.length === 1);
    await writeThroughEditor(uri, 'print("nothing blocks")\n');
    await vscode.commands.executeCommand(RUN, uri);
    await problemsOf(uri, (problems) => problems.length === 0);
    assert.equal(panels().length, 1);
    assert.deepEqual(terminals(), ['again.py']);
  });

  test('runs different programs beside each other, and tells two of the same name apart', async () => {
    const [first, second] = [fileWith('same.py', 'input()\n'), vscode.Uri.joinPath(vscode.Uri.file(mkdtempSync(path.join(folder, 'other-'))), 'same.py')];
    writeFileSync(second.fsPath, 'input()\n');
    await vscode.commands.executeCommand(RUN, first);
    await vscode.commands.executeCommand(RUN, second);
    await when(() => panels().length === 2, 'two panels');
    const [one, two] = terminals();
    assert.equal(one, 'same.py');
    assert.match(two ?? '', /^same\.py \(.*other-.*\)$/);
  });

  test('moves a problem with its text, drops it when that is edited, and clears all when asked', async () => {
    const uri = fileWith('moves.py', SLOW);
    const { document } = await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand(RUN, uri);
    // the file itself shows that it blocks, without a run
    const ofRun = ({ code }: vscode.Diagnostic): boolean => typeof code === 'object' && code.value === 'slow-callback';
    await problemsOf(uri, (problems) => problems.some(ofRun));
    const edit = async (change: (edit: vscode.WorkspaceEdit) => void): Promise<void> => {
      const edits = new vscode.WorkspaceEdit();
      change(edits);
      await vscode.workspace.applyEdit(edits);
    };
    await edit((edits) => edits.insert(uri, new vscode.Position(0, 0), '# one more\n'));
    const after = await problemsOf(uri, (problems) => problems.find(ofRun)?.range.start.line === BLOCKING_LINE + 1);
    assert.match(document.getText(after.find(ofRun)?.range), /^time\.sleep/);
    await edit((edits) => edits.replace(uri, new vscode.Range(BLOCKING_LINE + 1, 15, BLOCKING_LINE + 1, 19), '0'));
    await problemsOf(uri, (problems) => !problems.some(ofRun));
    const other = fileWith('cleared.py', SLOW);
    await vscode.commands.executeCommand(RUN, other);
    await problemsOf(other, (problems) => problems.some(ofRun));
    await vscode.commands.executeCommand('loopInspector.clearProblems');
    await problemsOf(other, (problems) => !problems.some(ofRun));
  });

  test('does not bring back what was cleared while the program goes on', async () => {
    const signal = path.join(folder, 'cleared');
    // Blocks so long that somebody has looked at the line, on a busy machine too. It is told of, and cleared, while
    // it goes on: the second one has to be of another step.
    const uri = fileWith('goes-on.py', `import asyncio, os, time\n\n\nasync def main():\n    time.sleep(1)\n    await asyncio.sleep(0)\n    while not os.path.exists(${JSON.stringify(signal)}):\n        await asyncio.sleep(0.01)\n    time.sleep(1)\n\n\nasyncio.run(main())\n`);
    await vscode.commands.executeCommand(RUN, uri);
    const linesOf = (problems: readonly vscode.Diagnostic[]): number[] => problems.filter(({ code }) => typeof code === 'object' && code.value === 'slow-callback').map(({ range }) => range.start.line);
    await problemsOf(uri, (problems) => linesOf(problems).includes(4));
    await vscode.commands.executeCommand('loopInspector.clearProblems');
    writeFileSync(signal, '');
    const after = await problemsOf(uri, (problems) => linesOf(problems).length > 0);
    assert.deepEqual(linesOf(after), [8]);
  });

  test('moves the places of a stack with their text, in other files too', async () => {
    const blocks = fileWith('blocks.py', 'import time\n\n\ndef block():\n    time.sleep(0.25)\n');
    const calls = fileWith('calls.py', 'import asyncio\nimport blocks\n\n\nasync def main():\n    blocks.block()\n\n\nasyncio.run(main())\n');
    const { document } = await vscode.window.showTextDocument(calls);
    await vscode.commands.executeCommand(RUN, calls);
    const placeOfCall = ([problem]: readonly vscode.Diagnostic[]): vscode.Range | undefined => problem?.relatedInformation?.find(({ location }) => location.uri.toString() === calls.toString())?.location.range;
    await problemsOf(blocks, (problems) => placeOfCall(problems)?.start.line === 5);
    const edits = new vscode.WorkspaceEdit();
    edits.insert(calls, new vscode.Position(0, 0), '# one more\n');
    await vscode.workspace.applyEdit(edits);
    const moved = await problemsOf(blocks, (problems) => placeOfCall(problems)?.start.line === 6);
    assert.equal(document.getText(placeOfCall(moved)), 'blocks.block()');
    assert.equal(moved[0]?.range.start.line, 4);
  });

  test('keeps its marks on their lines when an older version is looked at, and when the file is saved and opened again', async () => {
    const uri = fileWith('marked.py', SLOW);
    // not by the API, which would keep the document open for minutes
    await vscode.commands.executeCommand('vscode.open', uri);
    await vscode.commands.executeCommand(RUN, uri);
    const blocked = 'Blocked the event loop';
    const changed = 'The line has changed since';
    await hoverWhen(uri, BLOCKING_LINE, (text) => text.includes(blocked));
    const edits = new vscode.WorkspaceEdit();
    edits.insert(uri, new vscode.Position(0, 0), '# one more\n');
    await vscode.workspace.applyEdit(edits);
    const provider = vscode.workspace.registerTextDocumentContentProvider('older', { provideTextDocumentContent: () => `# as it was\n\n${SLOW}` });
    await vscode.workspace.openTextDocument(uri.with({ scheme: 'older' }));
    provider.dispose();
    assert.ok(!(await hoverWhen(uri, BLOCKING_LINE + 1, (text) => text.includes(blocked))).includes(changed));
    await vscode.workspace.saveAll();
    const closed = new Promise<void>((resolve) => {
      const listener = vscode.workspace.onDidCloseTextDocument((document) => {
        if (document.uri.toString() !== uri.toString()) return;
        listener.dispose();
        resolve();
      });
    });
    await vscode.commands.executeCommand('vscode.open', uri);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await closed;
    await vscode.commands.executeCommand('vscode.open', uri);
    assert.ok(!(await hoverWhen(uri, BLOCKING_LINE + 1, (text) => text.includes(blocked))).includes(changed));
    assert.ok(!(await hoverWhen(uri, BLOCKING_LINE, (text) => text !== '')).includes(blocked));
  });

  test('saves unsaved changes first', async () => {
    const uri = fileWith('unsaved.py', 'print("old")\n');
    const editor = await vscode.window.showTextDocument(uri);
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 1, 0), SLOW));
    assert.equal(editor.document.isDirty, true);
    await vscode.commands.executeCommand(RUN);
    assert.equal(editor.document.isDirty, false);
    assert.equal(readFileSync(uri.fsPath, 'utf8'), SLOW);
    await problemsOf(uri, (problems) => problems.length === 1);
  });

  test('runs an untitled buffer from its text', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'python', content: SLOW });
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand(RUN);
    const [problem] = await problemsOf(document.uri, (problems) => problems.length > 0);
    assert.equal(problem?.range.start.line, BLOCKING_LINE);
    assert.equal(document.isUntitled, true);
  });

  for (const [what, uri] of [
    ['a folder', () => vscode.Uri.file(folder)],
    ['a file that is gone', () => vscode.Uri.file(path.join(folder, 'gone.py'))],
    ['a file that is not Python', () => fileWith('notes.txt', 'hello\n')],
    ['something that is not on disk', () => vscode.Uri.parse('git:/somewhere/a.py')],
  ] as const) {
    test(`runs nothing when asked to run ${what}`, async () => {
      await vscode.commands.executeCommand(RUN, uri());
      assert.deepEqual([panels().length, terminals().length], [0, 0]);
    });
  }

  test('ends the program when its terminal is closed', async () => {
    const uri = fileWith('endless.py', 'while True:\n    pass\n');
    await vscode.commands.executeCommand(RUN, uri);
    const terminal = await when(() => vscode.window.terminals.find(({ name }) => name === 'endless.py'), 'the terminal');
    terminal.dispose();
    await when(() => terminals().length === 0, 'the end of the terminal');
    // The next run waits for the end of the one before.
    await writeThroughEditor(uri, SLOW);
    await vscode.commands.executeCommand(RUN, uri);
    await problemsOf(uri, (problems) => problems.length === 1);
  });
});

const terminals = (): string[] => vscode.window.terminals.map(({ name }) => name);

const panels = (): vscode.Tab[] =>
  vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes('loopInspector.panel'));

async function closeEverything(): Promise<void> {
  for (const terminal of vscode.window.terminals) terminal.dispose();
  await vscode.workspace.saveAll(false);
  for (const tab of vscode.window.tabGroups.all.flatMap((group) => group.tabs)) {
    // An untitled buffer with text would ask whether to keep it.
    if (tab.isDirty) await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    else await vscode.window.tabGroups.close(tab, true);
  }
  await when(() => vscode.window.terminals.length === 0 && panels().length === 0, 'an empty window');
}

async function writeThroughEditor(uri: vscode.Uri, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  await document.save();
}

/** Our problems of a file, as soon as they satisfy. */
/** What stands left of the code of a line, as soon as it is as wanted. */
async function hoverWhen(uri: vscode.Uri, line: number, satisfied: (text: string) => boolean): Promise<string> {
  const end = Date.now() + 30_000;
  for (;;) {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, new vscode.Position(line, 0));
    const text = hovers.flatMap(({ contents }) => contents.map((content) => (content as vscode.MarkdownString).value)).join('\n');
    if (satisfied(text)) return text;
    assert.ok(Date.now() < end, `Waited in vain for the hover, which says: ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function problemsOf(uri: vscode.Uri, satisfied: (problems: readonly vscode.Diagnostic[]) => boolean): Promise<readonly vscode.Diagnostic[]> {
  const ours = (): vscode.Diagnostic[] => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Loop Inspector');
  await when(() => satisfied(ours()), () => `the problems; there are ${JSON.stringify(ours().map(({ range, message }) => [range.start.line, message]))}`);
  return ours();
}

/** What `find` returns as soon as it returns something; looked for whenever the window changes. */
function when<T>(find: () => T | undefined | false, what: string | (() => string)): Promise<T> {
  return new Promise((resolve, reject) => {
    const changes = [
      vscode.languages.onDidChangeDiagnostics(look),
      vscode.window.tabGroups.onDidChangeTabs(look),
      vscode.window.onDidOpenTerminal(look),
      vscode.window.onDidCloseTerminal(look),
    ];
    const timer = setTimeout(() => {
      done();
      reject(new Error(`Waited in vain for ${typeof what === 'string' ? what : what()}`));
    }, 30_000);
    function done(): void {
      clearTimeout(timer);
      for (const change of changes) change.dispose();
    }
    function look(): void {
      const found = find();
      if (found === undefined || found === false) return;
      done();
      resolve(found);
    }
    look();
  });
}
