/** Speeds to choose from: handles a second; null: no limit. */
export const SPEEDS: readonly (number | null)[] = [null, 100, 10, 2, 1];

/** "Full speed", "10 handles/s", "1 handle/s". */
export const formatSpeed = (speed: number | null): string => (speed === null ? 'Full speed' : `${speed} ${speed === 1 ? 'handle' : 'handles'}/s`);
