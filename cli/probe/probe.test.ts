import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { serveForTest } from '../../platform/testing/serve-for-test';
import { createProbe } from './probe';

const serving = async (listener: RequestListener) => (await serveForTest(listener)).url;

interface Shop {
  readonly readyStatus?: number;
  readonly quote?: object | null;
  readonly products?: readonly object[];
}

const priced = { sku: 'A-1', price: { currency: 'EUR' } };

/** Answers as the API does. */
const shop =
  ({ readyStatus = 200, products = [priced], ...rest }: Shop): RequestListener =>
  async (request, response) => {
    const body = await text(request);
    if (request.url === '/ready') return void response.writeHead(readyStatus).end('{}');
    const { query, variables } = JSON.parse(body);
    const total = { __typename: 'Quote', total: { amount: '1.19' } };
    const answer = query.includes('quote(') ? ('quote' in rest ? rest.quote : total) : undefined;
    const data = answer === undefined ? { products: { nodes: products } } : { quote: answer };
    if (answer !== undefined && variables.sku !== 'A-1') response.statusCode = 400;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ data }));
  };

async function faultsAt(url: string) {
  const registry = new Registry();
  const probe = createProbe({ url, sku: null, country: 'DE', registry });
  const checked = await probe.run();
  const faults = Object.fromEntries(checked.map(({ check, fault }) => [check, fault]));
  return { faults, metrics: await registry.metrics() };
}

test('a shop that is ready and tells prices has no fault', async () => {
  const { faults, metrics } = await faultsAt(await serving(shop({})));
  expect(faults).toEqual({ ready: null, quote: null });
  expect(metrics).toContain('probe_checks_total{check="quote",outcome="ok"} 1');
  expect(metrics).toContain('probe_checks_total{check="quote",outcome="failed"} 0');
  expect(metrics).toContain('probe_check_duration_seconds_count{check="ready"} 1');
});

test.each([
  ['is not ready', { readyStatus: 503 }, { ready: 'HTTP 503', quote: null }],
  ['has no products', { products: [] }, { ready: null, quote: 'there is no product' }],
  ['quotes nothing', { quote: null }, { ready: null, quote: 'null' }],
  [
    'refuses the quote',
    { quote: { __typename: 'ValidationError', code: 'VALIDATION' } },
    { ready: null, quote: 'ValidationError VALIDATION' },
  ],
] as const)('a shop that %s has a fault', async (_what, options, faults) => {
  const found = await faultsAt(await serving(shop(options)));
  expect(found.faults).toEqual(faults);
});

test('an address where nothing answers has faults, and a page of a proxy is no answer', async () => {
  const { url, server } = await serveForTest(shop({}));
  server.close();
  const { faults, metrics } = await faultsAt(url);
  expect(faults.ready).toContain('ECONNREFUSED');
  expect(faults.quote).toContain('ECONNREFUSED');
  expect(metrics).toContain('probe_checks_total{check="ready",outcome="failed"} 1');
  const moved = await serving((_request, response) =>
    response.writeHead(302, { location: '/login' }).end(),
  );
  expect((await faultsAt(moved)).faults).toEqual({ ready: 'HTTP 302', quote: 'HTTP 302' });
});
