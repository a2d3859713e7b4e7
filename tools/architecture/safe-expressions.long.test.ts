import { expect, test } from 'vitest';
import { knownSafe } from './known-safe';
import { complaintAbout } from './safe-expressions';

const deadlineMs = 600_000;

test('the checker says of each recorded expression that it is safe', {
  timeout: deadlineMs,
}, () => {
  expect(knownSafe.size).toBeGreaterThan(100);
  for (const literal of knownSafe) expect.soft(complaintAbout(literal), literal).toBeNull();
});
