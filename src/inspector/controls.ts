/** What a person has asked of the program's loops, and how it is passed on. */
import type { ControlCommand } from '../core/control';
import type { ControlRequest } from '../core/snapshot/control';
import type { InspectorState } from '../core/state/state';
import type { LoopCommand } from '../runtimes/commands';

export class Controls {
  #paused = false;
  #speed: number | null = null;

  constructor(
    private readonly state: InspectorState,
    private readonly pass: (command: LoopCommand) => void,
  ) {}

  get request(): ControlRequest {
    return { paused: this.#paused, speed: this.#speed };
  }

  do(command: ControlCommand): void {
    switch (command.kind) {
      case 'pause':
      case 'resume':
        this.#paused = command.kind === 'pause';
        return this.pass(command);
      case 'step':
        return this.#paused ? this.pass(command) : undefined;
      case 'speed':
        this.#speed = command.handlesPerSecond;
        return this.pass(command);
      case 'cancelTask':
        return this.#cancel(command.task);
    }
  }

  /** Whoever is interrupted is to go on and see it. */
  interrupted(): void {
    if (this.#paused) this.do({ kind: 'resume' });
  }

  #cancel(serial: number): void {
    const task = this.state.tasks.find(serial);
    if (task === null || task.ended) return;
    this.pass({ kind: 'cancelTask', loop: task.loop, task: task.address, code: task.code, name: this.state.names.text(task) });
  }
}
