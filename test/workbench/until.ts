/** Waiting for what a page shows, with a message that tells what it showed instead. */

/**
 * Asks until the answer satisfies; the page object's counterpart of `expect.poll`. The page has no event
 * for "the Problems view has been drawn", so it is looked at once per frame of a slow display.
 */
export async function until<T>(what: string, ask: () => Promise<T>, satisfied: (value: T) => boolean, timeoutMs = 30_000): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await ask();
    if (satisfied(value)) return value;
    if (performance.now() > deadline) throw new Error(`Waited ${timeoutMs} ms for ${what}; last seen: ${JSON.stringify(value)}`);
    await nextLook();
  }
}

const nextLook = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));
