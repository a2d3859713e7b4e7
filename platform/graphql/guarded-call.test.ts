import { GraphQLError } from 'graphql';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { defaultResilience } from '../resilience/resilience-settings';
import { guardedCall, isNotCalled } from './guarded-call';

const signal = new AbortController().signal;

test('a service that is not called is SERVICE_UNAVAILABLE; a refused input opens nothing', async () => {
  let error: Error = new GraphQLError('no', { extensions: { code: 'BAD_USER_INPUT' } });
  const call = guardedCall(() => Promise.reject(error), {
    name: 'service',
    registry: new Registry(),
    settings: defaultResilience,
  });
  const scope = { viewer: { kind: 'system', cause: 'test' }, requestId: 'test', signal } as const;
  const ask = () => call('query', {}, scope).catch((reason: unknown) => reason);
  for (let count = 0; count < 40; count += 1) expect(await ask()).toBe(error);
  error = new Error('no connection');
  for (let count = 0; count < 20; count += 1) expect(await ask()).toBe(error);
  const refused = await ask();
  expect(refused).toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
  expect(isNotCalled(refused)).toBe(true);
  expect(isNotCalled(error)).toBe(false);
});
