/** The row of a list that a key leads to, from the one that the keyboard is on; null: none. `page`: rows that a page key passes over. */
export function destination(key: string, from: number | null, total: number, page: number): number | null {
  if (total === 0) return null;
  const within = (index: number): number => Math.min(total - 1, Math.max(0, index));
  switch (key) {
    case 'ArrowDown':
      return within(from === null ? 0 : from + 1);
    case 'ArrowUp':
      return within(from === null ? 0 : from - 1);
    case 'PageDown':
      return within((from ?? 0) + page);
    case 'PageUp':
      return within((from ?? 0) - page);
    case 'Home':
      return 0;
    case 'End':
      return total - 1;
    default:
      return null;
  }
}
