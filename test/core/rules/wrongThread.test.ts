import { describe, expect, it } from 'vitest';
import { ThreadAction } from '../../../src/core/events/schema';
import { StreamBuilder } from '../streamBuilder';
import { snapshot } from '../views';

describe('wrong-thread', () => {
  it.each([
    [ThreadAction.callsSoon, 'called call_soon', 'Use call_soon_threadsafe.'],
    [ThreadAction.setsTimer, 'called call_later or call_at', 'Use call_soon_threadsafe to call it in the loop’s thread.'],
    [ThreadAction.makesTask, 'made a task', 'Use asyncio.run_coroutine_threadsafe.'],
    [ThreadAction.resolvesFuture, 'resolved a future', 'Use call_soon_threadsafe(future.set_result, …).'],
    [ThreadAction.cancels, 'cancelled a task or future', 'Use call_soon_threadsafe(task.cancel).'],
    ['Event.set', 'called Event.set, which queues a callback', 'Use call_soon_threadsafe to call it in the loop’s thread.'],
  ])('action %s reads "%s"', (action, did, instead) => {
    const stream = new StreamBuilder().start();
    stream.row({ kind: 'wrongThread', t: stream.now, action: typeof action === 'number' ? action : stream.name(action), site: stream.site(12, 'work'), thread: stream.name('worker-1') });
    expect(snapshot(stream.state()).warnings).toMatchObject([
      {
        code: 'wrong-thread',
        severity: 'error',
        location: { line: 12 },
        count: 1,
        message: `Thread worker-1 ${did} of a loop that runs in another thread: that is not safe, and does not wake the loop. ${instead}`,
      },
    ]);
  });

  it('tells what was called, however many names there are', () => {
    const stream = new StreamBuilder().start();
    for (let i = 0; i < 5000; i++) stream.name(`name ${i}`);
    stream.row({ kind: 'wrongThread', t: stream.now, action: stream.name('Queue.put_nowait'), site: stream.site(12, 'work'), thread: stream.name('worker') });
    expect(snapshot(stream.state()).warnings[0]).toMatchObject({ location: { line: 12 }, message: expect.stringMatching(/^Thread worker called Queue\.put_nowait, /) as string });
  });

  it('is counted by line and action, whichever thread it was', () => {
    const stream = new StreamBuilder().start();
    const [line12, line13] = [stream.site(12, 'work'), stream.site(13, 'work')];
    const { callsSoon, makesTask } = ThreadAction;
    for (const [action, site, thread] of [[callsSoon, line12, 'a'], [callsSoon, line12, 'b'], [makesTask, line12, 'a'], [callsSoon, line13, 'a']] as const) {
      stream.row({ kind: 'wrongThread', t: stream.now, action, site, thread: stream.name(thread) });
    }
    const { warnings } = snapshot(stream.state());
    expect(warnings.map(({ location, count }) => [location?.line, count])).toEqual([[12, 2], [12, 1], [13, 1]]);
    expect(warnings[0]?.message).toMatch(/^Thread a called call_soon of a loop that runs in another thread \(2 times\): /);
  });
});
