import { describe, expect, it } from 'vitest';
import {
  type PresentedToken,
  type RefreshDecision,
  refreshDecision,
  repeatMs,
} from './refresh-token';

const now = new Date('2026-11-24T12:00:00.000Z');
const ago = (ms: number) => new Date(now.getTime() - ms);
const fresh: PresentedToken = {
  now,
  expiresAt: ago(-1),
  usedAt: null,
  sessionEndedAt: null,
  successorUsedAt: null,
};

describe('refreshDecision', () => {
  const table: [string, Partial<PresentedToken>, RefreshDecision][] = [
    ['a token that was never used', {}, 'renew'],
    ['one that has just expired', { expiresAt: now }, 'refuse'],
    ['one of a session that has ended', { sessionEndedAt: ago(1) }, 'refuse'],
    ['one used a moment ago', { usedAt: ago(1) }, 'repeat'],
    ['one used 10 s ago', { usedAt: ago(repeatMs) }, 'repeat'],
    ['one used longer ago', { usedAt: ago(repeatMs + 1) }, 'end'],
    ['one whose successor was used', { usedAt: ago(2), successorUsedAt: ago(1) }, 'end'],
    ['one expired and used', { expiresAt: ago(1), usedAt: ago(repeatMs + 1) }, 'refuse'],
  ];

  it.each(table)('of %s (%j) is %s', (_what, changes, decision) => {
    expect(refreshDecision({ ...fresh, ...changes })).toBe(decision);
  });
});
