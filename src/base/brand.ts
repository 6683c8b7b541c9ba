/** Nominal types over plain numbers, so that a task id cannot be passed where a time is meant. */
declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** A moment on the runtime's monotonic clock, in nanoseconds. Exact as a double for 104 days. */
export type Nanos = Brand<number, 'Nanos'>;

/** A length of time in milliseconds. */
export type Millis = number;

export const nanos = (value: number): Nanos => value as Nanos;

/** Length of `[from, to]` in milliseconds. */
export const millisBetween = (from: Nanos, to: Nanos): Millis => (to - from) / 1e6;
