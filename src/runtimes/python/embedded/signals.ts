/** How signals get from the shared memory into the interpreter, none lost. */
import type { Interpreter } from './interpreter';

/**
 * CPython's `Py_CheckEmscriptenSignals` reads the number from the buffer, then writes 0, also over a signal that came
 * in between: with a plain buffer a Ctrl+C would now and then do nothing. So reading takes the number at
 * once, and the 0 goes nowhere. It looks every few dozen instructions; while there is no signal it is told that there
 * is no buffer, which costs it next to nothing.
 */
export function takeSignals(python: Interpreter, signal: Uint8Array<SharedArrayBuffer>): void {
  let taking = false;
  const buffer = {
    get 0(): number {
      taking = true;
      return Atomics.exchange(signal, 0, 0);
    },
    set 0(_: number) {
      taking = false;
    },
  };
  python.setInterruptBuffer(signal);
  Object.defineProperty(python._module, 'Py_EmscriptenSignalBuffer', { get: () => (taking || signal[0] !== 0 ? buffer : null) });
}
