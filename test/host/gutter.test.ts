/** What the gutter shows of a text that is edited while its program runs; without VS Code. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gutterIcons } from '../../scripts/gutterIcons.mjs';
import { inRoot } from '../../scripts/paths.mjs';
import type { FileMarks, YieldPointMark } from '../../src/core/snapshot/sourceMarks';
import { MarkedText, type Place } from '../../src/core/source/markedText';
import { PythonParser } from '../../src/core/source/parsedPython';
import { RunFile } from '../../src/host/fileMarks';
import { gutterLines, iconOf, ICONS } from '../../src/host/gutterLines';
import type { Edit } from '../../src/host/movedPlaces';
import { random } from '../core/random';

const SOURCE = `async def main():
    await ceded()
    await never()
    await parked()
    (await one(), await other())
    time.sleep(1)
    await unreached()
`;

const mark = (line: number, column: number, changes: Partial<YieldPointMark> = {}): YieldPointMark => ({ line, column, reached: 1, ceded: 0, waits: 0, total: 0, longest: 0, parked: 0, tasks: [], ...changes });

const MARKS: FileMarks = {
  path: '/app/main.py',
  points: [mark(2, 5, { ceded: 3 }), mark(3, 5), mark(4, 5, { ceded: 12, parked: 12 }), mark(5, 6), mark(5, 19, { ceded: 1, parked: 2 })],
  blocked: [{ line: 6, count: 1, longest: 1000 }],
  coroutines: [],
};

/** A text that changes as an editor's does, and what one run tells of it. */
class Edited {
  readonly file: RunFile;

  constructor(
    public text: string,
    marks: FileMarks = MARKS,
  ) {
    this.file = new RunFile(text);
    this.file.update(marks);
  }

  replace(from: number, to: number, text: string): void {
    const edit: Edit = { range: { start: placeIn(this.text, from), end: placeIn(this.text, to) }, text };
    this.text = this.text.slice(0, from) + text + this.text.slice(to);
    this.file.edited([edit]);
  }

  /** The code of each line with a mark, and its icon. */
  icons(): Record<string, string> {
    const text = new MarkedText(this.text, new PythonParser().parse(this.text));
    return Object.fromEntries([...gutterLines(text, [this.file])].map(([line, content]) => [text.line(line).trim(), iconOf(content)]));
  }
}

function placeIn(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)!.length };
}

const WHOLE = {
  'await ceded()': 'ceded',
  'await never()': 'never',
  'await parked()': 'parked-9plus',
  '(await one(), await other())': 'parked-2',
  'time.sleep(1)': 'blocked',
  'await unreached()': 'yield',
};

