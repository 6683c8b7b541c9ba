/** Each view draws what the snapshot says, and nothing that a name says. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exited } from '../../../src/core/events/exit';
import { DRIVEN_UNSEEN } from '../../../src/core/snapshot/drivenSeen';
import { blocking, crowd, drivenByHand, endedWithoutLoop, endedWithWarnings, idle, inThePast, onLoopOfC, running, starting, taskRow, tasksView } from '../fixtures';
import { type PanelPage, PanelPages } from '../panelPage';

let pages: PanelPages;
/** Of all tests: to open one takes longer than all that they do with it. */
let panel: PanelPage;

beforeAll(async () => {
  pages = await PanelPages.start();
  panel = await pages.open({ width: 1800, height: 1000 });
});
afterAll(() => pages[Symbol.asyncDispose]());

/** The texts that are drawn for a selector, with blanks made single. */
const texts = async (selector: string): Promise<string[]> => (await panel.page.locator(selector).allInnerTexts()).map(onOneLine);

/** The parts of a location are boxes of their own; people see no blank between them. */
const onOneLine = (text: string): string => text.replace(/\s+/g, ' ').replace(/(\S) (:\d)/g, '$1$2').trim();

const figures = async (): Promise<Record<string, string>> => Object.fromEntries(await panel.page.evaluate<[string, string][]>(`[...document.querySelectorAll('.figure')].map(({ children: [name, value] }) => [name.textContent, value.textContent])`));

describe('the header', () => {
  it('tells what runs, for how long, and what watching costs', async () => {
    await panel.show(running({ totals: { ...running().totals, dropped: 12 } }));
    expect(await texts('h1, .phase, .runtime')).toEqual(['crawler.py', 'Running', 'embedded CPython 3.14.2']);
    expect(await texts('.elapsed')).toEqual([expect.stringMatching(/^\d\.\d s$/)]);
    expect(await figures()).toEqual({
      'Tasks alive': '7 of 10',
      'Iterations': '1,204',
      'Loop busy': '62%',
      'Events': '18,204',
      'Events/s': '4,210',
      'Overhead': '3.4%',
      'Dropped': '12',
    });
    expect(await texts('.figure.bad dt')).toEqual(['Dropped']);
  });

  it('counts loops when there is more than one', async () => {
    await panel.show(running({ totals: { ...running().totals, loops: 3 } }));
    expect(await figures()).toMatchObject({ Loops: '3' });
  });

  it('tells how the run ended, and keeps all that was shown', async () => {
    await panel.show(running());
    await panel.show(endedWithWarnings());
    expect(await texts('.phase, .elapsed')).toEqual(['Ended', '6.1 s']);
    expect(await texts('.exit')).toEqual(['Ended by an exception, exit code 1: ValueError: no such icon']);
    expect(await panel.page.locator('.table-body [role=row]').count()).toBe(10);
    expect(await texts('.timers .task-label')).toHaveLength(4);
  });
});

