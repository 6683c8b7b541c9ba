/**
 * Lengths of time in 32 bits: exact up to 2^31 ns (2.1 s), beyond that in units of 65.536 µs, up to 39 hours.
 * There is one for each step that is remembered, so 8 bytes would be half as much memory again.
 */
const EXACT = 2 ** 31;
const COARSE = 2 ** 16;

/** `length` in whole ns, not negative; what does not fit is as long as fits. */
export const packLength = (length: number): number => (length < EXACT ? length : EXACT + Math.min(EXACT - 1, Math.round(length / COARSE)));

/** In ns. */
export const unpackLength = (packed: number): number => (packed < EXACT ? packed : (packed - EXACT) * COARSE);
