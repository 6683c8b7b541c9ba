/** What is found without a run, in the Problems view, and quick fixes for it and for what a run finds. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setup, suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';

const FAULTY = `import asyncio
import time


async def save():
    await asyncio.sleep(0)


def ends():
    time.sleep(0.25)  # the last thing that it does


async def main():
    asyncio.create_task(save())
    save()
    time.sleep(0.25)
    asyncio.get_running_loop().call_soon(ends)
    await asyncio.sleep(0.01)


asyncio.run(main())
`;

suite('without a run', () => {
  let folder: string;

  const fileWith = (name: string, text: string): vscode.Uri => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return vscode.Uri.file(file);
  };

  suiteSetup(async () => {
    folder = mkdtempSync(path.join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? tmpdir(), 'static-'));
    await vscode.extensions.getExtension('loop-inspector.loop-inspector')?.activate();
  });
  suiteTeardown(async () => {
    await settings('enabled', undefined);
    await settings('blockingCall', undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(folder, { recursive: true, force: true });
  });
  setup(async () => {
    for (const terminal of vscode.window.terminals) terminal.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  test('an open file’s faults are in the Problems view, each with a link to its documentation', async () => {
    const uri = fileWith('faults.py', FAULTY);
    await vscode.window.showTextDocument(uri);
    const problems = await problemsOf(uri, ({ length }) => length === 3);
    assert.deepEqual(
      problems.map(({ range, severity, code }) => [range.start.line, range.start.character, range.end.character, severity, typeof code === 'object' ? code.value : code]),
      [
        [13, 4, 31, vscode.DiagnosticSeverity.Information, 'unreferenced-task'],
        [14, 4, 10, vscode.DiagnosticSeverity.Warning, 'never-awaited'],
        [15, 4, 20, vscode.DiagnosticSeverity.Warning, 'blocking-call'],
      ],
    );
    for (const { code } of problems) assert.match(typeof code === 'object' ? code.target.toString() : '', /readme\.md#L\d+$/i);
    assert.equal(problems[1]?.relatedInformation?.[0]?.location.range.start.line, 4);
  });

  test('they follow the text', async () => {
    const uri = fileWith('edited.py', FAULTY);
    const editor = await vscode.window.showTextDocument(uri);
    await problemsOf(uri, ({ length }) => length === 3);
    await editor.edit((edit) => edit.replace(new vscode.Range(15, 0, 16, 0), '    pass\n'));
    await problemsOf(uri, ({ length }) => length === 2);
  });

  test('they can be turned off, all or by rule', async () => {
    const uri = fileWith('settings.py', FAULTY);
    await vscode.window.showTextDocument(uri);
    await problemsOf(uri, ({ length }) => length === 3);
    await settings('blockingCall', 'off');
    await problemsOf(uri, ({ length }) => length === 2);
    await settings('enabled', false);
    await problemsOf(uri, ({ length }) => length === 0);
    await settings('enabled', undefined);
    await settings('blockingCall', 'error');
    await problemsOf(uri, (problems) => problems[2]?.severity === vscode.DiagnosticSeverity.Error);
    await settings('blockingCall', undefined);
  });

  test('their quick fixes make a program that runs without a fault', async () => {
    const uri = fileWith('fixed.py', FAULTY);
    const { document } = await vscode.window.showTextDocument(uri);
    for (let left = 3; left > 0; left--) {
      const [problem] = await problemsOf(uri, ({ length }) => length === left);
      assert.ok(problem);
      const [preferred] = (await fixesAt(uri, problem.range)).filter(({ isPreferred }) => isPreferred);
      assert.ok(preferred?.edit, problem.message);
      await vscode.workspace.applyEdit(preferred.edit);
    }
    await problemsOf(uri, ({ length }) => length === 0);
    const text = document.getText();
    assert.match(text, /^ {4}task\.add_done_callback\(background_tasks\.discard\)\n {4}await save\(\)\n {4}await asyncio\.sleep\(0\.25\)$/m);
    await vscode.commands.executeCommand('loopInspector.run', uri);
    // it has run to its end; a busy machine may hold up other lines too
    const last = text.split('\n').findIndex((line) => line.includes('the last thing'));
    const problems = await problemsOf(uri, (all) => all.some(({ range }) => range.start.line === last));
    assert.deepEqual(
      problems.filter(({ code, message }) => (typeof code === 'object' ? code.value : code) !== 'slow-callback' || (message.includes('sleep') && !message.includes('ends'))).map(({ message }) => message),
      [],
    );
  });

  test('a problem that a run has found takes the place of what was said before, and has the same fix', async () => {
    // so long that what a busy machine takes from a program's first step, which is its line before, weighs little
    const uri = fileWith('run.py', 'import asyncio\nimport time\n\n\nasync def main():\n    time.sleep(1.5)\n\n\nasyncio.run(main())\n');
    await vscode.window.showTextDocument(uri);
    const codes = (problems: readonly vscode.Diagnostic[]): unknown[] => problems.map(({ code }) => (typeof code === 'object' ? code.value : code));
    await problemsOf(uri, (problems) => codes(problems).join() === 'blocking-call');
    await vscode.commands.executeCommand('loopInspector.run', uri);
    const [problem] = await problemsOf(uri, (problems) => codes(problems).join() === 'slow-callback');
    assert.ok(problem);
    assert.deepEqual(
      (await fixesAt(uri, problem.range)).map(({ title }) => title),
      ['Use await asyncio.sleep'],
    );
  });
});

const settings = (name: string, value: unknown): Thenable<void> => vscode.workspace.getConfiguration('loopInspector.static').update(name, value, vscode.ConfigurationTarget.Global);

/** The quick fixes there; no other extension that has any is installed. */
const fixesAt = (uri: vscode.Uri, range: vscode.Range): Thenable<readonly vscode.CodeAction[]> =>
  vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, vscode.CodeActionKind.QuickFix.value);

/** Our problems of a file in order of place, as soon as they satisfy. */
function problemsOf(uri: vscode.Uri, satisfied: (problems: readonly vscode.Diagnostic[]) => boolean): Promise<readonly vscode.Diagnostic[]> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const problems = vscode.languages
        .getDiagnostics(uri)
        .filter(({ source }) => source === 'Loop Inspector')
        .sort((a, b) => a.range.start.line - b.range.start.line);
      if (!satisfied(problems)) return void (last = problems);
      clearTimeout(timer);
      changes.dispose();
      resolve(problems);
    };
    let last: readonly vscode.Diagnostic[] = [];
    const changes = vscode.languages.onDidChangeDiagnostics(look);
    const timer = setTimeout(() => {
      changes.dispose();
      reject(new Error(`Waited in vain for the problems; there are: ${last.map(({ range, message }) => `${range.start.line}: ${message}`).join('\n')}`));
    }, 30_000);
    look();
  });
}
