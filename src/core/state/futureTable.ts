/** The futures of a run that are pending, or that somebody still waits for. The place of one that is neither is used again. */
import { FutureRecord, FutureColumns, FutureDouble, FutureInt } from './objectColumns';
import { Future, type ObjectTables, type Task } from './objects';
import type { Passage } from './passage';

export class FutureTable {
  readonly columns = new FutureColumns();
  /** Tasks that the waiter of a future waits for at once (gather, TaskGroup, …). */
  readonly members = new Map<number, Task[]>();
  readonly #tables: ObjectTables;
  /** One for each place, made when it is first asked for. */
  #futures: (Future | null)[] = [null];
  #free = 0;
  /** Serial numbers given so far. */
  total = 0;

  constructor(tables: ObjectTables) {
    this.#tables = tables;
  }

  /** Returns the place of a new future. @param creator address of the task or handle that made it @param site 0 if the library made it */
  create(address: number, createdAt: number, creator: number, site: number): number {
    const { columns } = this;
    let slot = this.#free;
    if (slot === 0) slot = columns.append();
    else this.#free = columns.ints[slot * FutureRecord.ints + FutureInt.next]!;
    this.total += 1;
    const { doubles, ints } = columns;
    const double = slot * FutureRecord.doubles;
    doubles[double + FutureDouble.serial] = this.total;
    doubles[double + FutureDouble.address] = address;
    doubles[double + FutureDouble.createdAt] = createdAt;
    doubles[double + FutureDouble.creator] = creator;
    const int = slot * FutureRecord.ints;
    ints[int + FutureInt.site] = site;
    ints[int + FutureInt.done] = 0;
    ints[int + FutureInt.timer] = 0;
    ints[int + FutureInt.next] = 0;
    return slot;
  }

  /** The future at that place, which must be one. */
  of(slot: number): Future {
    return (this.#futures[slot] ??= new Future(this.#tables, this.columns, slot));
  }

  at(slot: number): Future | null {
    return slot === 0 ? null : this.of(slot);
  }

  /** It is done and nobody waits for it. */
  release(slot: number): void {
    this.columns.ints[slot * FutureRecord.ints + FutureInt.next] = this.#free;
    this.#free = slot;
    if (this.members.size > 0) this.members.delete(slot);
  }

  pass(io: Passage): void {
    this.columns.pass(io);
    if (io.reading) this.#futures = new Array<Future | null>(this.columns.length).fill(null);
    this.#free = io.number(this.#free);
    this.total = io.number(this.total);
    const passMembers = (members: Task[] | null): Task[] => {
      const passed = [...(members ?? [])];
      io.items(passed, (task) => this.#tables.tasks.passOne(io, task ?? null));
      return passed;
    };
    io.map(this.members, (slot) => io.number(slot ?? 0), passMembers);
  }
}
