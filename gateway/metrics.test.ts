import { afterAll, beforeAll, expect, test } from 'vitest';
import { measuredOperationsMax } from './limits';
import { codeIn, type TestGateway, testGateway } from './testing/running-gateway';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await testGateway();
});
afterAll(() => gateway.stop());

/** How many lines each metric has, buckets aside, by its name. */
async function seriesOf(): Promise<Map<string, number>> {
  const series = new Map<string, number>();
  for (const line of (await gateway.registry.metrics()).split('\n')) {
    const name = /^([a-z_]+)(\{|\s)/.exec(line)?.[1];
    if (name === undefined || name.endsWith('_bucket')) continue;
    series.set(name, (series.get(name) ?? 0) + 1);
  }
  return series;
}

const stormSize = 150;
const stormDeadlineMs = 120_000;
/** Query, mutation, subscription, and what was never read. */
const typesMax = 4;
/** The rest is `other`, or `unnamed`, of any type. */
const namesMax = measuredOperationsMax + 2 * typesMax;
/** What an operation can come to: one of so many codes of the API, or `ok`. */
const outcomesMax = 25;
const seriesMax = namesMax + typesMax * outcomesMax;

/** What a client that means no good might send. */
const odd = (one: number): Promise<unknown>[] => {
  const clients = { 'apollographql-client-name': `client-${one}`, 'user-agent': `agent-${one}` };
  const failing = `query Failing { fails(code: "CODE_${one}") { name } }`;
  const variables = { code: `ODD_${one}` };
  const failingToo = `query ($code: String!) { fails(code: $code) { name } }`;
  return [
    gateway.post({ query: `query Name${one} { whoAmI }` }, clients),
    gateway.post({ query: `query Wrong${one} { nowhere }` }, clients),
    gateway.post({ query: failing }, one % 2 === 0 ? { 'x-api-key': `no key ${one}` } : {}),
    gateway.post({ query: failingToo, variables }),
    gateway.post(`{"query": "{ whoAmI }", "operationName": "odd-${one}"}`),
    fetch(`${gateway.url}/nowhere-${one}`).then((answer) => answer.text()),
  ];
};

test(
  'a storm of odd names, clients, codes and paths makes a bounded number of series',
  async () => {
    for (let one = 0; one < stormSize; one += 1) await Promise.all(odd(one));
    const series = await seriesOf();
    const operations = series.get('gateway_operations_total') ?? 0;
    expect(operations).toBeGreaterThan(measuredOperationsMax / 2);
    expect(operations).toBeLessThanOrEqual(seriesMax);
    const timed = series.get('gateway_operation_duration_seconds_count');
    expect(timed).toBeLessThanOrEqual(namesMax);
    expect(series.get('gateway_refusals_total')).toBeLessThanOrEqual(outcomesMax);
    for (const [name, count] of series) {
      expect(count, name).toBeLessThanOrEqual(seriesMax);
    }
  },
  stormDeadlineMs,
);

test('every fetch is timed by its subgraph, and caches tell how often they were asked in vain', async () => {
  const query = 'query Seldom { product(sku: "1") { name } }';
  for (let time = 0; time < 3; time += 1) await gateway.post({ query });
  const text = await gateway.registry.metrics();
  expect(text).toMatch(
    /gateway_subgraph_fetch_duration_seconds_count\{subgraph="inventory",outcome="ok"\} \d/,
  );
  expect(text).toMatch(/cache_requests_total\{cache="plans",result="hit"\} \d/);
  expect(text).toMatch(/cache_requests_total\{cache="plans",result="miss"\} \d/);
});

test('one line a request says who asked what, what it cost and what came of it', async () => {
  gateway.logged.length = 0;
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const headers = { authorization: `Bearer ${gateway.token()}`, traceparent };
  await gateway.post({ query: 'query Mine { me { name } }' }, headers);
  const refused = await gateway.post('{', headers);
  const lines = gateway.logged.filter(({ msg }) => msg === 'answered');
  expect(lines).toEqual([
    expect.objectContaining({
      level: 'info',
      requestId: expect.any(String),
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      operation: 'Mine',
      type: 'query',
      caller: expect.stringMatching(/^user:/),
      cost: expect.any(Number),
      text: 'sent',
      outcome: 'ok',
      status: 200,
      durationMs: expect.any(Number),
    }),
    expect.objectContaining({ operation: null, outcome: codeIn(refused), status: 400 }),
  ]);
});
