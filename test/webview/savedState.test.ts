import { expect, it } from 'vitest';
import { readSavedState, savedState } from '../../webview/savedState';
import { initialState, reduce } from '../../webview/store';

const defaults = { version: 1, sort: 'age', descending: true, filter: '', firstRow: 0, pageTop: 0 };

it('comes back as it was written', () => {
  const state = reduce(reduce(initialState(), { type: 'sort', key: 'name' }), { type: 'sight', sight: { first: 40, count: 9 } });
  const saved = savedState(state, 120);
  expect(saved).toEqual({ ...defaults, sort: 'name', descending: false, firstRow: 40, pageTop: 120 });
  expect(readSavedState(JSON.parse(JSON.stringify(saved)))).toEqual(saved);
});

it.each([undefined, null, 7, 'x', {}, { version: 2, sort: 'name' }])('takes the defaults for %j', (data) => {
  expect(readSavedState(data)).toEqual(defaults);
});

it('takes what it can of something damaged', () => {
  expect(readSavedState({ version: 1, sort: 'toString', descending: 'no', filter: 'web', firstRow: -3, pageTop: NaN })).toEqual({ ...defaults, filter: 'web' });
});
