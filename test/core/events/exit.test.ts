import { expect, it } from 'vitest';
import { crashed } from '../../../src/core/events/exit';

it('is told in whole sentences, whatever was said of a crash', () => {
  const told = ['Maximum call stack size exceeded', 'The inspector ended.', 'Is it a Python that works?'].map((message) => crashed(1, message).message);
  expect(told).toEqual(['Maximum call stack size exceeded.', 'The inspector ended.', 'Is it a Python that works?']);
});
