/** The timers of a run that are set. The place of one that has run or was cancelled is used again. */
import { TimerRecord, TimerColumns, TimerDouble, TimerInt } from './objectColumns';
import { type ObjectTables, Timer } from './objects';
import { QueuedBy } from './queuedBy';
import type { Passage } from './passage';

export class TimerTable {
  readonly columns = new TimerColumns();
  readonly #tables: ObjectTables;
  /** One for each place, made when it is first asked for. */
  #timers: (Timer | null)[] = [null];
  #free = 0;
  /** Serial numbers given so far. */
  total = 0;

  constructor(tables: ObjectTables) {
    this.#tables = tables;
  }

  /** Returns the place of a new timer. @param future place of what it resolves, 0: nothing; then `name` is the id of its callback's name */
  create(handle: number, when: number, future: number, name: number): number {
    const { columns } = this;
    let slot = this.#free;
    if (slot === 0) slot = columns.append();
    else this.#free = columns.ints[slot * TimerRecord.ints + TimerInt.nextFree]!;
    this.total += 1;
    const { doubles, ints } = columns;
    const double = slot * TimerRecord.doubles;
    doubles[double + TimerDouble.serial] = this.total;
    doubles[double + TimerDouble.handle] = handle;
    doubles[double + TimerDouble.when] = when;
    const int = slot * TimerRecord.ints;
    ints[int + TimerInt.future] = future;
    ints[int + TimerInt.name] = name;
    ints[int + TimerInt.setBy] = QueuedBy.unknown;
    ints[int + TimerInt.nextFree] = 0;
    return slot;
  }

  /** The timer at that place, which must be one. */
  of(slot: number): Timer {
    return (this.#timers[slot] ??= new Timer(this.#tables, this.columns, slot));
  }

  at(slot: number): Timer | null {
    return slot === 0 ? null : this.of(slot);
  }

  /** It is in no heap any more. What is known of it can be read until the next is made. */
  release(slot: number): void {
    this.columns.ints[slot * TimerRecord.ints + TimerInt.nextFree] = this.#free;
    this.#free = slot;
  }

  pass(io: Passage): void {
    this.columns.pass(io);
    if (io.reading) this.#timers = new Array<Timer | null>(this.columns.length).fill(null);
    this.#free = io.number(this.#free);
    this.total = io.number(this.total);
  }
}
