import { describe, expect, it } from 'vitest';
import { BATCH_BYTES, OutputPump } from '../../src/host/outputPump';

/** A screen that settles only when told to. */
function setUp() {
  const written: string[] = [];
  const waiting: (() => void)[] = [];
  let taken = 0;
  const pump = new OutputPump(
    { write: (text) => written.push(text), settled: () => new Promise((resolve) => waiting.push(resolve)) },
    (bytes) => (taken += bytes),
  );
  const push = (bytes: string | Uint8Array, stream: 'stdout' | 'stderr' = 'stdout'): void =>
    pump.push({ stream, bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes });
  const settle = async (): Promise<void> => {
    waiting.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { pump, push, settle, written, waiting, taken: () => taken };
}

describe('the output pump', () => {
  it('shows the first output at once and confirms it when the screen has settled', async () => {
    const { push, settle, written, taken } = setUp();
    push('hi\n');
    expect(written).toEqual(['hi\r\n']);
    expect(taken()).toBe(0);
    await settle();
    expect(taken()).toBe(3);
  });

  it('keeps the order of both streams and joins what came meanwhile', async () => {
    const { push, settle, written } = setUp();
    push('first ');
    push('out ', 'stdout');
    push('err ', 'stderr');
    push('out\n', 'stdout');
    expect(written).toEqual(['first ']);
    await settle();
    expect(written).toEqual(['first ', 'out err out\r\n']);
  });

  it('writes bounded batches, one at a time', async () => {
    const { push, settle, written, waiting, taken } = setUp();
    push('x'.repeat(2.5 * BATCH_BYTES));
    for (let count = 1; count <= 3; count += 1) {
      expect(written).toHaveLength(count);
      expect(waiting).toHaveLength(1);
      await settle();
    }
    expect(written.map((text) => text.length)).toEqual([BATCH_BYTES, BATCH_BYTES, BATCH_BYTES / 2]);
    expect(taken()).toBe(2.5 * BATCH_BYTES);
    expect(waiting).toHaveLength(0);
  });

  it('joins a character cut between chunks, per stream', async () => {
    const { push, settle, written } = setUp();
    const [first, rest] = [new TextEncoder().encode('é').subarray(0, 1), new TextEncoder().encode('é').subarray(1)];
    push(first, 'stdout');
    push(first, 'stderr');
    push('!', 'stderr');
    push(rest, 'stdout');
    await settle();
    expect(written.join('')).toBe('\ufffd!é');
  });

  it('keeps colours and bytes that are no text', async () => {
    const { push, settle, written } = setUp();
    push('\x1b[31mred\x1b[0m');
    push(new Uint8Array([0xff, 0x0a]));
    await settle();
    expect(written.join('')).toBe('\x1b[31mred\x1b[0m\ufffd\r\n');
  });

  it('ends after all output, with a mark for a character cut off', async () => {
    const { pump, push, settle, written } = setUp();
    push('a');
    push(new Uint8Array([0xc3]));
    let ended = false;
    void pump.end().then(() => (ended = true));
    await settle();
    expect(ended).toBe(false);
    await settle();
    expect(ended).toBe(true);
    expect(written.join('')).toBe('a\ufffd');
    push('late');
    expect(written.join('')).toBe('a\ufffd');
  });

  it('confirms everything when nobody looks any more', async () => {
    const { pump, push, settle, written, taken } = setUp();
    push('a'.repeat(BATCH_BYTES));
    push('b'.repeat(10));
    pump.discard();
    await settle();
    expect(taken()).toBe(BATCH_BYTES + 10);
    expect(written).toHaveLength(1);
    await pump.end();
  });
});
