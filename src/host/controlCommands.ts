/** Commands, and so keys, for what the panel's control bar does. */
import { COMMANDS } from './contributions';
import type { Program } from './program';

const ACTIONS: Readonly<Record<Exclude<keyof typeof COMMANDS, 'run' | 'openExample' | 'clearProblems'>, (program: Program) => void>> = {
  pause: (program) => program.control({ kind: 'pause' }),
  resume: (program) => program.control({ kind: 'resume' }),
  stepHandle: (program) => program.control({ kind: 'step', unit: 'handle' }),
  stepIteration: (program) => program.control({ kind: 'step', unit: 'iteration' }),
  stop: (program) => program.stop(),
  restart: (program) => program.restart(),
};

/** Each command with what it does to a program. */
export const CONTROL_COMMANDS = Object.entries(ACTIONS).map(([name, act]) => ({ command: COMMANDS[name as keyof typeof ACTIONS], act }));
