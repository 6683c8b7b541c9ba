import { describe, expect, it } from 'vitest';
import { selectRange } from '../../../src/core/snapshot/selectRange';
import { Activity } from '../../../src/core/state/activity';
import { AddressMap } from '../../../src/core/state/addressMap';
import { containsDigits, startsWithDigits } from '../../../src/core/state/digits';
import { ReadyQueue } from '../../../src/core/state/readyQueue';
import { TextOrder } from '../../../src/core/state/textOrder';
import { random } from '../random';

describe('AddressMap', () => {
  it('does as a Map does', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const next = random(seed);
      const mine = new AddressMap();
      const theirs = new Map<number, number>();
      // Few different keys, some of which collide, some beyond 32 bits.
      const keys = Array.from({ length: 200 }, () => 2 ** 20 + Math.floor(next() * 100) * 16 + Math.floor(next() * 4) * 2 ** 44);
      for (let n = 1; n <= 5000; n++) {
        const key = keys[Math.floor(next() * keys.length)]!;
        if (next() < 0.5) {
          mine.set(key, n);
          theirs.set(key, n);
        } else {
          mine.delete(key);
          theirs.delete(key);
        }
        const probe = keys[Math.floor(next() * keys.length)]!;
        if (mine.get(probe) !== (theirs.get(probe) ?? 0)) expect.fail(`seed ${seed}, step ${n}`);
      }
      expect(mine.size).toBe(theirs.size);
      for (const key of keys) expect(mine.get(key)).toBe(theirs.get(key) ?? 0);
    }
  });

  it('has no key zero', () => {
    const map = new AddressMap();
    map.set(0, 1);
    map.delete(0);
    expect([map.get(0), map.size]).toEqual([0, 0]);
  });
});

describe('selectRange', () => {
  it('finds what sorting would', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const next = random(seed);
      const keys = Float64Array.from({ length: Math.floor(next() * 300) }, () => Math.floor(next() * (seed % 2 === 0 ? 5 : 1000)) - 2);
      const sorted = [...keys.keys()].sort((a, b) => keys[a]! - keys[b]! || a - b);
      const start = Math.floor(next() * 320);
      const length = Math.floor(next() * 60);
      expect([...selectRange(keys, start, length)], `seed ${seed}`).toEqual(sorted.slice(start, start + length));
    }
  });
});

describe('TextOrder', () => {
  it('ranks texts as sorting would, however they come', () => {
    const next = random(5);
    const order = new TextOrder();
    const texts = new Set<string>();
    for (let i = 0; i < 3000; i++) {
      const text = Math.floor(next() * 1e6).toString(36);
      expect(order.slot(text)).toBe(order.slot(text));
      texts.add(text);
      if (i % 700 === 0) order.ranks();
    }
    const ranks = order.ranks();
    expect([...texts].sort().map((text) => ranks[order.slot(text)])).toEqual([...texts].map((_, rank) => rank));
  });
});

describe('digits', () => {
  it('are found as in text', () => {
    for (const digits of ['0', '1', '00', '05', '10', '123', '9', '99']) {
      for (let n = 1; n < 12_000; n += 7) {
        if (containsDigits(digits)(n) !== String(n).includes(digits)) expect.fail(`${n} contains ${digits}`);
        if (startsWithDigits(digits)(n) !== String(n).startsWith(digits)) expect.fail(`${n} begins with ${digits}`);
      }
    }
  });
});

describe('ReadyQueue', () => {
  it('keeps order while it grows and turns', () => {
    const queue = new ReadyQueue();
    const expected: number[] = [];
    const next = random(3);
    for (let n = 0; n < 2000; n++) {
      const count = Math.floor(next() * 4);
      queue.push(count, n, n / 2);
      for (let i = 0; i < count; i++) expected.push(n);
      const taken = Math.min(Math.floor(next() * 3.6), queue.length);
      queue.drop(taken);
      expected.splice(0, taken);
    }
    expect(Array.from({ length: queue.length }, (_, i) => queue.byAt(i))).toEqual(expected);
    expect(queue.sinceAt(0)).toBe(expected[0]! / 2);
  });
});

describe('Activity', () => {
  it('is never more than its span, whatever the times', () => {
    const next = random(11);
    const activity = new Activity();
    let t = 1e9;
    for (let rows = 0; rows < 2000; rows++) {
      const begin = t;
      t += Math.floor(next() * (rows % 100 === 0 ? 3e9 : 5e7));
      if (t >= activity.end) activity.advance(t, rows);
      activity.addIdle(begin, t);
      const { idle, span } = activity.recent(t + next() * 1e8, rows, t);
      expect(idle).toBeLessThanOrEqual(span);
      expect(span).toBeLessThanOrEqual(1e9);
    }
  });
});
