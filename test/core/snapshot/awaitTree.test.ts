import { describe, expect, it } from 'vitest';
import { Outcome, PrimitiveKind } from '../../../src/core/events/schema';
import { isSnapshot } from '../../../src/core/snapshot/isSnapshot';
import type { TreeRow, TreeView, TreeWindow } from '../../../src/core/snapshot/treeProtocol';
import { endState } from '../../../src/core/state/endState';
import { foldFrame } from '../../../src/core/state/fold';
import { createState, type InspectorState } from '../../../src/core/state/state';
import { TaskStatus } from '../../../src/core/state/taskColumns';
import { waitingState } from '../../bench/treeBench';
import { random } from '../random';
import { randomProgram } from '../randomProgram';
import { StreamBuilder } from '../streamBuilder';
import { snapshot } from '../views';

const ALL: TreeWindow = { first: 0, count: 1000, toggled: [], filter: '', find: null };

/** Asked until it is done: with very many tasks the first look takes several answers. */
function tree(state: InspectorState, window: Partial<TreeWindow> = {}): TreeView {
  for (let asked = 0; asked < 200; asked++) {
    const shown = snapshot(state, { tree: { ...ALL, ...window } });
    expect(isSnapshot(shown)).toBe(true);
    if (shown.tree?.pending === false) return shown.tree;
  }
  throw new Error('The tree is never done.');
}

/** A line for each row, moved in by its level. */
const lines = ({ rows }: TreeView): string[] => rows.map((row) => `${'  '.repeat(row.level)}${said(row)}${row.cycle ? ' !' : ''}`);

function said(row: TreeRow): string {
  switch (row.kind) {
    case 'task':
      return `${row.open ? '-' : '+'} ${row.name}${row.waitsFor === '' ? '' : ` (${row.waitsFor})`}`;
    case 'fold':
      return `${row.open ? '-' : '+'} x${row.count} ${row.names.join(' ')}`;
    case 'frame':
      return `${row.qualname}:${row.at.line}`;
    case 'gap':
      return `… ${row.hidden}`;
    case 'wait':
      return `waits for ${row.text}${row.sharedWith === null ? '' : `, as ${row.sharedWith.name}`}`;
    case 'link':
      return `${row.why} ${row.to.name}`;
    case 'more':
      return `and ${row.hidden} more`;
  }
}

/** Tasks by name, each of which is parked at the line of its number. */
class Crowd {
  readonly stream = new StreamBuilder().start();
  readonly #tasks = new Map<string, number>();
  readonly #code: number;

  constructor(...names: readonly string[]) {
    this.#code = this.stream.site(99, 'work');
    for (const name of names) this.#tasks.set(name, this.stream.task({ name, code: this.#code }));
    this.stream.iteration();
  }

  of(name: string): number {
    return this.#tasks.get(name)!;
  }

  /** `name` waits for the task or future `target`, in the coroutines `frames`: "fetch:12". */
  parks(name: string, target: number, frames: readonly string[] = [], waitsIn = ''): this {
    this.stream.step(this.of(name), { parkOn: target });
    const sites = frames.map((frame) => this.stream.site(Number(frame.split(':')[1]), frame.split(':')[0]!));
    if (sites.length > 0) this.stream.parked(this.of(name), this.stream.chain(...sites), waitsIn);
    return this;
  }

  gathers(name: string, ...members: readonly string[]): this {
    const future = this.stream.future();
    this.parks(name, future, ['main:1'], 'gather');
    for (const member of members) this.stream.row({ kind: 'member', future, task: this.of(member) });
    return this;
  }

  locks(name: string, holder: string, lock = 77, chain = this.stream.chain(this.stream.site(7, 'lock'))): this {
    this.stream.step(this.of(name), { parkOn: this.stream.future() }).parked(this.of(name), chain, 'Lock.acquire');
    this.stream.row({ kind: 'primitive', object: lock, primitive: PrimitiveKind.lock, waiting: 1, detail: this.of(holder) });
    this.stream.row({ kind: 'waitsIn', task: this.of(name), object: lock, primitive: PrimitiveKind.lock });
    return this;
  }

  get state(): InspectorState {
    return this.stream.state();
  }
}

