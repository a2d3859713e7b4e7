import { Counter, Registry } from 'prom-client';
import { describe, expect, test } from 'vitest';
import { parseConfiguration } from '../../../../config/schema';
import type { JobRow } from '../../../../platform/jobs/job-rows';
import { silentLogger as logger } from '../../../../platform/testing/silent-logger';
import { verifyMetrics, verifyShop } from './verify-shop';

const notCalled = () => Promise.reject(new Error('No room is asked before the ledger is read.'));
const dependencies = {
  orders: notCalled,
  inventory: notCalled,
  users: notCalled,
  configuration: parseConfiguration({ environment: 'test' }),
  logger,
};
const job = { id: 'job', attempt: 1, signal: new AbortController().signal };

describe('a run fails', () => {
  test('without a ledger', async () => {
    await expect(verifyShop(dependencies).run({}, job)).rejects.toThrow('no ledger');
  });

  test('if the ledger breaks off', async () => {
    const ledger = {
      async *entries() {
        yield { orderId: 'a', kind: 'void' as const, amountMinor: 1n, currency: 'EUR' };
        throw new Error('The list broke off.');
      },
    };
    const run = verifyShop({ ...dependencies, ledger }).run({}, job);
    await expect(run).rejects.toThrow('broke off');
  });
});

const finishedAt = new Date('2026-11-26T02:31:00Z');

const row = (state: JobRow['state'], output: unknown): JobRow => ({
  id: 'job',
  rowId: 'job',
  queue: 'verify',
  state,
  output,
  attempts: 1,
  attemptsMax: 4,
  createdAt: finishedAt,
  startAfter: finishedAt,
  startedAt: finishedAt,
  finishedAt,
});
const complete = row('completed', { found: {}, paymentsCompared: true });
const withoutPayments = row('completed', { found: {}, paymentsCompared: false });
const failed = row('failed', { message: 'The ledger cannot be read.' });

/** The metrics, given the last run that ended and the last that completed. */
async function valuesOf(ended: JobRow | null, completed: JobRow | null) {
  const registry = new Registry();
  const lastEnded = () => Promise.resolve(ended);
  verifyMetrics(registry, { lastEnded, lastCompleted: () => Promise.resolve(completed) }, logger);
  const read = async (name: string) =>
    (await registry.getSingleMetric(name)?.get())?.values[0]?.value;
  return [
    await read('verify_last_run_incomplete'),
    await read('verify_last_success_timestamp_seconds'),
  ];
}

const unset = 0;

describe('the metrics of a shop whose last run', () => {
  test('compared everything name it as a success', async () => {
    expect(await valuesOf(complete, complete)).toEqual([0, finishedAt.getTime() / 1_000]);
  });

  test('left payments out do not', async () => {
    expect(await valuesOf(withoutPayments, withoutPayments)).toEqual([1, unset]);
  });

  test('failed name the success before it', async () => {
    expect(await valuesOf(failed, complete)).toEqual([1, finishedAt.getTime() / 1_000]);
  });

  test('cannot be read leave the other metrics to be scraped', async () => {
    const registry = new Registry();
    const isDown = () => Promise.reject(new Error('The database does not answer.'));
    verifyMetrics(registry, { lastEnded: isDown, lastCompleted: isDown }, logger);
    new Counter({ name: 'other', help: 'another metric', registers: [registry] });
    expect(await registry.metrics()).toContain('other 0');
  });
});
