/** Locks, queues and the like that tasks wait in, as samples tell of them. */
import type { LoopEvent } from '../events/rows';
import { PrimitiveKind } from '../events/schema';
import type { LoopState } from './loopState';
import { Primitive } from './objects';
import { taskAt } from './running';

type EventOf<Kind extends LoopEvent['kind']> = Extract<LoopEvent, { readonly kind: Kind }>;

const KNOWN: ReadonlySet<number> = new Set(Object.values(PrimitiveKind));
const KINDS = KNOWN.size + 1;

/** One queue can be waited in by those who get and by those who put. */
const keyOf = (object: number, kind: number): number => object * KINDS + kind;

export function foldPrimitive(loop: LoopState, { object, primitive: kind, waiting, detail }: EventOf<'primitive'>): void {
  const key = keyOf(object, kind);
  if (waiting === 0) {
    const gone = loop.primitives.get(key);
    if (gone !== undefined) {
      gone.waiting = 0;
      gone.holder = null;
    }
    loop.primitives.delete(key);
    return;
  }
  // of a newer version
  if (!KNOWN.has(kind)) return;
  const known = loop.primitives.get(key) ?? new Primitive(kind as PrimitiveKind);
  loop.primitives.set(key, known);
  known.waiting = waiting;
  known.detail = detail;
  known.holder = kind === PrimitiveKind.lock ? taskAt(loop, detail) : null;
}

export function foldWaitsIn(loop: LoopState, { task: address, object, primitive: kind }: EventOf<'waitsIn'>): void {
  const task = taskAt(loop, address);
  if (task !== null) task.primitive = loop.primitives.get(keyOf(object, kind)) ?? null;
}
