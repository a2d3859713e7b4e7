import { describe, expect, it } from 'vitest';
import type { JobRow } from '../../../platform/jobs/job-rows';
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