describe('now', () => {
  it('has the running handle and the queue in order, with who queued each', async () => {
    await panel.show(running());
    expect(await texts('.running-name')).toEqual(['fetch-front-page 1.3 ms']);
    expect(await texts('.chip')).toEqual([
      '1 fetch-catalogue 1.4 ms by writer',
      '2 fetch-images 1.3 ms by I/O',
      '3 Task-10 900 µs by Task-1',
      '4 Store.flush 700 µs by writer',
      '5 Future.set_result 400 µs by thread pool-1',
      '6 gather.<locals>._done_callback 200 µs by parse-robots',
      '7 print_progress 80 µs by fetch-front-page',
    ]);
  });

  it('does not show as empty what a loop written in C hides', async () => {
    await panel.show(onLoopOfC());
    expect(await texts('.running-name, .running-place')).toEqual(['No task runs', 'Whether uvloop.Loop waits or works cannot be seen.']);
    expect(await texts('.ready .nothing')).toEqual(['uvloop.Loop is written in C: its ready queue, its turns, its I/O and its idle time cannot be seen.']);
    expect(await texts('.timers .nothing')).toEqual(['Nobody sleeps. Other timers of uvloop.Loop cannot be seen.']);
    expect(await texts('.ready .section-head')).toEqual([expect.not.stringMatching(/\d/)]);
    expect(Object.keys(await figures())).not.toContain('Iterations');
    await panel.show(onLoopOfC({ run: endedWithWarnings().run, futures: { total: 0, items: [] } }));
    expect(await texts('.ready .nothing')).toHaveLength(1);
  });

  it('says so while a step blocks, and on which line', async () => {
    await panel.show(blocking());
    expect(await texts('.running h3, .running-place')).toEqual(['Running: blocks the loop', 'at images.py:88']);
  });

  it('has timers by due time and counts those beyond', async () => {
    await panel.show(endedWithWarnings());
    expect(await texts('.timers li')).toEqual(['heartbeat in 680 ms', 'Timeout._on_timeout set by fetch-catalogue in 3.2 s', 'Timeout._on_timeout set by fetch-images in 5.0 s', 'Cache.expire set by Task-1 in 1 min 1 s', 'and 19 later']);
  });

  it('has what the loop watches', async () => {
    await panel.show(running());
    expect(await texts('.io li')).toEqual(['signal SIGINT: Crawler.stop', 'fd 9 reads _SelectorSocketTransport._read_ready (93.184.216.34:80)']);
    await panel.show(running({ io: { total: 0, items: [] } }));
    expect(await texts('.io')).toEqual([]);
  });

  it('has pending futures, who waits, for how long, and where they were made', async () => {
    await panel.show(endedWithWarnings());
    expect(await texts('.futures li')).toEqual([
      'Future #12 awaited by writer 4.0 s Queue.get, the queue is empty at store.py:77',
      'Future #15 awaited by nobody 2.3 s made by Task-1 at crawler.py:55',
      'Future #19 awaited by 9: page-11 page-12 page-13 … 410 ms Event that is not set, 9 waiting made at crawler.py:40',
    ]);
  });

  it.each([
    ['starting', starting(), 'Getting ready', 'The interpreter is starting.'],
    ['in select', idle({ timers: { total: 0, items: [] } }), 'Waiting in select: nothing is ready', 'No timer is set: only I/O or another thread can wake it.'],
    ['between two handles', running({ running: null }), 'Between two handles', 'No step is under way at this moment.'],
    ['outside of loops', running({ running: null, loops: running().loops.map((loop) => ({ ...loop, isRunning: false })) }), 'No event loop runs', 'Code outside of any loop is running.'],
    ['ended', endedWithWarnings(), 'The loop has stopped', 'The rest is as it was left.'],
    ['before the end that has come since', idle({ run: endedWithWarnings().run, history: inThePast().history, timers: { total: 0, items: [] } }), 'Waiting in select: nothing is ready', 'No timer is set: only I/O or another thread can wake it.'],
    [
      'ended, with nothing left',
      endedWithWarnings({ ready: { total: 0, items: [] }, timers: { total: 0, items: [] }, futures: { total: 0, items: [] }, io: { total: 0, items: [] } }),
      'The loop has stopped',
      'It left nothing behind: no handle ready, no timer set, no future pending, no I/O watched.',
    ],
    ['without a loop', endedWithoutLoop(), 'No event loop ran', 'This program did not use asyncio.'],
    ['without a loop, where nothing else is seen', endedWithoutLoop({ drivenUnseen: true }), 'No event loop ran', `This program did not use asyncio. ${DRIVEN_UNSEEN}.`],
    ['before a loop, where nothing else is seen', endedWithoutLoop({ drivenUnseen: true, run: { ...endedWithoutLoop().run, phase: 'running', exit: null } }), 'No event loop yet', `Code outside of any loop is running. ${DRIVEN_UNSEEN}.`],
    ['failed before a loop', endedWithoutLoop({ run: { ...endedWithoutLoop().run, exit: exited(1) } }), 'No event loop ran', 'The program ended before it started one.'],
  ])('says why nothing runs: %s', async (_, snapshot, what, why) => {
    await panel.show(snapshot);
    expect(await texts('.running-name, .running-place')).toEqual([what, why]);
  });
});

describe('the task table', () => {
  it('has a column for everything and a row for each task', async () => {
    await panel.show(endedWithWarnings());
    expect(await texts('[role=columnheader]')).toEqual(['State', 'Name', 'Coroutine', 'Parked at', 'Waits for', 'Steps', 'Longest step', 'Busy', 'Age']);
    const cells = await panel.page.evaluate<string[][]>(`[...document.querySelectorAll('.table-body [role=row]')].map((row) => [...row.children].map((cell) => cell.innerText))`);
    const rows = cells.map((row) => row.map(onOneLine));
    expect(rows).toContainEqual(['parked', 'writer', 'Store.write_forever', 'store.py:77', 'Queue.get', '57', '420 µs', '8.8 ms', '4.3 s']);
    expect(rows).toContainEqual(['failed', 'fetch-favicon', 'Crawler.fetch', '', "raised ValueError('no such icon')", '4', '900 µs', '1.7 ms', '4.0 s']);
    expect(rows).toContainEqual(['done', 'parse-robots', 'parse_robots', '', "returned {'/private': False, '/': True}", '2', '6.2 ms', '6.9 ms', '4.1 s']);
    expect(await texts('.cell .too-long')).toEqual(['312 ms']);
  });

  it('shows the same figures in every width', async () => {
    const all = ['parked', 'writer', 'Store.write_forever', 'store.py:77', 'Queue.get', '57', '420 µs', '8.8 ms', '4.3 s'];
    await using narrow = await pages.open();
    await narrow.show(endedWithWarnings());
    for (const width of [1800, 1200, 800, 560, 360]) {
      await narrow.page.setViewportSize({ width, height: 800 });
      const row = await narrow.page.locator('.table-body [role=row]', { hasText: 'writer' }).first().innerText();
      for (const text of all) expect(onOneLine(row)).toContain(text);
    }
  });

  it('says how many it let go', async () => {
    await panel.show(starting());
    expect(await texts('.tasks .nothing')).toEqual(['Tasks appear once the program starts an event loop.']);
    const ended = endedWithWarnings();
    await panel.show({ ...ended, sequence: 20, totals: { ...ended.totals, tasks: 5010, tasksLetGo: 1000 } });
    expect(await texts('.tasks .note')).toEqual([expect.stringMatching(/^1,000 finished tasks no longer kept, the oldest\./)]);
  });
});

