/**
 * Writes event streams as the Python emitter does, for programs that are told step by step. It keeps a
 * clock, the length of the ready queue and fresh addresses, so that a test only says what happens.
 */
import type { Definition } from '../../src/core/events/definitions';
import { encodeDefinitionsFrame, encodeRowsFrame, FrameReader, type Frame } from '../../src/core/events/frames';
import { encodeRows, type LoopEvent } from '../../src/core/events/rows';
import { FIRST_NAME_ID, LoopFlag, Outcome, SCHEMA_VERSION, StackSeen } from '../../src/core/events/schema';
import { foldFrame } from '../../src/core/state/fold';
import { createState, type InspectorState } from '../../src/core/state/state';

export const PROGRAM = '/app/main.py';
const START_NS = 5_000_000_000;
/** What a step takes if nothing else is said. */
const STEP_MS = 0.01;

export interface StepOptions {
  readonly ms?: number;
  /** Address of the future or task that it parks on. */
  readonly parkOn?: number;
  readonly outcome?: Outcome;
  /** Handles that it queued besides the tasks created and the futures resolved since the last step. */
  readonly queues?: number;
}

interface Loop {
  readonly serial: number;
  events: LoopEvent[];
  ready: number;
  /** Handles queued since the last row that tells the queue's length. */
  queued: number;
  /** It tells no lengths. */
  hidesQueue: boolean;
}

export class StreamBuilder {
  /** The program's clock, ns. */
  now = START_NS;
  readonly #frames: Uint8Array[] = [];
  #definitions: Definition[] = [];
  #loops = new Map<number, Loop>();
  #loop: Loop;
  #addresses = 0x7f00_0000_0000;
  readonly #ids = { name: FIRST_NAME_ID - 1, site: 0, chain: 0, stack: 0 };
  readonly #names = new Map<string, number>();

  constructor(python = '3.14.2') {
    this.#definitions.push(['hello', { schema: SCHEMA_VERSION, python, implementation: 'CPython', platform: 'emscripten', epoch: 1_700_000_000_000_000_000, clock: START_NS }]);
    this.#loop = this.#loopOf(1);
  }

  // definitions

  /** What it takes there to write a row, and to read the clock; ns. */
  speed(row: number, clock: number): this {
    this.#definitions.push(['speed', row, clock]);
    return this;
  }

  name(text: string): number {
    let id = this.#names.get(text);
    if (id === undefined) {
      id = ++this.#ids.name;
      this.#names.set(text, id);
      this.#definitions.push(['name', id, text]);
    }
    return id;
  }

  site(line: number, qualname: string, { path = PROGRAM, user = true, column = 5 } = {}): number {
    this.#definitions.push(['site', ++this.#ids.site, path, line, column, qualname, user]);
    return this.#ids.site;
  }

  librarySite(line: number, qualname: string, path = '/lib/python3.14/asyncio/tasks.py'): number {
    return this.site(line, qualname, { path, user: false });
  }

  chain(...sites: number[]): number {
    this.#definitions.push(['chain', ++this.#ids.chain, sites]);
    return this.#ids.chain;
  }

  stack(...sites: number[]): number {
    this.#definitions.push(['stack', ++this.#ids.stack, sites]);
    return this.#ids.stack;
  }

  /** A stack whose innermost line of the user's had called what the source names so. */
  stackCalling(calling: string, ...sites: number[]): number {
    this.#definitions.push(['stack', ++this.#ids.stack, sites, calling]);
    return this.#ids.stack;
  }

  /** What `create_task` returns at that site is thrown away. */
  droppedAt(site: number): this {
    this.#definitions.push(['dropped', site]);
    return this;
  }

  address(): number {
    this.#addresses += 64;
    return this.#addresses;
  }

  // the clock and loops

  advance(ms: number): this {
    this.now += Math.round(ms * 1e6);
    return this;
  }

  /** What follows belongs to that loop; 0: to none. */
  use(serial: number): this {
    this.#loop = this.#loopOf(serial);
    return this;
  }

  row(event: LoopEvent): this {
    this.#loop.events.push(event);
    return this;
  }

  start(loopTime = 1_000_000, { flags = 0, name = 'EventLoop' } = {}): this {
    this.#loop.hidesQueue = (flags & LoopFlag.hidesQueue) !== 0;
    return this.row({ kind: 'loopStarted', t: this.now, loopTime, flags, name: this.name(name) });
  }

