import { describe, expect, it } from 'vitest';
import { type OrderStatus, orderStatuses, transitions } from './order';
import { assertSoundStates, stateFaults } from './state-table';

const table = (rows = transitions, statuses: readonly OrderStatus[] = orderStatuses) => ({
  statuses,
  initial: 'PENDING' as const,
  finals: ['DELIVERED', 'REJECTED', 'CANCELLED'] as const,
  rows,
});

describe('the state table at start-up', () => {
  it('is sound', () => {
    expect(stateFaults(table())).toEqual([]);
    expect(() => assertSoundStates()).not.toThrow();
  });

  it('stops the start where a status cannot be reached', () => {
    const rows = transitions.filter(({ to }) => to !== 'IN_REVIEW');
    expect(stateFaults(table(rows))).toEqual(['IN_REVIEW cannot be reached.']);
    expect(() => assertSoundStates(table(rows))).toThrow('IN_REVIEW cannot be reached.');
  });

  it('stops the start where a status is a dead end, or an end that is left', () => {
    const rows = transitions.filter(({ event }) => event !== 'deliverAll');
    expect(stateFaults(table(rows))).toEqual([
      'PARTIALLY_SHIPPED is a dead end.',
      'SHIPPED is a dead end.',
      'DELIVERED cannot be reached.',
    ]);
    const back = { from: 'DELIVERED', event: 'review', to: 'IN_REVIEW', who: ['system'] } as const;
    expect(stateFaults(table([...transitions, back]))).toEqual([
      'DELIVERED is final, and is left.',
    ]);
  });

  it('stops the start where two rows say different things', () => {
    const [first] = transitions;
    const rows = first ? [...transitions, { ...first, to: 'REJECTED' as const }] : [];
    expect(stateFaults(table(rows))).toEqual(['confirm of PENDING is there twice.']);
  });
});
