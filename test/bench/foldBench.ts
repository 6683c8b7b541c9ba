/** How many rows a second the fold takes, on streams like those of real programs. */
import { random } from '../core/random';
import { readFrames } from '../core/streamBuilder';
import { encodeDefinitionsFrame, encodeRowsFrame, type Frame } from '../../src/core/events/frames';
import { SCHEMA_VERSION } from '../../src/core/events/schema';
import { foldFrame } from '../../src/core/state/fold';
import { createState } from '../../src/core/state/state';
import { Timeline } from '../../src/core/timeline/timeline';
import { threadTime } from './threadTime';

const ROWS_PER_FRAME = 1024;

export type Workload = 'switching' | 'crowd' | 'sleeping' | 'restless' | 'queues' | 'tree';
export const WORKLOADS: readonly Workload[] = ['switching', 'sleeping', 'queues', 'tree'];

/** Rows folded per second of processor time, decoding frames included; the best of `runs`. */
export function eventsPerSecond(rows = 2_000_000, workload: Workload = 'switching', runs = 3): number {
  const frames = makeStream(workload, rows);
  let best = 0;
  for (let run = 0; run < runs; run++) {
    const state = createState({ slowCallbackMs: 100, timeline: new Timeline() });
    const began = threadTime();
    for (const bytes of frames) for (const frame of readFrames(bytes)) foldFrame(state, frame);
    best = Math.max(best, state.events / ((threadTime() - began) / 1000));
    if (state.resyncs > 0 || state.unknownRows > 0) throw new Error(`the ${workload} stream is wrong`);
  }
  return best;
}

/** The frames of a synthetic run, each as its bytes. `tasks`: of the sleeping and restless ones. */
export function makeStream(workload: Workload, rows: number, tasks = 10_000): readonly Uint8Array[] {
  const writer = new RowWriter();
  const generators = { switching, crowd, sleeping, restless, queues, tree };
  writer.row(writer.t, 11, 0, 64);
  generators[workload](writer, rows, tasks);
  return writer.end();
}

/** The same frames, decoded. */
export const decodedStream = (workload: Workload, rows: number): readonly Frame[] => makeStream(workload, rows).flatMap((bytes) => readFrames(bytes));

class RowWriter {
  t = 1_000_000_000_000;
  rows = 0;
  #words = new Uint32Array(ROWS_PER_FRAME * 8);
  #at = 0;
  readonly #frames: Uint8Array[] = [
    encodeDefinitionsFrame([
      ['hello', { schema: SCHEMA_VERSION, python: '3.14.2', implementation: 'CPython', platform: 'linux', epoch: 0, clock: 1_000_000_000_000 }],
      ['speed', 120, 60],
      ['name', 64, 'EventLoop'],
      ['name', 65, '_set_result_unless_cancelled'],
      ['site', 1, '/app/main.py', 3, 1, 'worker', true],
      ['site', 2, '/app/main.py', 9, 5, 'main', true],
    ]),
  ];

  row(w0: number, w1: number, w2: number, w3: number): void {
    for (const word of [w0, w1, w2, w3]) {
      this.#words[this.#at++] = word;
      this.#words[this.#at++] = word / 2 ** 32;
    }
    this.rows++;
    if (this.#at === this.#words.length) this.#flush();
  }

  tick(ns: number): number {
    return (this.t += ns);
  }

  end(): readonly Uint8Array[] {
    this.#flush();
    return this.#frames;
  }

  #flush(): void {
    if (this.#at > 0) this.#frames.push(encodeRowsFrame(1, this.#words.slice(0, this.#at)));
    this.#at = 0;
  }
}

const BASE = 0x7f3a_0000_0000;
const created = (number: number): number => number * 2 ** 40 + 2 * 2 ** 20 + 1;

/** Two tasks that only yield to each other. */
function switching(w: RowWriter, rows: number): void {
  const [a, b] = [BASE, BASE + 4096];
  w.row(a, 2, 0, created(1));
  w.row(b, 2, 0, created(2));
  while (w.rows < rows) {
    w.row(w.tick(200), 1, 0, 2);
    w.row(w.tick(900), a, 0, 2);
    w.row(w.tick(900), b, 0, 2);
  }
}

/** As many tasks as are in sight at once, which yield to each other. */
function crowd(w: RowWriter, rows: number): void {
  const tasks = 60;
  const task = (i: number): number => BASE + i * 4096;
  for (let i = 0; i < tasks; i++) w.row(task(i), 2, 0, created(i + 1));
  while (w.rows < rows) {
    w.row(w.tick(200), 1, 0, tasks);
    for (let i = 0; i < tasks; i++) w.row(w.tick(500 + ((i * 7919 + w.rows) % 900)), task(i), 0, tasks);
  }
}

