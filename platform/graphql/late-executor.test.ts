import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { silentLogger as logger } from '../testing/silent-logger';
import { createExecutor } from './execute';
import { lateExecutor } from './late-executor';
import { systemScope } from './request-scope';

function counted() {
  let count = 0;
  const late = lateExecutor(async () => {
    count += 1;
    const schema = buildSchema('type Query { answer: Int }');
    return createExecutor({ schema, createContext: () => ({}), logger });
  });
  return { late, count: () => count };
}

const ask = { query: '{ answer }' };

test('is created once, by its first call', async () => {
  const { late, count } = counted();
  expect(count()).toBe(0);
  const scope = systemScope('test', 1_000);
  const answers = await Promise.all([late.execute(ask, scope), late.execute(ask, scope)]);
  expect(answers).toEqual([{ data: { answer: null } }, { data: { answer: null } }]);
  expect(count()).toBe(1);
});

test('is created before its first call on request', async () => {
  const { late, count } = counted();
  await late.create();
  expect(count()).toBe(1);
  await late.execute(ask, systemScope('test', 1_000));
  expect(count()).toBe(1);
});
