/** The stacks that were sampled in one step, and how much of its time each stands for. Times are ns of user time. */
import { StackSeen } from '../events/schema';
import type { Passage } from './passage';

export interface SampledStack {
  readonly stack: number;
  /** Time that it stands for: from the look before (or the step's beginning) to the look that saw it. */
  time: number;
  /** The part of it in which C code held the lock, and that in which nobody could look. */
  held: number;
  unseen: number;
  /** Id of the site of another instruction that may have held the lock, 0: none. */
  other: number;
}

export class StackSamples {
  readonly #stacks = new Map<number, SampledStack>();
  #last: SampledStack | null = null;
  #lastAt = 0;

  /** `stack` was seen at `t`, in a step that began at `began`. */
  add(stack: number, t: number, began: number, seen: number, other: number): void {
    const time = Math.max(0, t - Math.max(this.#lastAt, began));
    const sampled = this.#stacks.get(stack) ?? { stack, time: 0, held: 0, unseen: 0, other: 0 };
    this.#stacks.set(stack, sampled);
    sampled.time += time;
    if (seen === StackSeen.lockHeld) sampled.held += time;
    if (seen === StackSeen.tooLate) sampled.unseen += time;
    if (other !== 0) sampled.other = other;
    this.#last = sampled;
    this.#lastAt = t;
  }

  /**
   * All of them, for a step that lasted until `end`; and the time after the last look, if that is longer than from one look to the
   * next. Otherwise it was like the last look.
   */
  until(end: number, toNext: number): { readonly stacks: readonly Readonly<SampledStack>[]; readonly unseenAfter: number } {
    const stacks = [...this.#stacks.values()];
    const rest = this.#last === null ? 0 : Math.max(0, end - this.#lastAt);
    if (rest > toNext) return { stacks, unseenAfter: rest };
    return { stacks: stacks.map((sampled) => (sampled === this.#last ? { ...sampled, time: sampled.time + rest } : sampled)), unseenAfter: 0 };
  }

  pass(io: Passage): void {
    const last = io.number(this.#last?.stack ?? -1);
    this.#lastAt = io.number(this.#lastAt);
    const all = [...this.#stacks.values()];
    io.items(all, (sampled = { stack: 0, time: 0, held: 0, unseen: 0, other: 0 }) => ({
      stack: io.number(sampled.stack),
      time: io.number(sampled.time),
      held: io.number(sampled.held),
      unseen: io.number(sampled.unseen),
      other: io.number(sampled.other),
    }));
    if (!io.reading) return;
    for (const sampled of all) this.#stacks.set(sampled.stack, sampled);
    this.#last = this.#stacks.get(last) ?? null;
  }

  clear(): void {
    if (this.#last === null) return;
    this.#stacks.clear();
    this.#last = null;
    this.#lastAt = 0;
  }
}
