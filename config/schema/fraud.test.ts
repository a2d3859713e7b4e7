import { expect, test } from 'vitest';
import { usualFraudRules, velocityRules } from './fraud';

test('the rule on networks is on nowhere unless it is set', () => {
  expect(velocityRules({}, true)).toEqual({ ...usualFraudRules, networkAccountsPerDay: null });
  const set = velocityRules({ networkAccountsPerDay: 12 }, true);
  expect(set.networkAccountsPerDay).toBe(12);
});
