import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { createProbe } from '../../cli/probe/probe';
import { gatewayMetrics } from '../../gateway/metrics';
import { type Selector, selectorsOf } from '../../ops/testing/expressions';
import { ruleExpressions } from '../../ops/testing/rule-files';
import { measuredProvider } from '../../payments/measured-provider';
import type { PaymentProvider } from '../../payments/provider';
import { ordersMetrics } from '../../subgraphs/orders/metrics';
import { usersMetrics } from '../../subgraphs/users/metrics';

/** Counters with labels of many values, whose rules take rates of many events. */
const unstarted = new Set([
  'gateway_operations_total',
  'cache_requests_total',
  'data_cache_lookups_total',
]);

/** The counters whose values rules pick by label. */
const picked: readonly Selector[] = ruleExpressions
  .flatMap(selectorsOf)
  .filter(({ metric, matchers }) => metric.endsWith('_total') && matchers.length > 0)
  .filter(({ metric }) => !unstarted.has(metric));

/** What a process publishes before anything has happened. */
async function firstScrape(): Promise<string[]> {
  const registry = new Registry();
  usersMetrics(registry, () => 0);
  ordersMetrics(registry);
  gatewayMetrics(registry, { hasName: () => true });
  measuredProvider({ name: 'none' } as PaymentProvider, registry);
  createProbe({ url: 'http://127.0.0.1:9', sku: null, country: 'DE', registry });
  return (await registry.metrics()).split('\n');
}

// The first event of a series that begins with it is no increase.
test('every series that a rule picks by a label is 0 before its first event', async () => {
  const lines = await firstScrape();
  const valuesOf = (metric: string, label: string): string[] =>
    lines
      .filter((line) => line.startsWith(`${metric}{`) && line.endsWith(' 0'))
      .map((line) => new RegExp(`[{,]${label}="([^"]*)"`).exec(line)?.[1] ?? '');
  const missing = picked.flatMap(({ metric, matchers }) =>
    matchers.flatMap(({ label, op, value }) => {
      const values = new Set(valuesOf(metric, label));
      const isNegated = op.startsWith('!');
      if (isNegated) return values.size > 1 ? [] : [`${metric}{${label}!="${value}"}`];
      const wanted = value.split('|').filter((one) => !values.has(one));
      return wanted.map((one) => `${metric}{${label}="${one}"}`);
    }),
  );
  expect(new Set(picked.map(({ metric }) => metric)).size).toBeGreaterThan(4);
  expect(missing).toEqual([]);
});
