import { expect, it } from 'vitest';
import { rowsAsText } from '../../webview/taskText';
import { at, taskRow } from './fixtures';

it('has headings, and as many fields in every row', () => {
  const rows = [taskRow(1), taskRow(2, { name: 'with\ttab\nand line', outcome: 'None', wokenBy: 'writer', wokenAt: at(7, '/a.py', 0), parkedAt: null, createdAt: null })];
  const [head, first, second, end] = rowsAsText(rows).split('\n').map((line) => line.split('\t'));
  expect(head).toHaveLength(first!.length);
  expect(second).toHaveLength(first!.length);
  expect(end).toEqual(['']);
  const field = (title: string, row = first!): string => row[head!.indexOf(title)]!;
  expect([field('Name'), field('Busy (ms)'), field('Parked at')]).toEqual(['worker-1', '12.5', '/home/ada/shop/crawler.py:31:9']);
  expect([field('Name', second), field('Woken by', second), field('Created at', second)]).toEqual(['with tab and line', 'writer at /a.py:7', '']);
});
