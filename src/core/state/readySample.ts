/**
 * The last sample of a loop's ready queue: whose handles are in it. The queue's length and who queued
 * what follow from every row, but what a handle is only from such a sample. It stays right while
 * handles are taken from its front one by one; one that is not the expected proves it wrong.
 */
import type { Passage } from './passage';

export class ReadySample {
  /** Address of each handle, of its task (0: none), and the id of its callback's name. */
  readonly #handles: number[] = [];
  readonly #tasks: number[] = [];
  readonly #names: number[] = [];
  #expected = 0;
  #first = 0;
  /** It may have been taken in the middle of a step, whose own handle was no longer in the queue. */
  #doubtful = false;

  /** A sample of `count` handles begins. */
  begin(count: number): void {
    this.clear();
    this.#expected = count;
    this.#doubtful = true;
  }

  add(handle: number, task: number, name: number): void {
    if (this.#handles.length >= this.#expected) return;
    this.#handles.push(handle);
    this.#tasks.push(task);
    this.#names.push(name);
  }

  clear(): void {
    this.#handles.length = 0;
    this.#tasks.length = 0;
    this.#names.length = 0;
    this.#expected = 0;
    this.#first = 0;
  }

  pass(io: Passage): void {
    for (const list of [this.#handles, this.#tasks, this.#names]) io.items(list, (number = 0) => io.number(number));
    this.#expected = io.number(this.#expected);
    this.#first = io.number(this.#first);
    this.#doubtful = io.flag(this.#doubtful);
  }

  /** How many of the queue's first handles are known. */
  get known(): number {
    return this.#handles.length - this.#first;
  }

  /** The handle of that task, or that handle, was taken from the queue. */
  taken(address: number): void {
    const index = this.#first;
    if (this.#tasks[index] === address || this.#handles[index] === address) {
      this.#first += 1;
      this.#doubtful = false;
    } else if (this.#doubtful) this.#doubtful = false;
    else this.clear();
  }

  /** Whether the sample lacks its first handle, known to be that of `address`: it was taken while that one ran. */
  lacks(address: number): boolean {
    return this.#doubtful && this.known > 0 && this.#tasks[this.#first] !== address && this.#handles[this.#first] !== address;
  }

  /** Address of the task whose handle is at `index` (0: the queue's first); 0 if it is a plain callback or not known. */
  taskAt(index: number): number {
    return this.#tasks[this.#first + index] ?? 0;
  }

  /** Id of the name of the plain callback at `index`; 0 if it is a task's or not known. */
  nameAt(index: number): number {
    return this.#names[this.#first + index] ?? 0;
  }
}
