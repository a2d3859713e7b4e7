import { expect, test } from 'vitest';
import { headlineCharactersMax, headlineOf } from './headline';

test('is the first sentence', () => {
  expect(headlineOf('Good tea. I would buy it again.')).toBe('Good tea');
  expect(headlineOf('Good tea')).toBe('Good tea');
});

test('is cut to what fits on a line', () => {
  expect(headlineOf('x'.repeat(1_000))).toHaveLength(headlineCharactersMax);
});
