import { expect, test } from 'vitest';
import { parseConfiguration } from '../../../../config/schema';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import { expireMovementsJob } from './cleanups';

const configured = (stockMovementDays: number) =>
  parseConfiguration({ environment: 'test', orders: { stockMovementDays } });

test('inventory deletes movements of the configured age batch by batch, until none is left', async () => {
  const batches = [1_000, 1_000, 20];
  const asked: unknown[] = [];
  const inventory: ServiceCall = async <Data>(query: string, variables: object, scope: object) => {
    asked.push([query, variables, scope]);
    return { forgotten: batches.shift() ?? 0 } as Data;
  };
  const run = { id: 'job', attempt: 1, signal: new AbortController().signal };
  const job = expireMovementsJob({ inventory, configuration: configured(400) });
  expect(await job.run({}, run)).toEqual({ movements: 2_020 });
  expect(asked).toEqual(
    Array(3).fill([
      expect.stringContaining('forgetMovements'),
      { days: 400, limit: 1_000 },
      expect.objectContaining({ viewer: { kind: 'system', cause: 'Job:job' }, requestId: 'job' }),
    ]),
  );
});

test('a setting of less than 90 days is rejected', () => {
  expect(() => configured(89)).toThrow(/stockMovementDays/);
});
