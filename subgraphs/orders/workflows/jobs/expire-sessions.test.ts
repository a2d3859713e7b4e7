import { expect, test } from 'vitest';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import { expireSessionsJob } from './cleanups';

test('users deletes expired sessions batch by batch, until none is left', async () => {
  const batches = [1_000, 1_000, 20];
  const asked: unknown[] = [];
  const users: ServiceCall = async <Data>(query: string, variables: object, scope: object) => {
    asked.push([query, variables, scope]);
    return { forgotten: batches.shift() ?? 0 } as Data;
  };
  const run = { id: 'job', attempt: 1, signal: new AbortController().signal };
  expect(await expireSessionsJob(users).run({}, run)).toEqual({ sessions: 2_020 });
  expect(asked).toEqual(
    Array(3).fill([
      expect.stringContaining('forgetExpired'),
      { limit: 1_000 },
      expect.objectContaining({ viewer: { kind: 'system', cause: 'Job:job' }, requestId: 'job' }),
    ]),
  );
});
