import { expect, test } from 'vitest';
import { isShareFailing, metricSum, millisecondsUntil } from './measure';

const text = `# HELP order_payments_total Calls of the payment provider.
# TYPE order_payments_total counter
order_payments_total{kind="authorize",outcome="unavailable",process="orders"} 3
order_payments_total{kind="capture",outcome="unavailable",process="orders"} 4
order_payments_total{kind="capture",outcome="done",process="orders"} 100
redis_connected 1
`;

test('series with all of the labels are added', () => {
  expect(metricSum(text, 'order_payments_total', 'outcome="unavailable"')).toBe(7);
  const labels = ['outcome="unavailable"', 'kind="capture"'];
  expect(metricSum(text, 'order_payments_total', ...labels)).toBe(4);
  expect(metricSum(text, 'redis_connected')).toBe(1);
  expect(metricSum(text, 'order_payments')).toBe(0);
});

test('a check that fails is repeated until it holds', async () => {
  let asked = 0;
  const check = () => {
    asked += 1;
    return asked < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve(true);
  };
  expect(await millisecondsUntil(Date.now(), check, 10_000)).toBeGreaterThanOrEqual(0);
  expect(asked).toBe(3);
});

test('what never holds has no duration', async () => {
  expect(await millisecondsUntil(Date.now(), () => false, 120)).toBeNull();
});

test.each([
  ['most of them', { all: 130, failed: 30 }, true],
  ['a share that also fails otherwise', { all: 200, failed: 22 }, false],
  ['too few to tell', { all: 104, failed: 12 }, false],
])('of those since then, %s failed', (_what, now, isFailing) => {
  expect(isShareFailing({ all: 100, failed: 8 }, now)).toBe(isFailing);
});
