import { expect, it } from 'vitest';
import { readSavedState, savedState } from '../../webview/savedState';
import { initialState, reduce } from '../../webview/store';

const defaults = { version: 2, tab: 'overview', selected: null, sort: 'age', descending: true, filter: '', states: [], loop: null, firstRow: 0, pageTop: 0 };

it('comes back as it was written', () => {
  const sorted = reduce(reduce(initialState(), { type: 'sort', key: 'name' }), { type: 'toggleState', state: 'parked' });
  const state = reduce(sorted, { type: 'sight', sight: { first: 40, count: 9 } });
  const saved = savedState(state, 120);
  expect(saved).toEqual({ ...defaults, states: ['parked'], sort: 'name', descending: false, firstRow: 40, pageTop: 120 });
  expect(readSavedState(JSON.parse(JSON.stringify(saved)))).toEqual(saved);
});

it.each([undefined, null, 7, 'x', {}, { version: 1, sort: 'name' }])('takes the defaults for %j', (data) => {
  expect(readSavedState(data)).toEqual(defaults);
});

it('takes what it can of something damaged', () => {
  expect(readSavedState({ version: 2, tab: 'x', selected: 'y', sort: 'toString', descending: 'no', filter: 'web', states: ['asleep', 'done', 7], loop: 'x', firstRow: -3, pageTop: NaN })).toEqual({ ...defaults, filter: 'web', states: ['done'] });
});