  stop(): this {
    return this.row({ kind: 'loopStopped', t: this.now, ready: this.#sync() });
  }

  /** A turn of the loop, after waiting in select for `idleMs`; `arrivals`: handles from I/O or timers, the last `due` of them timers. */
  iteration({ idleMs = 0, arrivals = 0, due = 0 } = {}): this {
    const selectStart = idleMs > 0 ? this.now : 0;
    this.advance(idleMs);
    this.#loop.queued += arrivals;
    return this.row({ kind: 'iteration', t: this.now, selectStart, due, ready: this.#sync() });
  }

  /** What ends next begins now: only for loops that hide their queue. */
  began(): this {
    return this.row({ kind: 'began', t: this.now });
  }

  // what happens in steps

  task({ name, number = 0, code = 0, site = 0, creator = 0, address = this.address() }: { name?: string; number?: number; code?: number; site?: number; creator?: number; address?: number } = {}): number {
    this.row({ kind: 'taskCreated', task: address, creator, defaultName: name === undefined ? number : 0, site, code });
    if (name !== undefined) this.row({ kind: 'taskNamed', task: address, name: this.name(name) });
    this.#loop.queued += 1;
    return address;
  }

  future({ creator = 0, site = 0, address = this.address() } = {}): number {
    this.row({ kind: 'futureCreated', future: address, creator, site });
    return address;
  }

  /** A timer due in `ms`, which resolves the future `what` or calls the callback of that name. */
  timer(ms: number, what: number | string): number {
    const handle = this.address();
    const when = 1_000_000 + Math.round((this.now - START_NS) / 1000 + ms * 1000);
    this.row({ kind: 'timerScheduled', handle, when, what: typeof what === 'string' ? this.name(what) : what });
    return handle;
  }

  /** What runs next queues so many handles more: it resolves a future with that many waiters, for example. */
  wakes(count: number): this {
    this.#loop.queued += count;
    return this;
  }

  step(task: number, { ms = STEP_MS, parkOn, outcome = Outcome.yielded, queues = 0 }: StepOptions = {}): this {
    this.advance(ms);
    this.#loop.ready -= 1;
    this.#loop.queued += queues + (parkOn === undefined && outcome === Outcome.yielded ? 1 : 0);
    return this.row({ kind: 'step', t: this.now, task, w: parkOn ?? outcome, ready: this.#sync() });
  }

  callback(name: string, { handle = this.address(), ms = STEP_MS, queues = 0 } = {}): this {
    const id = this.name(name);
    this.advance(ms);
    this.#loop.ready -= 1;
    this.#loop.queued += queues;
    return this.row({ kind: 'callback', t: this.now, name: id, handle, ready: this.#sync() });
  }

  /** A stack is sampled now, in the middle of a step of `running`. */
  sample(stack: number, running: number, { seen = StackSeen.whileItRan, other = 0 }: { seen?: StackSeen; other?: number } = {}): this {
    this.row({ kind: 'running', t: this.now, handle: running, name: 0 });
    return this.row({ kind: 'stackSample', t: this.now, stack, seen, other });
  }

  parked(task: number, chain: number, waitsIn = ''): this {
    return this.row({ kind: 'parked', task, chain, waitsFor: waitsIn === '' ? 0 : this.name(waitsIn) });
  }

  overhead(ms: number, cause = 2): this {
    const tBegin = this.now;
    this.advance(ms);
    return this.row({ kind: 'overhead', tBegin, tEnd: this.now, cause });
  }

  readySample(handles: readonly { readonly task?: number; readonly handle?: number; readonly name?: string }[]): this {
    this.row({ kind: 'readySample', t: this.now, ready: this.#loop.ready, count: handles.length });
    for (const { task = 0, handle = this.address(), name } of handles) {
      this.row({ kind: 'readyHandle', handle, task, name: name === undefined ? 0 : this.name(name) });
    }
    return this;
  }

  // what comes out

  /** Ends the frames that were begun: definitions first, as the emitter does. */
  flush(): this {
    if (this.#definitions.length > 0) this.#frames.push(encodeDefinitionsFrame(this.#definitions));
    this.#definitions = [];
    for (const loop of this.#loops.values()) {
      if (loop.events.length > 0) this.#frames.push(encodeRowsFrame(loop.serial, encodeRows(loop.events)));
      loop.events = [];
    }
    return this;
  }

  bytes(): Uint8Array {
    this.flush();
    const bytes = new Uint8Array(this.#frames.reduce((sum, frame) => sum + frame.length, 0));
    let at = 0;
    for (const frame of this.#frames) {
      bytes.set(frame, at);
      at += frame.length;
    }
    return bytes;
  }

  frames(): readonly Frame[] {
    return readFrames(this.bytes());
  }

  state(slowCallbackMs = 100, finishedTasksKept?: number): InspectorState {
    const state = createState({ slowCallbackMs, ...(finishedTasksKept === undefined ? {} : { finishedTasksKept }) });
    for (const frame of this.frames()) foldFrame(state, frame);
    return state;
  }

  #loopOf(serial: number): Loop {
    let loop = this.#loops.get(serial);
    if (loop === undefined) {
      loop = { serial, events: [], ready: 0, queued: 0, hidesQueue: false };
      this.#loops.set(serial, loop);
    }
    return loop;
  }

  #sync(): number {
    if (this.#loop.hidesQueue) return 0;
    this.#loop.ready += this.#loop.queued;
    this.#loop.queued = 0;
    return this.#loop.ready;
  }
}

/** The frames in `bytes`, which must be well-formed. */
export function readFrames(bytes: Uint8Array): readonly Frame[] {
  const reader = new FrameReader();
  const frames = reader.push(bytes);
  if (!frames.ok) throw new Error(frames.error.message);
  const end = reader.end();
  if (!end.ok) throw new Error(end.error.message);
  return frames.value;
}
