/**
 * The suite that runs inside VS Code's extension host. One compiled entry, `dist/test/index.js`, serves both
 * launchers: `test/electron` on a desktop and `test/workbench` on the server build.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { type SuiteResult, resultVariable, writeSuiteResult } from './suiteResult.mjs';

/** Called by VS Code. Rejects when a test fails, which is what `@vscode/test-electron` goes by. */
export async function run(): Promise<void> {
  const result = await runMocha().catch((error: unknown): SuiteResult => ({ passed: 0, failures: [{ title: 'loading the suite', message: text(error) }] }));
  const file = process.env[resultVariable];
  if (file !== undefined) writeSuiteResult(file, result);
  if (result.failures.length > 0) throw new Error(`${result.failures.length} failed: ${result.failures.map(({ title }) => title).join('; ')}`);
}

async function runMocha(): Promise<SuiteResult> {
  const mocha = new Mocha({ ui: 'tdd', timeout: 60_000, forbidOnly: true, forbidPending: true, reporter: Quiet });
  // Beside this file: each suite is a bundle of its own.
  for (const name of readdirSync(__dirname)) if (name.endsWith('.test.js')) mocha.addFile(path.join(__dirname, name));
  await mocha.loadFilesAsync();
  let passed = 0;
  const failures: { title: string; message: string }[] = [];
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on('pass', () => passed++);
    runner.on('fail', (test, error: unknown) => failures.push({ title: test.fullTitle(), message: text(error) }));
  });
  return { passed, failures };
}

/** The launcher tells people; the extension host's console has no reader. */
class Quiet extends Mocha.reporters.Base {}

const text = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
