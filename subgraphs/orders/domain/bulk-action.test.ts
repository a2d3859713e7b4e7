import { describe, expect, it } from 'vitest';
import { bulkActionState, statusesFor } from './bulk-action';

describe('a bulk action', () => {
  it('is possible in the statuses that the contract names', () => {
    expect(statusesFor('CANCEL')).toEqual([
      'PENDING',
      'IN_REVIEW',
      'CONFIRMED',
      'PARTIALLY_SHIPPED',
    ]);
    expect(statusesFor('DELIVER')).toEqual(['PARTIALLY_SHIPPED', 'SHIPPED']);
    expect(statusesFor('APPROVE')).toEqual(['IN_REVIEW']);
    expect(statusesFor('REJECT')).toEqual(['IN_REVIEW']);
  });

  it('is queued, running, and then finished or stopped', () => {
    const at = new Date();
    const queued = { startedAt: null, stoppedAt: null, finishedAt: null };
    expect(bulkActionState(queued)).toBe('QUEUED');
    expect(bulkActionState({ ...queued, stoppedAt: at })).toBe('STOPPED');
    expect(bulkActionState({ ...queued, startedAt: at })).toBe('RUNNING');
    expect(bulkActionState({ ...queued, startedAt: at, finishedAt: at })).toBe('FINISHED');
    // The last order was done when the stop arrived.
    expect(bulkActionState({ startedAt: at, stoppedAt: at, finishedAt: at })).toBe('FINISHED');
  });
});