/** Tasks that sleep. */
function sleeping(w: RowWriter, rows: number, tasks: number): void {
  const task = (i: number): number => BASE + i * 512;
  const future = (i: number): number => BASE + 0x1000_0000 + i * 256;
  const handle = (i: number): number => BASE + 0x2000_0000 + i * 128;
  for (let i = 0; i < tasks; i++) w.row(task(i), 2, 0, created(i + 1));
  w.row(w.tick(200), 1, 0, tasks);
  let ready = tasks;
  for (let round = 0; w.rows < rows; round++) {
    for (let i = 0; i < tasks; i++) {
      w.row(future(i), 3, task(i), 0);
      w.row(handle(i), 4, Math.floor(w.t / 1000) + 1000 + i, future(i));
      w.row(w.tick(900), task(i), future(i), --ready);
    }
    w.row(w.tick(10_000), 1, w.t - 9000, (ready += tasks));
    for (let i = 0; i < tasks; i++) w.row(w.tick(300), 65, handle(i), ready);
    w.row(w.tick(200), 1, 0, ready);
  }
}

/** Tasks that sleep for other times each, so that each time others are next to each other: no memory is where the last was. */
function restless(w: RowWriter, rows: number, tasks: number): void {
  const next = random(1);
  const task = (i: number): number => BASE + i * 512;
  const future = (i: number): number => BASE + 0x1000_0000 + i * 256;
  const handle = (i: number): number => BASE + 0x2000_0000 + i * 128;
  const order = Array.from({ length: tasks }, (_, i) => i);
  for (const i of order) w.row(task(i), 2, 0, created(i + 1));
  w.row(w.tick(200), 1, 0, tasks);
  let ready = tasks;
  while (w.rows < rows) {
    for (let left = tasks - 1; left > 0; left--) {
      const other = Math.floor(next() * (left + 1));
      [order[left], order[other]] = [order[other]!, order[left]!];
    }
    const due = new Map<number, number>();
    for (const i of order) {
      due.set(i, Math.floor(w.t / 1000) + 1000 + Math.floor(next() * 1_000_000));
      w.row(future(i), 3, task(i), 0);
      w.row(handle(i), 4, due.get(i)!, future(i));
      w.row(w.tick(600 + Math.floor(next() * 900)), task(i), future(i), --ready);
    }
    order.sort((a, b) => due.get(a)! - due.get(b)!);
    w.row(w.tick(10_000), 1, w.t - 9000, (ready += tasks));
    for (const i of order) w.row(w.tick(200 + Math.floor(next() * 300)), 65, handle(i), ready);
    w.row(w.tick(200), 1, 0, ready);
  }
}

/** 10,000 tasks in pairs around queues: futures that one task makes and the other resolves. */
function queues(w: RowWriter, rows: number): void {
  const pairs = 5000;
  const task = (i: number): number => BASE + i * 512;
  const future = (i: number): number => BASE + 0x1000_0000 + i * 256;
  for (let i = 0; i < 2 * pairs; i++) w.row(task(i), 2, 0, created(i + 1));
  w.row(w.tick(200), 1, 0, 2 * pairs);
  let ready = 2 * pairs;
  for (let i = 0; i < pairs; i++) {
    w.row(future(2 * i), 3, task(2 * i), 0);
    w.row(w.tick(900), task(2 * i), future(2 * i), --ready);
    w.row(w.tick(900), task(2 * i + 1), 0, ready);
  }
  while (w.rows < rows) {
    // Producers put and wait for room, consumers get and wait for more: each step resolves the other's future.
    for (const role of [1, 0]) {
      w.row(w.tick(200), 1, 0, pairs);
      ready = pairs;
      for (let i = 0; i < pairs; i++) {
        w.row(future(2 * i + role), 3, task(2 * i + role), 0);
        w.row(w.tick(900), task(2 * i + role), future(2 * i + role), ready);
      }
    }
  }
}

/** Tasks that make tasks and wait for them, each living for a few steps: 85 to a tree, again and again. */
function tree(w: RowWriter, rows: number): void {
  let next = 0;
  while (w.rows < rows) {
    const root = BASE + (next = (next + 1) % 4096) * 65_536;
    w.row(root, 2, 0, created(1));
    w.row(w.tick(200), 1, 0, 1);
    const gather = root + 256;
    for (let i = 0; i < 84; i++) w.row(root + 512 * (i + 1), 2, root, created(i + 2));
    w.row(w.tick(30_000), root, gather, 84);
    w.row(w.tick(200), 1, 0, 84);
    for (let i = 0; i < 84; i++) w.row(w.tick(900), root + 512 * (i + 1), 1, 84);
    w.row(w.tick(200), 1, 0, 84);
    for (let i = 0; i < 84; i++) w.row(w.tick(300), 64, root + 128, i === 83 ? 1 : 83 - i);
    w.row(w.tick(200), 1, 0, 1);
    w.row(w.tick(900), root, 1, 0);
  }
}
