import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import {
  type AssessedOrder,
  assessRisk,
  type FraudFacts,
  type FraudRules,
  withLinks,
} from './fraud';
import { noLinks } from './fraud-links';
import { quietFraudRules as quiet } from './testing/quiet-fraud-rules';

const strict = {
  ...quiet,
  ordersPerHour: 4,
  declinedPerDay: 2,
  cardTestsPerHour: 10,
  addressAccountsPerDay: 4,
  networkAccountsPerDay: 10,
  cardAccountsPerDay: 3,
};

const lifeless = '018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8f';
const usual: FraudFacts = {
  ordersLastHour: 1,
  declinedLastDay: 0,
  accepted: 5,
  largestMinor: 1_000,
  toCountry: 5,
};

const orderWith = (facts: Partial<FraudFacts>, given: Partial<AssessedOrder> = {}) => ({
  customerId: lifeless,
  currency: 'EUR',
  totalMinor: 1_000n,
  placedAt: new Date(),
  risk: { facts: { ...usual, ...facts } },
  ...given,
});

const assess = (order: AssessedOrder, rules: FraudRules = quiet, isSignalled = false) =>
  assessRisk(order, isSignalled, rules).assessment;

const reasonsOf = (...given: Parameters<typeof assess>) =>
  assess(...given).reasons.map(({ code }) => code);

test('the warning of the provider is the highest score, whatever the rules', () => {
  for (const rules of [quiet, strict]) {
    const { score, reasons } = assess(orderWith({}), rules, true);
    expect(score).toBe(1);
    expect(reasons[0]?.code).toBe('provider_warning');
  }
});

test('the orders of an hour are half of it where they are as many as the rule has', () => {
  const score = (ordersLastHour: number) => assess(orderWith({ ordersLastHour }), strict).score;
  expect([1, 4, 5, 8, 99].map(score)).toEqual([0.125, 0.5, 0.625, 1, 1]);
  expect(assess(orderWith({ ordersLastHour: 99 })).score).toBe(0);
});

test.each([
  ['card_testing', { networkTests: 5 }, 0.2],
  ['card_testing', { networkTests: 20 }, 0.4],
  ['shared_address', { addressAccounts: 4 }, 0.28],
  ['shared_network', { networkAccounts: 5 }, 0.1],
  ['shared_card', { cardAccounts: 1 }, 0.1833],
  ['shared_card', { cardAccounts: 3 }, 0.55],
])('links count in proportion, up to what the rule has: %s %o', (code, links, score) => {
  const order = orderWith({ ordersLastHour: 0, links: { ...noLinks, ...links } });
  expect(assess(order, strict)).toMatchObject({ score, reasons: [{ code, weight: 1 }] });
  expect(assess(order).reasons).toEqual([]);
});

test('tests of a card count for the account or its network, whichever has more', () => {
  const links = { ...noLinks, networkTests: 5 };
  const score = (cardTests: number) =>
    assess(orderWith({ ordersLastHour: 0, cardTests, links }), strict).score;
  expect([0, 5, 10].map(score)).toEqual([0.2, 0.2, 0.4]);
});

test('links are added to the facts, whatever was known before', () => {
  const links = { ...noLinks, addressAccounts: 2 };
  expect(withLinks(orderWith({}), links).facts).toEqual({ ...usual, links });
  expect(withLinks({ risk: null }, links).facts.links).toEqual(links);
});

test('each rule has its reason', () => {
  expect(reasonsOf(orderWith({}))).toEqual([]);
  expect(reasonsOf(orderWith({ ordersLastHour: 3 }), strict)).toEqual(['orders_last_hour']);
  expect(reasonsOf(orderWith({ ordersLastHour: 0, declinedLastDay: 1 }), strict)).toEqual([
    'declined_payments',
  ]);
  expect(reasonsOf(orderWith({}, { totalMinor: 5_000n }))).toEqual(['unusual_amount']);
  expect(reasonsOf(orderWith({ toCountry: 0 }))).toEqual(['new_country']);
  const customerId = uuidV7();
  expect(reasonsOf(orderWith({ accepted: 0 }, { customerId }))).toEqual(['new_account']);
  expect(reasonsOf(orderWith({ accepted: 1 }, { customerId }))).toEqual([]);
});

test('an amount counts from twice the largest so far, and in full from ten times on', () => {
  const score = (totalMinor: bigint) => assess(orderWith({}, { totalMinor })).score;
  const { unusualAmount } = quiet.weights;
  expect([1_000n, 2_000n, 6_000n, 10_000n, 10n ** 15n].map(score)).toEqual([
    0,
    0,
    unusualAmount / 2,
    unusualAmount,
    unusualAmount,
  ]);
});

test('a short history says nothing about what is usual', () => {
  const order = orderWith({ accepted: 2, toCountry: 0 }, { totalMinor: 10n ** 9n });
  expect(assess(order)).toMatchObject({ score: 0, reasons: [] });
});

test('an order of a version without assessments is judged by the provider alone', () => {
  const order = orderWith({}, { risk: null, totalMinor: 10n ** 9n });
  expect(assess(order)).toMatchObject({ score: 0, reasons: [] });
  expect(assess(order, quiet, true).score).toBe(1);
});

test('the assessor names the settings, which change at run time', () => {
  const [one, again, other] = [quiet, { ...quiet }, strict].map(
    (rules) => assess(orderWith({}), rules).assessor,
  );
  expect(one).toMatch(/^rules-\d+\+\S{8}$/);
  expect([again === one, other === one]).toEqual([true, false]);
});

const count = fc.integer({ min: 0, max: 1_000 });
const facts = fc.record<FraudFacts>({
  ordersLastHour: fc.integer({ min: 1, max: 1_000 }),
  declinedLastDay: count,
  accepted: count,
  largestMinor: fc.option(fc.integer({ min: 0, max: 1e15 })),
  toCountry: count,
});
const orders = fc
  .tuple(facts, fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.constantFrom(lifeless, uuidV7()))
  .map(([given, totalMinor, customerId]) => orderWith(given, { totalMinor, customerId }));

test('a score is from 0 to 1, with at most three reasons, the heaviest first', () => {
  fc.assert(
    fc.property(orders, fc.boolean(), (order, isSignalled) => {
      const { score, reasons } = assess(order, strict, isSignalled);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      const weights = reasons.map(({ weight }) => weight);
      expect(weights.length).toBeLessThanOrEqual(3);
      expect(weights).toEqual(weights.toSorted((one, next) => next - one));
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeLessThanOrEqual(1.001);
      expect(weights.every((weight) => weight > 0)).toBe(true);
    }),
  );
});

test('a score never falls with another order or declined payment', () => {
  fc.assert(
    fc.property(orders, (order) => {
      const { ordersLastHour, declinedLastDay } = order.risk?.facts ?? usual;
      const more = { ordersLastHour: ordersLastHour + 1, declinedLastDay: declinedLastDay + 1 };
      const next = { ...order, risk: { facts: { ...usual, ...order.risk?.facts, ...more } } };
      expect(assess(next, strict).score).toBeGreaterThanOrEqual(assess(order, strict).score);
    }),
  );
});
