import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseConfiguration } from '../../../../config/schema';
import { uuidV7 } from '../../../../platform/values/uuid';
import { assessRisk, type FraudFacts } from '../../domain/fraud';

const rules = parseConfiguration({ environment: 'development' }).orders.fraud;

const count = fc.integer({ min: 0, max: 1_000 });
const facts = fc.record<FraudFacts>({
  ordersLastHour: count,
  declinedLastDay: count,
  accepted: count,
  largestMinor: fc.option(fc.integer({ min: 0, max: 1e15 })),
  toCountry: count,
  links: fc.record({
    addressAccounts: count,
    networkAccounts: count,
    networkTests: count,
    cardAccounts: count,
  }),
});
const orders = fc.record({
  customerId: fc.constantFrom(uuidV7(), '018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8f'),
  currency: fc.constantFrom('EUR', 'JPY'),
  totalMinor: fc.bigInt({ min: 0n, max: 10n ** 15n }),
  placedAt: fc.constant(new Date()),
  risk: fc.record({ facts }),
});

test('outside production only a warning of the provider leads to a review', () => {
  fc.assert(
    fc.property(orders, (order) => {
      const { assessment } = assessRisk(order, false, rules);
      expect(assessment.score).toBeLessThanOrEqual(rules.threshold);
      expect(assessRisk(order, true, rules).assessment.score).toBe(1);
    }),
  );
});