describe('warnings', () => {
  it('come errors first, each with its culprit, how long, how often and who was held up', async () => {
    await panel.show(endedWithWarnings());
    expect(await texts('.warning-code')).toEqual(['exception-never-retrieved', 'never-awaited', 'slow-callback', 'pending-at-exit']);
    expect(await texts('.warning-warning .warning-facts')).toEqual(['crawler.py:66 never-awaited', 'images.py:88 slow-callback 312 ms ×3']);
    expect(await texts('.warning-victims')).toEqual(['Held up: heartbeat +305 ms fetch-catalogue +296 ms Timeout._on_timeout +120 ms']);
  });

  it('unfold the stack that was taken while it blocked', async () => {
    await panel.show(running());
    await panel.page.locator('summary').click();
    expect(await texts('.frame')).toEqual(['images.py:88 resize', 'images.py:61 ImageStore.put', 'crawler.py:33 Crawler.fetch', 'events.py:101 Handle._run']);
  });

  it('are cut short when there are many; the tab has them all, on demand', async () => {
    const [one] = running().warnings;
    await panel.show(running({ warnings: Array.from({ length: 57 }, (_, id) => ({ ...one!, id })) }));
    expect(await panel.page.locator('.warning').count()).toBe(20);
    await panel.page.getByRole('button', { name: '37 more warnings' }).click();
    await panel.page.getByRole('button', { name: 'Show 37 more warnings' }).click();
    await panel.page.locator('.warning').nth(56).waitFor();
    await panel.page.getByRole('tab', { name: 'Overview' }).click();
    await panel.page.locator('.now').waitFor();
  });
});

it('lists what is driven by hand', async () => {
  await panel.show(drivenByHand());
  expect(await texts('.driven-table tbody tr')).toEqual([
    'suspended countdown generator hello.py:11 hello.py:31 4 None Sleep(seconds=1.5)',
    'returned Scheduler.run.<locals>.job coroutine hello.py:11 hello.py:31 1,204 None 42',
    "raised launch generator hello.py:11 hello.py:31 2 None RuntimeError('aborted')",
  ]);
  expect(await panel.page.locator('.tasks').count()).toBe(0);
});

it('says how to begin when nothing has run yet', async () => {
  await using fresh = await pages.open();
  expect(await fresh.page.locator('.nothing-yet p').innerText()).toBe('Waiting for the inspector…');
  await fresh.send({ type: 'empty' });
  await fresh.page.getByText('Run with loop inspector').waitFor();
});

it('shows markup in names as text', async () => {
  const bad = '<img src=x onerror="document.title=1"><b>bold</b>&amp;';
  const snapshot = running();
  await panel.show({
    ...snapshot,
    run: { ...snapshot.run, program: bad, path: bad, runtime: bad },
    running: { label: bad, task: 2, elapsed: 500, location: { path: bad, line: 1, column: 0 } },
    ready: { total: 1, items: [{ id: 1, label: bad, task: null, waiting: 1, queuedBy: bad }] },
    tasks: tasksView([taskRow(1, { name: bad, coroutine: bad, waitsFor: bad, outcome: bad })]),
    driven: drivenByHand().driven.map((row) => ({ ...row, name: bad, lastValue: bad })),
    warnings: snapshot.warnings.map((warning) => ({ ...warning, message: bad })),
  });
  expect(await texts('h1, .running-name .task-label, .chip .task-label, .warning-message')).toEqual([bad, bad, bad, `Warning: ${bad}`]);
  expect(await panel.page.locator('img, b').count()).toBe(0);
  expect(await panel.troubles()).toEqual([]);
});

it('lets the policy refuse nothing, whatever it shows', async () => {
  await panel.show(starting());
  for (const snapshot of [running({ sequence: 2 }), blocking({ sequence: 3 }), crowd(1000, { taskStart: 0, taskCount: 75 }, 4), drivenByHand({ sequence: 5 }), endedWithWarnings({ sequence: 6 })]) await panel.show(snapshot);
  expect(await panel.troubles()).toEqual([]);
  const fonts = await panel.page.evaluate<string[]>(`document.fonts.ready.then((fonts) => [...fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family))`);
  expect(fonts).toContain('codicon');
});
