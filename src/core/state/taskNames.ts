/** Names of tasks: what they read, how they sort (`worker-9` before `worker-10`) and what a filter finds in them. */
import { FIRST_TASK_ID } from '../events/schema';
import type { DefinitionTable } from './definitionTable';
import { containsDigits, startsWithDigits } from './digits';
import type { Task } from './objects';
import type { TaskColumns } from './taskColumns';
import { TextOrder } from './textOrder';

/** Numbers with more digits are sorted as text. */
const DIGITS = 9;
const TRAILING_NUMBER = new RegExp(`^(.*?)(\\d{1,${DIGITS}})$`, 's');
const DEFAULT_PREFIX = 'Task-';
const UNNAMED_PREFIX = 'task #';

/** What a filter's text was found to be in a name. */
const Verdict = { unknown: 0, no: 1, yes: 2 } as const;

export class TaskNames {
  readonly #definitions: DefinitionTable;
  readonly #prefixes = new TextOrder();
  readonly #defaultSlot = this.#prefixes.slot(DEFAULT_PREFIX);
  readonly #unnamedSlot = this.#prefixes.slot(UNNAMED_PREFIX);
  /** By name id: slot of the text before the trailing number (-1: never used as a task's name), that number, and the whole in lower case. */
  #slots = new Int32Array(128).fill(-1);
  #numbers = new Float64Array(128);
  readonly #lower: string[] = [];
  /** Of the last filter's text, by name id: views ask for the same one again and again. */
  #filter = '';
  #verdicts = new Uint8Array(0);

  constructor(definitions: DefinitionTable) {
    this.#definitions = definitions;
  }

  /** Gives `task` the name with that id; an id out of range, from a damaged row, changes nothing. */
  rename(task: Task, name: number): void {
    if (name >= FIRST_TASK_ID) return;
    task.name = name;
    while (name >= this.#slots.length) this.#grow();
    if (this.#slots[name] !== -1) return;
    const text = this.#definitions.name(name);
    const [, prefix = text, digits = '0'] = TRAILING_NUMBER.exec(text) ?? [];
    this.#slots[name] = this.#prefixes.slot(prefix);
    this.#numbers[name] = Number(digits);
    this.#lower[name] = text.toLowerCase();
  }

  text(task: Task): string {
    if (task.name !== 0) return this.#definitions.name(task.name);
    return task.defaultName === 0 ? `${UNNAMED_PREFIX}${task.serial}` : `${DEFAULT_PREFIX}${task.defaultName}`;
  }

  /** A function that gives a number for a row; rows in order of these numbers are in order of their names. */
  sortKeys({ name, defaultName, serial }: TaskColumns): (row: number) => number {
    const ranks = this.#prefixes.ranks();
    const slots = this.#slots;
    const numbers = this.#numbers;
    const scale = 10 ** DIGITS;
    const defaultBase = ranks[this.#defaultSlot]! * scale;
    const unnamedBase = ranks[this.#unnamedSlot]! * scale;
    return (row) => {
      const id = name[row]!;
      if (id !== 0) return ranks[slots[id]!]! * scale + numbers[id]!;
      return defaultName[row] !== 0 ? defaultBase + defaultName[row]! : unnamedBase + serial[row]!;
    };
  }

  /** A function that tells whether the name of a row's task contains `text`, which is in lower case. */
  matcher({ name, defaultName, serial }: TaskColumns, text: string): (row: number) => boolean {
    if (text !== this.#filter || this.#verdicts.length < this.#slots.length) {
      this.#filter = text;
      this.#verdicts = new Uint8Array(this.#slots.length);
    }
    const verdicts = this.#verdicts;
    const lower = this.#lower;
    const inDefault = numberedMatcher(DEFAULT_PREFIX.toLowerCase(), text);
    const inUnnamed = numberedMatcher(UNNAMED_PREFIX, text);
    return (row) => {
      const id = name[row]!;
      if (id === 0) return defaultName[row] !== 0 ? inDefault(defaultName[row]!) : inUnnamed(serial[row]!);
      if (verdicts[id] === Verdict.unknown) verdicts[id] = lower[id]!.includes(text) ? Verdict.yes : Verdict.no;
      return verdicts[id] === Verdict.yes;
    };
  }

  #grow(): void {
    const slots = new Int32Array(2 * this.#slots.length).fill(-1);
    slots.set(this.#slots);
    this.#slots = slots;
    const numbers = new Float64Array(slots.length);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
  }
}

/** Tells whether `prefix` + n contains `text`, without making that string for each of 100,000 tasks. */
function numberedMatcher(prefix: string, text: string): (n: number) => boolean {
  if (prefix.includes(text)) return () => true;
  const [, head = text, digits = ''] = /^(.*?)(\d+)$/s.exec(text) ?? [];
  if (digits === '' || !prefix.endsWith(head)) return () => false;
  return head === '' ? containsDigits(digits) : startsWithDigits(digits);
}
