import { expect, test } from 'vitest';
import { workerEnvironment } from './child-environment';

test('the compile cache of the environment takes the place of a default', () => {
  const cache = process.env.NODE_COMPILE_CACHE;
  expect(cache).toBeDefined();
  const defaults = { NODE_COMPILE_CACHE: 'of-the-shop', ONLY_BY_DEFAULT: 'yes' };
  expect(workerEnvironment(defaults)).toMatchObject({ ...defaults, NODE_COMPILE_CACHE: cache });
});

test('a worker gets undefined for a variable that it must not inherit', () => {
  expect(process.env.VITEST).toBe('true');
  expect(workerEnvironment({})).toHaveProperty('VITEST', undefined);
});
