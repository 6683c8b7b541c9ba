import { describe, expect, it } from 'vitest';
import { nanos } from '../../../src/base/brand';
import { encodeDefinitionsFrame, encodeFrame, encodeOutputFrame, encodeRowsFrame, FrameKind, FrameReader, MAX_PAYLOAD_BYTES, type Frame } from '../../../src/core/events/frames';
import { encodeRows } from '../../../src/core/events/rows';
import { random } from '../random';

const rowsFrame = (loop = 1, count = 2): Uint8Array =>
  encodeRowsFrame(loop, encodeRows(Array.from({ length: count }, (_, i) => ({ kind: 'step', t: 1000 + i, task: 2 ** 40 + i, w: 0, ready: 1 }))));

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Frames as plain values, so that views of different memory compare equal. */
const plain = (frames: readonly Frame[]): unknown[] =>
  frames.map((frame) => (frame.kind === 'rows' ? { ...frame, words: [...frame.words] } : frame.kind === 'output' ? { ...frame, bytes: [...frame.bytes] } : frame));

function readAll(chunks: readonly Uint8Array[]): Frame[] {
  const reader = new FrameReader();
  const frames: Frame[] = [];
  for (const chunk of chunks) {
    const result = reader.push(chunk);
    if (!result.ok) throw new Error(result.error.message);
    frames.push(...result.value);
  }
  expect(reader.end()).toEqual({ ok: true, value: null });
  return frames;
}

const failure = (bytes: Uint8Array): string => {
  const reader = new FrameReader();
  const result = reader.push(bytes);
  if (result.ok) throw new Error('no failure');
  // A damaged stream stays damaged.
  expect(reader.push(rowsFrame())).toEqual(result);
  expect(reader.end()).toEqual(result);
  return `${result.error.code}: ${result.error.message}`;
};

const header = (kind: number, length: number, arg = 0, reserved = 0): Uint8Array => new Uint8Array(Uint32Array.of(kind, length, arg, reserved).buffer);
const definitions = (text: string): Uint8Array => encodeFrame(FrameKind.definitions, 0, new TextEncoder().encode(text));

describe('FrameReader', () => {
  const stream = concat(
    encodeDefinitionsFrame([['name', 64, 'grüße']]),
    rowsFrame(1, 3),
    encodeOutputFrame('stderr', nanos(123_456_789_012), new TextEncoder().encode('hello')),
    rowsFrame(2, 0),
    encodeOutputFrame('stdout', nanos(5), new Uint8Array(0)),
    rowsFrame(7, 40),
  );
  const whole = plain(readAll([stream]));

  it('reads frames of every kind', () => {
    expect(whole).toHaveLength(6);
    expect(whole[0]).toEqual({ kind: 'definitions', definitions: [['name', 64, 'grüße']] });
    expect(whole[2]).toEqual({ kind: 'output', stream: 'stderr', t: 123_456_789_012, bytes: [...new TextEncoder().encode('hello')] });
    expect(whole[3]).toEqual({ kind: 'rows', loop: 2, words: [] });
  });

  it('reads the same however the bytes are cut', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const next = random(seed);
      const chunks: Uint8Array[] = [];
      for (let at = 0; at < stream.length; ) {
        const end = at + 1 + Math.floor(next() * (seed % 3 === 0 ? 5 : 200));
        chunks.push(stream.slice(at, end));
        at = end;
      }
      expect(plain(readAll(chunks)), `seed ${seed}`).toEqual(whole);
    }
    expect(plain(readAll([...stream].map((byte) => Uint8Array.of(byte))))).toEqual(whole);
  });

  it('keeps the frames of one chunk intact while it reads the next', () => {
    const reader = new FrameReader();
    const bytes = rowsFrame(1, 4);
    reader.push(bytes.subarray(0, 50));
    const first = reader.push(bytes.subarray(50));
    const before = first.ok ? plain(first.value) : [];
    reader.push(rowsFrame(2, 4).subarray(0, 70));
    expect(first.ok && plain(first.value)).toEqual(before);
  });

  it('does not copy rows that lie aligned in a chunk, and copies others', () => {
    const bytes = rowsFrame();
    const [aligned] = readAll([bytes]);
    expect(aligned?.kind === 'rows' && aligned.words.buffer === bytes.buffer).toBe(true);
    const shifted = new Uint8Array(bytes.length + 3).subarray(3);
    shifted.set(bytes);
    expect(plain(readAll([shifted]))).toEqual(plain([aligned!]));
  });

  it('reads definitions and output from shared memory', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(stream.length));
    shared.set(stream);
    expect(plain(readAll([shared]))).toEqual(whole);
  });

  it('says when the stream ends within a frame', () => {
    const reader = new FrameReader();
    expect(reader.push(stream.subarray(0, stream.length - 1)).ok).toBe(true);
    expect(reader.end()).toMatchObject({ ok: false, error: { code: 'malformed-stream' } });
  });

  it.each([
    ['an unknown kind', header(4, 0), 'unknown frame kind 4'],
    ['kind zero', header(0, 0), 'unknown frame kind 0'],
    ['an absurd length', header(1, MAX_PAYLOAD_BYTES + 32), 'a frame of'],
    ['the greatest length', header(2, 0xffff_ffff), 'a frame of'],
    ['half a row', header(1, 40), 'rows of 40 bytes'],
    ['a reserved field', header(1, 32, 1, 9), 'reserved'],
    ['output without its time', header(3, 4, 1), 'output of no stream'],
    ['output of a third stream', header(3, 16, 3), 'output of no stream'],
    ['text that is not JSON', definitions('[["name",64,'), 'not JSON'],
    ['an empty payload', definitions(''), 'not JSON'],
    ['JSON that is no list', definitions('{"name":64}'), 'not a list'],
    ['an unknown tag', definitions('[["nome",64,"x"]]'), 'unknown shape'],
    ['a name without text', definitions('[["name",64]]'), 'unknown shape'],
    ['a name with the id of a row kind', definitions('[["name",5,"x"]]'), 'unknown shape'],
    ['an id out of range', definitions('[["site",1048576,"/a.py",1,1,"f",true]]'), 'unknown shape'],
    ['a chain of texts', definitions('[["chain",1,["a"]]]'), 'unknown shape'],
    ['null', definitions('[null]'), 'unknown shape'],
    ['a speed that is none', definitions('[["speed",-1,1]]'), 'unknown shape'],
    ['a greeting of nothing', definitions('[["hello",null]]'), 'unknown shape'],
  ])('refuses %s', (_, bytes, what) => {
    expect(failure(bytes)).toContain(what);
  });

  it('refuses another version of the schema with advice', () => {
    const hello = { schema: 99, python: '3.20', implementation: 'CPython', platform: 'linux', epoch: 1, clock: 1 };
    expect(failure(definitions(JSON.stringify([['hello', hello]])))).toMatch(/^schema-mismatch: .*version 99.*reinstall/);
  });

  it('never throws on noise', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const next = random(seed);
      const noise = Uint8Array.from({ length: 200 }, () => Math.floor(next() * 256));
      // Half of them begin well.
      if (seed % 2 === 0) noise.set(header(1 + (seed % 3), 8 * (seed % 5), 1));
      const reader = new FrameReader();
      expect(() => reader.push(noise)).not.toThrow();
    }
  });
});
