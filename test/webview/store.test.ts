import { describe, expect, it } from 'vitest';
import { DEFAULT_WINDOW } from '../../src/core/snapshot/protocol';
import { type Action, initialState, type PageState, reduce, shownSnapshot, wantedWindow } from '../../webview/store';
import { blocking, crowd, endedWithWarnings, idle, inThePast, running, starting, taskRow, tasksView } from './fixtures';

const after = (...actions: readonly Action[]): PageState => actions.reduce(reduce, initialState());

const arrives = (snapshot = running(), at = 1000): Action => ({ type: 'snapshot', snapshot, at });

describe('what is shown', () => {
  it('is nothing at first, and the last snapshot from then on', () => {
    expect(shownSnapshot(initialState())).toBeNull();
    expect(shownSnapshot(after(arrives()))).toEqual(running());
    expect(shownSnapshot(after(arrives(), { type: 'empty' }))).toBeNull();
  });

  it('is the tasks that a link in the editor leads to, from the first on', () => {
    const state = after(arrives(), { type: 'sight', sight: { first: 40, count: 20 } }, { type: 'toggleState', state: 'failed' }, { type: 'loop', loop: 2 }, { type: 'show', tab: 'tasks', filter: 'fetch', selected: 7 });
    expect(state).toMatchObject({ tab: 'tasks', states: [], loop: null, filter: 'fetch', selected: 7, sight: { first: 0 } });
    expect(wantedWindow(state)).toMatchObject({ taskFilter: 'fetch', selected: 7, taskStart: 0 });
  });

  it('goes on while a program waits', () => {
    const shown = shownSnapshot(after(arrives(idle()), { type: 'tick', at: 1300 }));
    expect(shown?.run.elapsed).toBe(4621);
    expect(shown?.timers.items[0]?.dueIn).toBe(380);
    expect(shown?.futures.items[0]?.age).toBe(4320);
    expect(shown?.tasks.rows.map(({ age }) => age).slice(0, 2)).toEqual([4621, 4600]);
  });

  it('has no timer overdue before the program says so', () => {
    expect(shownSnapshot(after(arrives(idle()), { type: 'tick', at: 9000 }))?.timers.items[0]?.dueIn).toBe(0);
  });

  it('lets a step go on only when it is known to block', () => {
    const later: Action = { type: 'tick', at: 1500 };
    expect(shownSnapshot(after(arrives(), later))?.running?.elapsed).toBe(1.3);
    expect(shownSnapshot(after(arrives(), later))?.ready.items[0]?.waiting).toBe(1.4);
    expect(shownSnapshot(after(arrives(blocking()), later))?.running?.elapsed).toBe(787);
    expect(shownSnapshot(after(arrives(blocking()), later))?.ready.items[0]?.waiting).toBe(501.4);
  });

  it('stands still in the past', () => {
    expect(shownSnapshot(after(arrives(inThePast()), { type: 'tick', at: 9000 }))).toEqual(inThePast());
  });

  it('does not age ended tasks, nor anything after the end', () => {
    const done = running({ tasks: tasksView([taskRow(1, { state: 'done', age: 7 })]) });
    expect(shownSnapshot(after(arrives(done), { type: 'tick', at: 2000 }))?.tasks.rows[0]?.age).toBe(7);
    const ended = after(arrives(endedWithWarnings()));
    expect(reduce(ended, { type: 'tick', at: 2000 })).toBe(ended);
  });
});

describe('the window', () => {
  it('starts with the oldest tasks', () => {
    expect(wantedWindow(initialState())).toEqual({ ...DEFAULT_WINDOW, taskCount: 75 });
  });

  it('follows the rows in sight', () => {
    const state = after({ type: 'sight', sight: { first: 500, count: 20 } });
    expect(wantedWindow(state)).toMatchObject({ taskStart: 475, taskCount: 75 });
    expect(reduce(state, { type: 'sight', sight: { first: 500, count: 20 } })).toBe(state);
  });

  it('sorts numbers from the largest and texts from A, and turns round on a second press', () => {
    const steps: Action = { type: 'sort', key: 'steps' };
    const name: Action = { type: 'sort', key: 'name' };
    expect(wantedWindow(after(steps))).toMatchObject({ taskSort: 'steps', taskDescending: true });
    expect(wantedWindow(after(steps, steps))).toMatchObject({ taskSort: 'steps', taskDescending: false });
    expect(wantedWindow(after(steps, name))).toMatchObject({ taskSort: 'name', taskDescending: false });
  });

  it('goes to the top for a new order or filter', () => {
    const scrolled: Action = { type: 'sight', sight: { first: 500, count: 20 } };
    expect(wantedWindow(after(scrolled, { type: 'sort', key: 'busy' })).taskStart).toBe(0);
    expect(wantedWindow(after(scrolled, { type: 'filter', text: 'page' }))).toMatchObject({ taskStart: 0, taskFilter: 'page' });
    const filtered = after({ type: 'filter', text: 'page' });
    expect(reduce(filtered, { type: 'filter', text: 'page' })).toBe(filtered);
  });
});

describe('the keyboard\'s row', () => {
  it('stays on its task when the order changes', () => {
    const turned = running({ sequence: 8, tasks: tasksView(running().tasks.rows.toReversed()) });
    const state = after(arrives(), { type: 'activate', row: { id: 3, index: 2 } }, arrives(turned));
    expect(state.active).toEqual({ id: 3, index: 7 });
  });

  it('stays where it was when its task is not among the rows', () => {
    const state = after(arrives(), { type: 'activate', row: { id: 3, index: 2 } }, arrives(crowd(1000, { taskStart: 500, taskCount: 50 }, 8)));
    expect(state.active).toEqual({ id: 3, index: 2 });
  });

  it('learns its task when the row arrives', () => {
    const state = after(arrives(), { type: 'activate', row: { id: null, index: 540 } }, arrives(crowd(1000, { taskStart: 500, taskCount: 50 }, 8)));
    expect(state.active).toEqual({ id: 541, index: 540 });
  });

  it('is forgotten with the run', () => {
    expect(after(arrives(), { type: 'activate', row: { id: 3, index: 2 } }, arrives(starting())).active).toBeNull();
  });
});

describe('what is announced', () => {
  const said = (...actions: readonly Action[]): string => after(...actions).announcement;

  it('is how the run goes on', () => {
    expect(said(arrives(starting()))).toBe('crawler.py is starting.');
    expect(said(arrives(starting()), arrives(running({ warnings: [] })))).toBe('crawler.py is running.');
    expect(said(arrives(endedWithWarnings({ warnings: [] })))).toBe('crawler.py has ended. Ended by an exception, exit code 1: ValueError: no such icon');
  });

  it('is a new warning, or how many there are', () => {
    const none = arrives(running({ warnings: [] }));
    expect(said(none, arrives(running()))).toMatch(/^New warning: Task fetch-images blocked/);
    expect(said(none, arrives(running({ warnings: endedWithWarnings().warnings })))).toMatch(/^4 new warnings. The latest: Task writer/);
  });

  it('stays when nothing new happens', () => {
    expect(said(arrives(running({ warnings: [] })), arrives(idle({ warnings: [] })))).toBe('crawler.py is running.');
  });

  it('begins anew with the next run', () => {
    expect(said(arrives(endedWithWarnings()), arrives(starting()))).toBe('crawler.py is starting.');
  });
});
