/** The answer of an operation whose failure is expected and has a sentence a user can act on. */
export type Result<T, E = CodedError> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const err = <E>(error: E): Result<never, E> => ({ ok: false, error });

/** An expected failure: a stable code for programs and a sentence for people that says what to do. */
export interface CodedError {
  readonly code: string;
  readonly message: string;
}
