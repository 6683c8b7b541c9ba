/** A click on a rule's code opens its section of the README. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { headingLine } from '../../src/host/headingLine';
import { RULE_CODES } from '../../src/core/rules/ruleTable';

const readme = readFileSync(path.join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');
const sections = /^## Warnings\n(.*?)^## /ms.exec(readme)?.[1]?.split(/^### /m).slice(1) ?? [];
const titles = sections.map((section) => section.split('\n', 1)[0]);

describe('the README', () => {
  it('has a section for each rule, and for nothing else, among the warnings', () => {
    expect([...titles].sort()).toEqual([...RULE_CODES].sort());
  });

  it.each(RULE_CODES)('can be opened at %s', (code) => {
    const line = headingLine(readme, code);
    expect(readme.split('\n')[(line ?? 0) - 1]).toBe(`### ${code}`);
  });

  it.each(RULE_CODES)('shows by an example what %s is about', (code) => {
    expect(sections[titles.indexOf(code)]).toMatch(/^```python\n.+?\n```$/ms);
  });
});