describe('the await tree', () => {
  it('has each task as a block of its coroutines, with what it awaits below it', () => {
    const crowd = new Crowd('main', 'child');
    crowd.parks('main', crowd.of('child'), ['main:1', 'fetch:12']).parks('child', crowd.stream.future(), ['child:20']);
    expect(lines(tree(crowd.state))).toEqual(['- main', 'main:1', 'fetch:12', 'waits for task child', '  - child', '  child:20', '  waits for future #1']);
  });

  it('shows a task that several await once, and links to it from the others', () => {
    const crowd = new Crowd('first', 'second', 'shared');
    crowd.parks('first', crowd.of('shared'), ['a:1']).parks('second', crowd.of('shared'), ['b:2']).parks('shared', crowd.stream.future(), ['s:3']);
    const shown = tree(crowd.state);
    expect(lines(shown)).toEqual(['- first', 'a:1', 'waits for task shared', '  - shared', '  s:3', '  waits for future #1', '- second', 'b:2', 'waits for task shared', '  awaits shared']);
    expect(shown.tasks).toBe(3);
    expect(new Set(shown.rows.map(({ key }) => key)).size).toBe(shown.rows.length);
  });

  it('names the first waiter of a future that several wait for', () => {
    const crowd = new Crowd('one', 'two');
    const future = crowd.stream.future();
    crowd.parks('one', future, ['a:1']).parks('two', future, ['b:2']);
    expect(lines(tree(crowd.state)).filter((line) => line.includes('waits'))).toEqual(['waits for future #1', 'waits for future #1, as one']);
  });

  it('folds tasks that look alike, and opens them', () => {
    const names = Array.from({ length: 1000 }, (_, i) => `w${i}`);
    const crowd = new Crowd('main', ...names);
    crowd.gathers('main', ...names);
    const site = crowd.stream.chain(crowd.stream.site(20, 'work'));
    for (const name of names) crowd.parks(name, crowd.stream.future()).stream.parked(crowd.of(name), site);
    const { state } = crowd;
    const closed = tree(state);
    expect(lines(closed)).toEqual(['- main', 'main:1', 'waits for gather, 1000 of 1000 pending', '  + x1000 w0 w1 w2 w3', '  work:20', '  waits for a future']);
    const { key } = closed.rows[3]!;
    const open = tree(state, { toggled: [key], first: 500, count: 2 });
    expect(open.total).toBe(closed.total + 1000);
    expect(lines(open)).toEqual(['    + w494 (future #496)', '    + w495 (future #497)']);
    const opened = tree(state, { toggled: [key, `t${open.rows[0]!.task}`], first: 500, count: 3 });
    expect(lines(opened)).toEqual(['    - w494', '    work:20', '    waits for future #496']);
  });

  it('keeps apart what differs in a line, in what is awaited, or below', () => {
    const crowd = new Crowd('a', 'b', 'c', 'd', 'e');
    crowd.parks('a', crowd.stream.future(), ['work:1']).parks('b', crowd.stream.future(), ['work:2']).parks('c', crowd.of('e'), ['work:1']).parks('d', crowd.stream.future(), ['work:1']);
    expect(tree(crowd.state).rows.filter(({ kind }) => kind === 'fold')).toEqual([]);
  });

  it('marks a circle of tasks that await each other, and names its path', () => {
    const crowd = new Crowd('first', 'second', 'other');
    crowd.parks('first', crowd.of('second'), ['f:1']).parks('second', crowd.of('first'), ['s:2']).parks('other', crowd.of('first'), ['o:3']);
    const shown = tree(crowd.state);
    expect(shown.cycles).toEqual([
      {
        tasks: [
          { task: 1, name: 'first' },
          { task: 2, name: 'second' },
        ],
        text: 'first waits for task second, second waits for task first. None of them can go on by itself.',
      },
    ]);
    expect(lines(shown)).toEqual(['- first !', 'f:1 !', 'waits for task second !', '  - second !', '  s:2 !', '  waits for task first !', '    awaits first !', '- other', 'o:3', 'waits for task first', '  awaits first']);
  });

  it('marks a circle through locks, and links to who holds one', () => {
    const crowd = new Crowd('left', 'right');
    crowd.locks('left', 'right', 77).locks('right', 'left', 78);
    const shown = tree(crowd.state);
    expect(shown.cycles.map(({ text }) => text)).toEqual(['left waits for Lock held by task right, right waits for Lock held by task left. None of them can go on by itself.']);
    expect(lines(shown).filter((line) => line.includes('holds'))).toEqual(['  holds right !', '  holds left !']);
  });

  it('tells of one that waits for itself', () => {
    const crowd = new Crowd('only');
    crowd.locks('only', 'only');
    expect(tree(crowd.state).cycles.map(({ text }) => text)).toEqual(['only waits for Lock held by task only. It cannot go on by itself.']);
  });

  it('says of a fold only what is so for all of it', () => {
    const crowd = new Crowd('left', 'right');
    const chain = crowd.stream.chain(crowd.stream.site(7, 'lock'));
    crowd.locks('left', 'right', 77, chain).locks('right', 'left', 78, chain);
    expect(lines(tree(crowd.state))).toEqual(['+ x2 left right !', 'lock:7 !', 'waits for Lock, not all for the same !']);
    const both = new Crowd('holder', 'first', 'second');
    const same = both.stream.chain(both.stream.site(7, 'lock'));
    both.locks('first', 'holder', 77, same).locks('second', 'holder', 77, same);
    expect(lines(tree(both.state))).toContain('waits for Lock held by task holder');
  });

  it('leaves out what has ended, but for those whom somebody still waits with', () => {
    const crowd = new Crowd('main', 'good', 'bad', 'alone', 'slow');
    crowd.gathers('main', 'good', 'bad', 'slow');
    crowd.stream.step(crowd.of('good'), { outcome: Outcome.returned }).step(crowd.of('bad'), { outcome: Outcome.failed }).step(crowd.of('alone'), { outcome: Outcome.failed });
    const shown = tree(crowd.state);
    expect(shown.rows.filter(({ kind }) => kind === 'task').map((row) => said(row))).toEqual(['- main', '- bad', '- slow']);
    expect(shown.tasks).toBe(3);
  });

  it('is filtered, with those above whom the filter finds', () => {
    const crowd = new Crowd('main', 'one', 'two');
    crowd.gathers('main', 'one', 'two').parks('one', crowd.stream.future(), ['work:1']).parks('two', crowd.stream.future(), ['work:2']);
    expect(lines(tree(crowd.state, { filter: 'TWO' })).filter((line) => line.includes('-'))).toEqual(['- main', '  - two']);
    expect(tree(crowd.state, { filter: 'nobody' })).toMatchObject({ total: 0, tasks: 0 });
  });

  it('finds the row of a task, whatever hides it', () => {
    const names = Array.from({ length: 300 }, (_, i) => `w${i}`);
    const crowd = new Crowd('main', ...names);
    crowd.gathers('main', ...names);
    const { state } = crowd;
    const closed = tree(state, { toggled: ['t1'] });
    expect(closed.total).toBe(1);
    const found = tree(state, { toggled: ['t1'], find: 202, count: 20 });
    expect(found.found?.task).toBe(202);
    const row = found.rows[found.found!.row! - found.start];
    expect(row).toMatchObject({ kind: 'task', name: 'w200' });
    expect(tree(state, { toggled: found.found!.toggled, first: found.found!.row!, count: 1 }).rows[0]?.task).toBe(202);
    expect(tree(state, { find: 9999 }).found).toMatchObject({ row: null });
  });

  it('cuts the middle out of a long chain of coroutines until somebody asks', () => {
    const crowd = new Crowd('main');
    crowd.parks('main', crowd.stream.future(), Array.from({ length: 1000 }, (_, i) => `deep:${i + 1}`));
    const shown = tree(crowd.state);
    expect(lines(shown).slice(5, 10)).toEqual(['deep:5', 'deep:6', '… 988', 'deep:995', 'deep:996']);
    const whole = tree(crowd.state, { toggled: ['g1'], first: 500, count: 1 });
    expect([whole.total, ...lines(whole)]).toEqual([1003, 'deep:499']);
  });

  it('stands a chain of 10,000 tasks, each of which awaits the next', () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `w${i}`);
    const crowd = new Crowd(...names);
    names.forEach((name, i) => crowd.parks(name, i + 1 < names.length ? crowd.of(names[i + 1]!) : crowd.stream.future()));
    const { state } = crowd;
    const end = tree(state, { first: 1e9, count: 2 });
    expect(end.total).toBe(20_000);
    expect(end.rows.map(({ level }) => level)).toEqual([9999, 9999]);
    expect(tree(state, { find: 5000, count: 10 }).found?.row).toBe(9998);
  });

  it('stands a circle of 10,000 tasks', () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `w${i}`);
    const crowd = new Crowd(...names);
    names.forEach((name, i) => crowd.parks(name, crowd.of(names[(i + 1) % names.length]!)));
    const { cycles } = tree(crowd.state);
    expect(cycles.map(({ tasks }) => tasks.length)).toEqual([20]);
    expect(cycles[0]?.text).toContain('and so on for 9980 more, up to w0');
  });

  it('is whole after the end, however many tasks there are', () => {
    const state = waitingState(40_000);
    endState(state, 'stopped');
    expect(snapshot(state, { tree: ALL }).tree).toMatchObject({ pending: false, tasks: 40_000 });
    // also as it was at an earlier moment
    expect(snapshot(waitingState(40_000), { tree: ALL }, 0, 'ended').tree).toMatchObject({ pending: false, tasks: 40_000 });
  });

  it('answers windows over 100,000 tasks', () => {
    const state = waitingState();
    const whole = tree(state);
    expect(whole.tasks).toBe(100_000);
    const folds = whole.rows.filter(({ kind }) => kind === 'fold');
    expect(folds.reduce((sum, row) => sum + (row.kind === 'fold' ? row.count : 0), 0)).toBeGreaterThan(50_000);
    const toggled = folds.map(({ key }) => key);
    const open = tree(state, { toggled, first: 40_000, count: 50 });
    expect([open.start, open.rows.length, open.rows[0]?.level]).toEqual([40_000, 50, 1]);
  }, 60_000);
});

