/** The static yield points are those that CPython's own parser finds, in the corpus and in the whole standard library. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { findYieldPoints } from '../../src/core/source/yieldPoints';
import { root } from '../cli/inspectedRun';

type Point = readonly [kind: string, line: number, column: number];
type File = readonly [path: string, text: string, points: readonly Point[]];

const corpus = path.join(root, 'test', 'core', 'source', 'corpus');
const folder = mkdtempSync(path.join(os.tmpdir(), 'loop-inspector-yield-points-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As the embedded CPython's `ast` sees them. */
async function ask(...files: readonly string[]): Promise<File[]> {
  await promisify(execFile)(process.execPath, [path.join(root, 'dist', 'cli.js'), '--python', 'embedded', path.join(import.meta.dirname, 'yield_points.py'), ...files], { cwd: folder });
  return JSON.parse(readFileSync(path.join(folder, 'files.json'), 'utf8')) as File[];
}

function ours(text: string): Point[] {
  const starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  return findYieldPoints(text).map(({ kind, from }) => {
    const line = starts.findLastIndex((start) => start <= from);
    return [kind, line + 1, from - starts[line]! + 1];
  });
}

const sorted = (points: readonly Point[]): string[] => points.map(([kind, line, column]) => `${line}:${column} ${kind}`).sort();

function compare(files: readonly File[]): number {
  let total = 0;
  for (const [file, text, points] of files) {
    expect(sorted(ours(text)), file).toEqual(sorted(points));
    total += points.length;
  }
  return total;
}

test('in the corpus', async () => {
  const names = readdirSync(corpus);
  const files = await ask(...names.map((name) => path.join(corpus, name)));
  expect(files.map(([file]) => path.basename(file))).toEqual(names);
  expect(compare(files)).toBeGreaterThan(300);
});

test('in the standard library', async () => {
  const files = await ask();
  expect(files.length).toBeGreaterThan(500);
  expect(compare(files)).toBeGreaterThan(150);
});
