import { expect, it } from 'vitest';
import { FrameCutter } from '../../../src/core/events/frameCutter';
import { encodeFrame, FrameKind, FrameReader, HEADER_BYTES } from '../../../src/core/events/frames';
import { random } from '../random';

const frames = [0, 32, 64, 96, 3200].map((length) => encodeFrame(FrameKind.rows, 1, new Uint8Array(length).fill(7)));
const stream = new Uint8Array(Buffer.concat([...frames, encodeFrame(FrameKind.definitions, 0, new TextEncoder().encode('[]')), ...frames]));

it('gives everything on, whole frames at a time, however the stream comes', () => {
  for (let seed = 0; seed < 200; seed++) {
    const next = random(seed);
    const cutter = new FrameCutter();
    const given: Uint8Array[] = [];
    for (let at = 0; at < stream.length; ) {
      const end = at + 1 + Math.floor(next() * (seed % 2 === 0 ? 40 : 2000));
      const cut = cutter.push(stream.subarray(at, end));
      const reader = new FrameReader();
      expect(reader.push(cut).ok && reader.end().ok).toBe(true);
      given.push(cut);
      at = end;
    }
    expect(Buffer.concat(given).equals(stream)).toBe(true);
  }
});

it('keeps nothing back of what is no frame', () => {
  const cutter = new FrameCutter();
  const garbage = new Uint8Array(HEADER_BYTES + 5).fill(255);
  expect([...cutter.push(garbage)]).toEqual([...garbage]);
});
