import { buildSchema, type GraphQLFieldResolver } from 'graphql';
import { expect, test } from 'vitest';
import { mayReadReplicas } from '../database/replicas';
import { silentLogger as logger } from '../testing/silent-logger';
import { createExecutor } from './execute';
import type { RequestScope } from './request-scope';
import { serviceCall } from './service-call';

function executorOf(resolve: GraphQLFieldResolver<unknown, RequestScope>) {
  const schema = buildSchema('type Query { allowed: String! }');
  const field = schema.getQueryType()?.getFields().allowed;
  if (field) field.resolve = resolve as GraphQLFieldResolver<unknown, unknown>;
  return createExecutor({ schema, createContext: (given) => given, logger });
}

test('a query that may read replicas asks other services, e.g. for rights, at the primary', async () => {
  const rights = executorOf(() => String(mayReadReplicas()));
  const askRights = serviceCall(rights, 'orders');
  const room = executorOf(async (_source, _args, scope) => {
    const before = mayReadReplicas();
    const { allowed } = await askRights<{ allowed: string }>('{ allowed }', {}, scope);
    return [before, allowed, mayReadReplicas()].join();
  });
  const scope = {
    viewer: { kind: 'system', cause: 'test' },
    requestId: 'r-1',
    signal: AbortSignal.timeout(60_000),
  } as const;
  const ask = async (allowed: boolean) =>
    (await room({ query: '{ allowed }' }, { ...scope, mayReadReplicas: allowed })).data?.allowed;
  expect(await ask(true)).toBe('true,false,true');
  expect(await ask(false)).toBe('false,false,false');
});
