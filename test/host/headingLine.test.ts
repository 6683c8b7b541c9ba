import { expect, it } from 'vitest';
import { headingLine } from '../../src/host/headingLine';

const markdown = '# slow-callback and others\n\nslow-callback\n### `slow-callback`\r\n\n## starved ##\n#starved\n';

it.each([
  ['slow-callback', 4],
  ['starved', 6],
  ['never-awaited', null],
  ['', null],
])('finds the heading %j in line %j', (title, line) => {
  expect(headingLine(markdown, title)).toBe(line);
});
