/** Plausible programs made up from a seed: tasks that make tasks, sleep, wait for futures, block, fail. */
import { Outcome } from '../../src/core/events/schema';
import { random } from './random';
import { StreamBuilder } from './streamBuilder';

interface Handle {
  readonly task?: number;
  readonly name?: string;
  readonly handle?: number;
  /** What its run resolves. */
  readonly future?: number;
}

/** The stream of a program of about `steps` steps. */
export function randomProgram(seed: number, steps: number): StreamBuilder {
  const next = random(seed);
  const below = (n: number): number => Math.floor(next() * n);
  const stream = new StreamBuilder();
  const code = [stream.site(1, 'main'), stream.site(10, 'worker'), stream.site(20, 'fetch')];
  const chains = [stream.chain(code[1]!, code[2]!), stream.chain(code[0]!, stream.librarySite(5, 'sleep'))];
  const stacks = [stream.stack(code[2]!, code[1]!), stream.stack(stream.librarySite(9, 'sleep'), code[1]!)];
  const ready: Handle[] = [];
  const timers: Handle[] = [];
  const waiting = new Map<number, number[]>(); // future or task → tasks
  /** Tasks that have not ended. */
  const live: number[] = [];
  let made = 0;

  const create = (creator: number): void => {
    made += 1;
    const named = below(3) === 0 ? { name: `worker-${made}` } : { number: made };
    const task = stream.task({ ...named, creator, code: code[below(3)]!, site: code[0]! });
    live.push(task);
    ready.push({ task });
  };
  const wake = (future: number): number => {
    const tasks = waiting.get(future) ?? [];
    waiting.delete(future);
    ready.push(...tasks.map((task) => ({ task })));
    return tasks.length;
  };
  const park = (task: number, on: number): void => {
    waiting.set(on, [...(waiting.get(on) ?? []), task]);
  };

  const step = (task: number): void => {
    const before = ready.length;
    while (below(3) === 0 && made < 60) create(task);
    const created = ready.length - before;
    let woken = 0;
    const [future] = waiting.keys();
    if (future !== undefined && below(3) === 0) woken = wake(future);
    const blocks = below(40) === 0;
    if (blocks) stream.advance(60).sample(stacks[below(2)]!, task);
    if (below(10) === 0) stream.row({ kind: 'ceded', t: stream.now, site: code[below(3)]!, task });
    const ms = blocks ? 50 + below(100) : next();
    const queues = woken; // created tasks are counted by the builder
    switch (below(6)) {
      case 0: {
        const outcome = [Outcome.returned, Outcome.cancelled, Outcome.failed][below(3)]!;
        const freed = wake(task);
        live.splice(live.indexOf(task), 1);
        stream.step(task, { ms, outcome, queues: queues + freed });
        if (outcome === Outcome.failed && below(2) === 0) stream.row({ kind: 'complaint', object: task, message: 2, t: stream.now });
        break;
      }
      case 1:
        stream.step(task, { ms, queues });
        ready.push({ task });
        break;
      case 2: {
        const sleep = stream.future({ creator: task });
        timers.push({ handle: stream.timer(below(50), sleep), name: '_set_result_unless_cancelled', future: sleep });
        park(task, sleep);
        stream.step(task, { ms, parkOn: sleep, queues });
        break;
      }
      default: {
        const other = live[below(live.length)]!;
        const on = below(4) === 0 && other !== task ? other : below(2) === 0 ? stream.future({ creator: task, site: code[1]! }) : stream.address();
        park(task, on);
        stream.step(task, { ms, parkOn: on, queues });
        if (below(4) === 0) stream.parked(task, chains[below(2)]!, below(2) === 0 ? 'Queue.get' : '');
      }
    }
    if (created > 0 && below(5) === 0) stream.readySample(ready.slice(0, 3));
  };

  stream.start();
  create(0);
  create(0);
  for (let count = 0; count < steps; ) {
    const due = timers.splice(0, below(3));
    ready.push(...due);
    stream.iteration({ idleMs: ready.length === 0 ? below(80) + 1 : 0, arrivals: due.length });
    for (let left = ready.length; left > 0; left--) {
      const handle = ready.shift()!;
      count += 1;
      if (handle.task !== undefined) step(handle.task);
      else {
        const woken = wake(handle.future!);
        stream.callback(handle.name!, { handle: handle.handle!, queues: woken });
      }
    }
    if (below(4) === 0) stream.overhead(next() * 3);
    if (ready.length > 0 || timers.length > 0) continue;
    if (made >= 60) break;
    create(0);
  }
  return stream.stop();
}
