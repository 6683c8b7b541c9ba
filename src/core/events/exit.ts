/** How a run ended. */
export interface Exit {
  /** The process's exit code as a shell would see it. */
  readonly code: number;
  readonly reason: 'finished' | 'exit' | 'exception' | 'interrupted' | 'stopped' | 'crashed';
  /** One sentence for people: "Finished.", "Ended by ValueError.", … */
  readonly message: string;
  /** The module that the program needs and its interpreter has not got. */
  readonly missingModule?: string;
  /** The interpreter is too old: the program did not begin. */
  readonly tooOld?: true;
}

export const STOPPED: Exit = { code: 143, reason: 'stopped', message: 'Stopped.' };

export const INTERRUPTED: Exit = { code: 130, reason: 'interrupted', message: 'Interrupted (KeyboardInterrupt).' };

export const INTERRUPTED_EARLY: Exit = { ...INTERRUPTED, message: 'Interrupted before the program began.' };

/** By its own will, with that code. */
export const exited = (code: number): Exit => ({ code, reason: 'exit', message: `Exited with code ${code}.` });

export const FINISHED: Exit = { code: 0, reason: 'finished', message: 'Finished.' };

/** @param error name of the exception */
export const endedBy = (code: number, error: string): Exit => ({ code, reason: 'exception', message: `Ended by ${error}.` });

export const TOO_OLD: Exit = { code: 1, reason: 'crashed', message: 'The program did not begin: its interpreter is too old.', tooOld: true };

/** Nothing was heard of a program in order, as its interpreter ended first. */
export const notBegun = ({ code }: Exit, python: string): Exit =>
  crashed(code === 0 ? 1 : code, `The program did not begin: ${python} ended with code ${code} before it came to it. Is it a Python that works? Choose another, or the embedded one.`);

/** Not by the program's will. `message`: what others say of it need not be a whole sentence. */
export const crashed = (code: number, message: string): Exit => ({ code, reason: 'crashed', message: /[.!?]$/.test(message) ? message : `${message}.` });

/** The process has ended in order, but the last that was seen of the program was not its end. */
export const notSeenToItsEnd = (exit: Exit): Exit => ({ ...exit, message: `${exit.message} ${NOT_SEEN}` });
const NOT_SEEN = 'Not all of it was seen: it closed the inspector’s pipe, or another program took its place.';
