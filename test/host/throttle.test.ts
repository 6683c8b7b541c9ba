import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Throttle } from '../../src/host/throttle';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('acts at once, then once per interval, and never loses the last request', () => {
  const action = vi.fn();
  const throttle = new Throttle(250, action);
  throttle.request();
  expect(action).toHaveBeenCalledTimes(1);
  for (let count = 0; count < 100; count += 1) {
    throttle.request();
    vi.advanceTimersByTime(10);
  }
  expect(action).toHaveBeenCalledTimes(5);
  throttle.request();
  vi.advanceTimersByTime(1000);
  expect(action).toHaveBeenCalledTimes(6);
  expect(vi.getTimerCount()).toBe(0);
});

it('forgets requests when disposed', () => {
  const action = vi.fn();
  const throttle = new Throttle(250, action);
  throttle.request();
  throttle.request();
  throttle.dispose();
  vi.advanceTimersByTime(1000);
  expect(action).toHaveBeenCalledTimes(1);
});
