/**
 * The golden trace is the contract between the emitter and the reader: `trace.json` says what happens,
 * row by row, and `trace.hex` which bytes that is. The Python side is held to the same two files.
 * After a change that is meant: `vitest -u` rewrites `trace.hex` and `trace.txt`.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Nanos } from '../../../src/base/brand';
import type { Definition } from '../../../src/core/events/definitions';
import { formatEvents } from '../../../src/core/events/formatEvents';
import { encodeDefinitionsFrame, encodeOutputFrame, encodeRowsFrame } from '../../../src/core/events/frames';
import { decodeRows, encodeRow, encodeRows, type LoopEvent } from '../../../src/core/events/rows';
import { RowKind } from '../../../src/core/events/schema';
import { readFrames } from '../streamBuilder';

type TraceFrame =
  | { readonly kind: 'definitions'; readonly definitions: readonly Definition[] }
  | { readonly kind: 'rows'; readonly loop: number; readonly rows: readonly { readonly words: readonly number[]; readonly event: LoopEvent }[] }
  | { readonly kind: 'output'; readonly stream: 'stdout' | 'stderr'; readonly t: Nanos; readonly text: string };

const golden = (name: string): string => `${import.meta.dirname}/golden/${name}`;
const trace = JSON.parse(readFileSync(golden('trace.json'), 'utf8')) as { readonly frames: readonly TraceFrame[] };

function encode(frame: TraceFrame): Uint8Array {
  switch (frame.kind) {
    case 'definitions':
      return encodeDefinitionsFrame(frame.definitions);
    case 'rows':
      return encodeRowsFrame(frame.loop, encodeRows(frame.rows.map(({ event }) => event)));
    case 'output':
      return encodeOutputFrame(frame.stream, frame.t, new TextEncoder().encode(frame.text));
  }
}

/** 32 bytes a line: a row is one. */
function toHex(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 32) lines.push(Buffer.from(bytes.subarray(at, at + 32)).toString('hex'));
  return `${lines.join('\n')}\n`;
}

const fromHex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replace(/\s+/g, ''), 'hex'));

/** Each frame begins on a line of its own. */
const traceHex = (): string => trace.frames.map((frame) => toHex(encode(frame))).join('');

describe('the golden trace', () => {
  it('has every kind of row', () => {
    const kinds = new Set(trace.frames.flatMap((frame) => (frame.kind === 'rows' ? frame.rows.map(({ event }) => event.kind) : [])));
    expect([...kinds].sort()).toEqual([...Object.keys(RowKind), 'step', 'callback'].sort());
  });

  it('encodes events to the words beside them', () => {
    for (const frame of trace.frames) {
      if (frame.kind !== 'rows') continue;
      for (const { words, event } of frame.rows) expect(encodeRow(event).map(Number), event.kind).toEqual(words);
    }
  });

  it('encodes to the golden bytes', async () => {
    await expect(traceHex()).toMatchFileSnapshot(golden('trace.hex'));
  });

  it('decodes from the golden bytes', () => {
    const frames = readFrames(fromHex(readFileSync(golden('trace.hex'), 'utf8')));
    expect(frames).toHaveLength(trace.frames.length);
    frames.forEach((frame, index) => {
      const wanted = trace.frames[index]!;
      if (frame.kind === 'rows' && wanted.kind === 'rows') {
        expect(frame.loop).toBe(wanted.loop);
        expect(decodeRows(frame.words)).toEqual(wanted.rows.map(({ event }) => event));
      } else if (frame.kind === 'output' && wanted.kind === 'output') {
        expect({ ...frame, bytes: new TextDecoder().decode(frame.bytes) }).toEqual({ kind: 'output', stream: wanted.stream, t: wanted.t, bytes: wanted.text });
      } else expect(frame).toEqual(wanted);
    });
  });

  it('reads well', async () => {
    await expect(formatEvents(readFrames(fromHex(traceHex())))).toMatchFileSnapshot(golden('trace.txt'));
  });
});
