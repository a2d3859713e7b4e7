import { Registry } from 'prom-client';
import { beforeAll, expect, test } from 'vitest';
import { createProbe } from '../../cli/probe/probe';
import { PlaceOrder, Product } from '../../client/src/generated/operations';
import { dashboardFiles } from '../../ops/grafana/dashboards';
import { type Selector, selectorsOf } from '../../ops/testing/expressions';
import { recorded, ruleExpressions } from '../../ops/testing/rule-files';
import { soonMs } from '../harness/deadlines';
import { demoAccount, orderOf } from '../harness/people';
import { eventually, type Shop } from '../harness/shop';

/** Two gateways, users, inventory, orders, and its background jobs. */
const processes = 6;
/** What Prometheus itself says of targets and alerts. */
const ofPrometheus = new Set(['up', 'ALERTS']);

const expressionsOf = (dashboard: string): string[] =>
  [...dashboard.matchAll(/"expr": ("(?:[^"\\]|\\.)*")/g)].map(([, expr = '']) => JSON.parse(expr));

const selectors: readonly Selector[] = [
  ...ruleExpressions,
  ...[...dashboardFiles().values()].flatMap(expressionsOf),
]
  .flatMap(selectorsOf)
  .filter(({ metric }) => !ofPrometheus.has(metric) && !metric.includes(':'));

interface Scrape {
  /** Every name that can be asked for; a metric without a sample yet is announced. */
  readonly names: ReadonlySet<string>;
  /** Labels with their values, by name of the sample. */
  readonly labels: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;
}

function readScrape(text: string): Scrape {
  const names = new Set<string>();
  const labels = new Map<string, Map<string, Set<string>>>();
  for (const [, name = '', type] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    names.add(name);
    const parts = type === 'histogram' ? ['_bucket', '_sum', '_count'] : [];
    for (const part of parts) names.add(name + part);
  }
  for (const [, name = '', inBraces = ''] of text.matchAll(/^(\w+)\{(.*)\} \S+$/gm)) {
    const ofName = labels.get(name) ?? new Map<string, Set<string>>();
    labels.set(name, ofName);
    for (const [, label = '', value = ''] of inBraces.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) {
      ofName.set(label, (ofName.get(label) ?? new Set()).add(value));
    }
  }
  return { names, labels };
}

/** Whatever the shop's processes say, once each of them can be asked. */
async function scrapeAll(shop: Shop): Promise<Scrape> {
  const ports = await eventually('the admin port of every process', async () => {
    const found = [...shop.output.matchAll(/adminPort["=:]+(\d+)/g)].map(([, port]) => port);
    return found.length >= processes && found;
  });
  const texts = ports.map(async (port) => {
    const signal = AbortSignal.timeout(soonMs);
    const response = await fetch(`http://127.0.0.1:${port}/metrics`, { signal });
    return response.text();
  });
  const probed = new Registry();
  await createProbe({ url: shop.url, sku: null, country: 'DE', registry: probed }).run();
  return readScrape([...(await Promise.all(texts)), await probed.metrics()].join('\n'));
}

/** What rules and dashboards ask for, in a shop that runs. */
export function checkQueries(running: () => Shop): void {
  let scrape: Scrape;

  beforeAll(async () => {
    const shop = running();
    const customer = await demoAccount(shop.client, 'customer');
    await customer.run(Product, { sku: 'DEMO-0001' });
    await customer.run(PlaceOrder, orderOf([['DEMO-0001', 1]], 'tok_ok'));
    scrape = await scrapeAll(shop);
  });

  test('every metric that is named exists', () => {
    const missing = selectors.map(({ metric }) => metric).filter((name) => !scrape.names.has(name));
    expect([...new Set(missing)]).toEqual([]);
  });

  test('every label that a metric is picked by exists, and every bound of a bucket', () => {
    const wrong = selectors.flatMap(({ metric, matchers }) => {
      const labels = scrape.labels.get(metric);
      // The labels are unknown without a sample.
      if (labels === undefined) return [];
      return matchers
        .filter(({ label, value }) => {
          const values = labels.get(label);
          return (
            values === undefined ||
            (label === 'le' && !value.split('|').some((bound) => values.has(bound)))
          );
        })
        .map(({ label, value }) => `${metric}{${label}="${value}"}`);
    });
    expect(wrong).toEqual([]);
  });
}

/** Needs no shop. */
export function checkRecordedMetrics(): void {
  test('every recorded metric that is used is recorded', () => {
    const expressions = [
      ...ruleExpressions,
      ...[...dashboardFiles().values()].flatMap(expressionsOf),
    ];
    const names = expressions.flatMap(selectorsOf).map(({ metric }) => metric);
    const needed = names.filter((name) => name.startsWith('slo:'));
    expect(needed.length).toBeGreaterThan(0);
    expect(needed.filter((name) => !recorded.has(name))).toEqual([]);
  });
}
