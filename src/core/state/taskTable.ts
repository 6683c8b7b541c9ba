/** All tasks of a run in order of creation. Of those that have ended, the latest 10,000 are kept; how many were let go is counted. */
import { Task } from './objects';
import { HOLE, TaskColumns } from './taskColumns';

export const ENDED_TASKS_KEPT = 10_000;

export class TaskTable {
  readonly columns = new TaskColumns();
  /** One for each row of the columns; null where a task was let go. */
  readonly #tasks: (Task | null)[] = [];
  #holes = 0;
  /** Ended tasks, oldest first, from `#endedFirst` on. */
  #ended: Task[] = [];
  #endedFirst = 0;
  /** Tasks ever seen; also the last serial number given. */
  total = 0;
  /** Tasks that have not ended. */
  live = 0;
  /** Ended tasks that are not kept any more. */
  letGo = 0;

  /** A new task, at that address, of the loop with that serial number. */
  create(address: number, loop: number, createdAt: number): Task {
    this.total += 1;
    this.live += 1;
    const task = new Task(this.total, address, loop, createdAt, this.columns, this.columns.add(this.total));
    this.#tasks.push(task);
    return task;
  }

  /** To be called once for each task that ends. Returns the task that is let go in exchange, if any. */
  ended(task: Task): Task | null {
    this.live -= 1;
    this.#ended.push(task);
    return this.#ended.length - this.#endedFirst > ENDED_TASKS_KEPT ? this.#letOldestGo() : null;
  }

  /** The tasks in order of creation; null where one was let go. Not to be changed. */
  get all(): readonly (Task | null)[] {
    return this.#tasks;
  }

  /** How many of `all` are not null. */
  get kept(): number {
    return this.#tasks.length - this.#holes;
  }

  /** The task with that serial number; null if it was let go. */
  find(serial: number): Task | null {
    return this.#tasks[this.columns.indexOf(serial)] ?? null;
  }

  #letOldestGo(): Task {
    const task = this.#ended[this.#endedFirst]!;
    this.#endedFirst += 1;
    if (this.#endedFirst >= ENDED_TASKS_KEPT) {
      this.#ended = this.#ended.slice(this.#endedFirst);
      this.#endedFirst = 0;
    }
    this.#tasks[task.index] = null;
    this.columns.status[task.index] = HOLE;
    this.#holes += 1;
    this.letGo += 1;
    if (this.#holes > ENDED_TASKS_KEPT && this.#holes * 2 > this.#tasks.length) this.#closeHoles();
    return task;
  }

  #closeHoles(): void {
    const tasks = this.#tasks;
    let kept = 0;
    for (const task of tasks) {
      if (task === null) continue;
      this.columns.move(task.index, kept);
      task.index = kept;
      tasks[kept] = task;
      kept += 1;
    }
    tasks.length = kept;
    this.columns.cut(kept);
    this.#holes = 0;
  }
}
