import { describe, expect, it } from 'vitest';
import type { JobRow } from '../../../platform/jobs/job-rows';
import type { OrdersContext } from '../context';
import { JobFields } from './job';

const outcome = (state: JobRow['state'], output: unknown) =>
  new JobFields().outcome({ state, output } as JobRow);

describe('the outcome of a job', () => {
  it('is its result as JSON text', () => {
    expect(outcome('completed', { found: 2 })).toBe('{"found":2}');
    expect(outcome('completed', { message: 'done' })).toBe('{"message":"done"}');
  });

  it('is why it failed, without the place in the code', () => {
    const error = { name: 'Error', message: 'The disk is full.', stack: 'at /srv' };
    expect(outcome('failed', error)).toBe('The disk is full.');
    expect(outcome('retry', error)).toBe('The disk is full.');
  });

  it('is nothing before there is one', () => {
    expect(outcome('created', null)).toBeNull();
    expect(outcome('active', undefined)).toBeNull();
  });
});

it('a job is scheduled if its queue is: mails are sent by what they are about', () => {
  const queues = [{ name: 'nightly', cron: '0 3 * * *' }, { name: 'sent' }];
  const context = { jobs: { queues } } as unknown as Pick<OrdersContext, 'jobs'>;
  const isScheduled = (queue: string) => new JobFields().isScheduled({ queue } as JobRow, context);
  expect(['nightly', 'sent', 'of users'].filter(isScheduled)).toEqual(['nightly']);
});
