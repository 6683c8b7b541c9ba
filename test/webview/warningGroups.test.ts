import { expect, it } from 'vitest';
import { mutedRules, shownWarnings, warningGroups } from '../../webview/warningGroups';
import { endedWithWarnings } from './fixtures';

const { warnings } = endedWithWarnings();
const later = { ...warnings[0]!, id: 9, count: 4 };

it('has a group for each rule, the worst first, and in each the newest first', () => {
  const groups = warningGroups([...warnings, later], {});
  expect(groups.map(({ code, severity }) => [code, severity])).toEqual([
    ['exception-never-retrieved', 'error'],
    ['slow-callback', 'warning'],
    ['never-awaited', 'warning'],
    ['pending-at-exit', 'information'],
  ]);
  expect(groups[1]).toMatchObject({ found: 7, warnings: [{ id: 9 }, { id: 1 }] });
});

it('goes by the severities of the settings, and lists muted rules apart', () => {
  const choices = { 'pending-at-exit': 'error', 'slow-callback': 'off', starved: 'off', 'never-awaited': 'hint' } as const;
  expect(warningGroups([...warnings, later], choices).map(({ code, severity }) => [code, severity])).toEqual([
    ['pending-at-exit', 'error'],
    ['exception-never-retrieved', 'error'],
    ['never-awaited', 'hint'],
  ]);
  expect(mutedRules([...warnings, later], choices)).toEqual([{ code: 'slow-callback', hidden: 2 }, { code: 'starved', hidden: 0 }]);
  expect(shownWarnings([...warnings, later], choices).map(({ id }) => id)).toEqual([2, 3, 4]);
});
