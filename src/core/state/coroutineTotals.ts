/** What the tasks of each coroutine function did, of all that have ended: the task table keeps only the last of them. */
import { type TaskColumns, TaskDouble } from './taskColumns';

export interface CoroutineTotal {
  tasks: number;
  steps: number;
  /** Of a step; ns. */
  longest: number;
  /** Suspended; ns. */
  away: number;
}

export class CoroutineTotals {
  /** By the site id of the function. */
  readonly #ended: (CoroutineTotal | undefined)[] = [];

  /** To be called once for each task that ends. */
  ended(columns: TaskColumns, row: number): void {
    const code = columns.code[row]!;
    addTask((this.#ended[code] ??= { tasks: 0, steps: 0, longest: 0, away: 0 }), columns, row);
  }

  /** Of the ended ones, by the site id of the function. */
  *all(): Iterable<readonly [code: number, total: Readonly<CoroutineTotal>]> {
    for (const [code, total] of this.#ended.entries()) if (total !== undefined) yield [code, total];
  }
}

export function addTask(total: CoroutineTotal, columns: TaskColumns, row: number): void {
  total.tasks += 1;
  total.steps += columns.double(row, TaskDouble.steps);
  total.longest = Math.max(total.longest, columns.double(row, TaskDouble.longest));
  total.away += columns.double(row, TaskDouble.away);
}