describe('of made-up programs', () => {
  /** Everything opened, in windows of `size` rows. */
  function opened(state: InspectorState, size: number): { rows: TreeRow[]; view: TreeView } {
    const toggled = new Set<string>();
    for (;;) {
      const rows: TreeRow[] = [];
      let view = tree(state, { toggled: [...toggled], count: size });
      for (let first = 0; first < view.total; first += size) {
        view = tree(state, { toggled: [...toggled], first, count: size });
        rows.push(...view.rows.slice(first - view.start));
      }
      const closed = rows.filter((row) => 'open' in row && !row.open);
      if (closed.length === 0) return { rows, view };
      for (const row of closed) toggled.add(row.kind === 'gap' ? `g${row.task}` : row.key);
    }
  }

  it('shows every task that lives exactly once, in any windows', () => {
    for (let seed = 1; seed <= 25; seed++) {
      const next = random(seed);
      const state = createState({ slowCallbackMs: 100 });
      for (const frame of randomProgram(seed, 50 + Math.floor(200 * next())).frames()) foldFrame(state, frame);
      const { rows, view } = opened(state, 1 + Math.floor(40 * next()));
      expect(rows.length, `seed ${seed}`).toBe(view.total);
      expect(new Set(rows.map(({ key }) => key)).size, `seed ${seed}`).toBe(rows.length);
      // and who has not returned but ended otherwise, as long as somebody waits with it
      const live = state.tasks.all.filter((task) => task !== null && (!task.ended || (task.status !== TaskStatus.done && task.waiterCount > 0))).map((task) => task!.serial);
      const shown = rows.filter(({ kind }) => kind === 'task').map(({ task }) => task);
      expect(shown.toSorted((a, b) => a - b), `seed ${seed}`).toEqual(live);
      for (const serial of live) {
        const found = tree(state, { find: serial, count: 5 });
        expect(found.rows[found.found!.row! - found.start], `seed ${seed}`).toMatchObject({ kind: 'task', task: serial });
      }
    }
  });

  it('does not fail while the program goes on', () => {
    const state = createState({ slowCallbackMs: 100 });
    for (const frame of waitingFrames()) {
      foldFrame(state, frame);
      const shown = snapshot(state, { tree: { ...ALL, count: 20, first: 30 } }).tree!;
      expect(shown.rows.length).toBeLessThanOrEqual(20);
    }
    endState(state, 'stopped');
    expect(tree(state).tasks).toBe(state.tasks.live);
  });
});

/** Tasks come, wait for each other and end, so many that a look at them takes several answers. */
function* waitingFrames(): Generator<ReturnType<StreamBuilder['frames']>[number]> {
  const stream = new StreamBuilder().start();
  for (let round = 0; round < 12; round++) {
    const tasks = Array.from({ length: 2500 }, () => stream.task({ number: 1 }));
    stream.iteration();
    tasks.forEach((task, i) => {
      if (i % 3 === 0) stream.step(task, { outcome: Outcome.returned });
      else stream.step(task, { parkOn: i % 3 === 1 && i + 1 < tasks.length ? tasks[i + 1]! : stream.future() });
    });
    stream.flush();
  }
  yield* stream.frames();
}