describe('the gutter', () => {
  it('shows of each line the most remarkable', () => {
    expect(new Edited(SOURCE).icons()).toEqual(WHOLE);
  });

  it('shows before a run where the yield points are', () => {
    expect(new Set(Object.values(new Edited(SOURCE, { ...MARKS, points: [], blocked: [] }).icons()))).toEqual(new Set(['yield']));
  });

  it('says nothing against a line of which it is not known whether it was reached', () => {
    const points = [mark(2, 5, { reached: null })];
    expect(new Edited(SOURCE, { ...MARKS, points }).icons()['await ceded()']).toBe('yield');
  });

  it('moves with the text', () => {
    const edited = new Edited(SOURCE);
    edited.replace(0, 0, 'import asyncio\n\n');
    const at = edited.text.indexOf('    await never');
    edited.replace(at, at, '    first()\n    second()\n');
    expect(edited.icons()).toEqual(WHOLE);
  });

  it('goes stale where the line has changed, and back', () => {
    const edited = new Edited(SOURCE);
    const at = edited.text.indexOf('ceded');
    edited.replace(at, at, 'not_');
    expect(edited.icons()).toEqual({ ...without(WHOLE, 'await ceded()'), 'await not_ceded()': 'ceded-stale' });
    edited.replace(at, at + 4, '');
    expect(edited.icons()).toEqual(WHOLE);
    const sleeps = edited.text.indexOf('sleep(1)');
    edited.replace(sleeps + 6, sleeps + 7, '2');
    expect(edited.icons()['time.sleep(2)']).toBe('blocked-stale');
  });

  it('goes where the yield point has gone', () => {
    const edited = new Edited(SOURCE);
    const at = edited.text.indexOf('await never');
    edited.replace(at, at + 'await '.length, '');
    expect(edited.icons()).toEqual(without(WHOLE, 'await never()'));
  });

  it('puts what comes after an edit where its text is now', () => {
    const edited = new Edited(SOURCE);
    edited.replace(0, 0, '# a note\n');
    edited.file.update({ ...MARKS, points: [mark(7, 5, { ceded: 1 })], blocked: [] });
    expect(edited.icons()['await unreached()']).toBe('ceded');
  });

  it('keeps every mark on its line through any edits of whole lines', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const next = random(seed);
      const edited = new Edited(SOURCE);
      for (let edit = 0; edit < 20; edit++) {
        const starts = [0, ...Array.from(edited.text.matchAll(/\n/g), ({ index }) => index + 1)];
        const at = starts[Math.floor(next() * starts.length)]!;
        const added = /^    x = \d+\n/.exec(edited.text.slice(at));
        if (added !== null && next() < 0.5) edited.replace(at, at + added[0].length, '');
        else edited.replace(at, at, `    x = ${edit}\n`);
      }
      expect(edited.icons(), `seed ${seed}`).toEqual(WHOLE);
    }
  });

  it('is as the file was saved when that is opened anew', () => {
    const edited = new Edited(SOURCE);
    edited.replace(0, 0, '# kept\n');
    edited.file.saved();
    const saved = edited.text;
    edited.replace(0, 0, '# thrown away\n');
    edited.text = saved;
    edited.file.reopened(saved);
    expect(edited.icons()).toEqual(WHOLE);
    edited.replace(0, 0, '# once more\n');
    expect(edited.icons()).toEqual(WHOLE);
  });

  it('knows which line was changed after it was saved and opened anew', () => {
    const edited = new Edited(SOURCE);
    edited.replace(SOURCE.indexOf('sleep(1)'), SOURCE.indexOf('sleep(1)') + 5, 'nap');
    edited.file.saved();
    edited.file.reopened(edited.text);
    expect(edited.icons()).not.toHaveProperty(['time.nap(1)'], 'blocked');
  });

  it('lets go of a line that turns out not to have blocked', () => {
    const edited = new Edited(SOURCE);
    edited.file.update({ ...MARKS, blocked: [{ line: 6, count: 0, longest: 0 }] });
    expect(edited.icons()).toEqual(without(WHOLE, 'time.sleep(1)'));
  });
});

function without(all: Readonly<Record<string, string>>, key: string): Record<string, string> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => name !== key));
}

describe('its icons', () => {
  it('are what the script makes, no more and no less', () => {
    const made = gutterIcons();
    expect(readdirSync(inRoot('media')).filter((name) => name.startsWith('gutter-')).map((name) => `media/${name}`).sort()).toEqual([...made.keys()].sort());
    for (const [file, text] of made) expect(readFileSync(inRoot(file), 'utf8'), file).toBe(text);
  });

  it('are there for everything that a line may show', () => {
    const names = [...gutterIcons().keys()];
    for (const icon of ICONS) for (const theme of ['dark', 'light']) expect(names).toContain(`media/gutter-${icon}-${theme}.svg`);
    expect(names).toHaveLength(2 * ICONS.length);
  });

  it('differ in shape, not only in colour', () => {
    const shapes = [...gutterIcons()].filter(([file]) => file.endsWith('-dark.svg')).map(([, text]) => text.replace(/#[0-9a-f]{6}/g, ''));
    expect(new Set(shapes).size).toBe(shapes.length);
  });
});
