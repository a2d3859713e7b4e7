import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { folderForFile } from '../platform/testing/temporary-folder';
import { clientGone, countedOutcome } from './http/deadline';
import { answerExpectedMs } from './limits';
import { codeIn, gatewayForFile } from './testing/running-gateway';

const folder = folderForFile();
const manifest = path.join(folder, 'manifest.json');
const known = 'query Known { whoAmI }';

const id = createHash('sha256').update(known).digest('hex');
const operations = [{ id, name: 'Known', type: 'query', body: known }];
const format = 'apollo-persisted-query-manifest';
writeFileSync(manifest, JSON.stringify({ format, version: 1, operations }));
const gateway = gatewayForFile({
  configuration: { graphql: { persistedOperations: { manifest } } },
});

/** The labels of operations in the metrics. */
async function operationsIn(): Promise<Set<string | undefined>> {
  const text = await gateway.registry.metrics();
  const labels = text.matchAll(/^gateway_operation[a-z_]*\{(?:[^}]*,)?operation="([^"]*)"/gm);
  return new Set([...labels].map(([, label]) => label));
}

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
/** The name in the manifest, `other` and `unnamed`, of any type. */
const namesMax = 3 * typesMax;
/** What an operation can come to: one of so many codes of the API, or `ok`. */
const outcomesMax = 25;
const seriesMax = namesMax * outcomesMax;

/** What a client that means no good might send. */
const odd = (one: number): Promise<unknown>[] => {
  const clients = { 'apollographql-client-name': `client-${one}`, 'user-agent': `agent-${one}` };
  const failing = `query Failing { fails(code: "CODE_${one}") { name } }`;
  const variables = { code: `ODD_${one}` };
  const failingToo = `query ($code: String!) { fails(code: $code) { name } }`;
  return [
    gateway.post({ query: `query Name${one} { whoAmI }` }, clients),
    gateway.post({ query: `query N${one}${'n'.repeat(90)} { __typename }` }, clients),
    gateway.post({ query: `query L${one}${'n'.repeat(90_000)} { __typename }` }, clients),
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
    expect(await operationsIn()).toEqual(new Set(['other', 'unnamed']));
    expect(series.get('gateway_operations_total')).toBeLessThanOrEqual(seriesMax);
    const timed = series.get('gateway_operation_duration_seconds_count');
    expect(timed).toBeLessThanOrEqual(namesMax);
    expect(series.get('gateway_refusals_total')).toBeLessThanOrEqual(outcomesMax);
    for (const [name, count] of series) {
      expect(count, name).toBeLessThanOrEqual(seriesMax);
    }
  },
  stormDeadlineMs,
);

test('an operation has a label of its own when the manifest has its name, however late it comes', async () => {
  await gateway.post({ query: known });
  expect(await operationsIn()).toEqual(new Set(['Known', 'other', 'unnamed']));
  const text = await gateway.registry.metrics();
  expect(Buffer.byteLength(text)).toBeLessThan(100_000);
});

test('names are cut to 64 characters in the log', async () => {
  gateway.logged.length = 0;
  await gateway.post({ query: `query ${'N'.repeat(100)} { whoAmI }` });
  await gateway.post({ query: `query ${'N'.repeat(90_000)} { whoAmI }` });
  const lines = gateway.logged.filter(({ msg }) => msg === 'answered');
  expect(lines.map(({ operation }) => operation)).toEqual(['N'.repeat(64), null]);
  expect(JSON.stringify(gateway.logged).length).toBeLessThan(2_000);
});

test('a failure takes little room in the log, whatever the client sent', async () => {
  gateway.logged.length = 0;
  const fields = Array.from(
    { length: 9 },
    (_, place) => `${'a'.repeat(9_000)}${place}: crashes { id }`,
  );
  const { body } = await gateway.post({ query: `{ ${fields.join(' ')} }` });
  expect(body.errors).toHaveLength(9);
  const lines = gateway.logged.filter(({ name }) => name === 'gateway');
  expect(JSON.stringify(lines).length).toBeLessThan(60_000);
});

test('every fetch is timed by its subgraph, and caches count their misses', async () => {
  const query = 'query Seldom { product(sku: "1") { name } }';
  for (let time = 0; time < 3; time += 1) await gateway.post({ query });
  const text = await gateway.registry.metrics();
  expect(text).toMatch(
    /gateway_subgraph_fetch_duration_seconds_count\{subgraph="inventory",outcome="ok"\} \d/,
  );
  expect(text).toMatch(/cache_requests_total\{cache="plans",result="hit"\} \d/);
  expect(text).toMatch(/cache_requests_total\{cache="plans",result="miss"\} \d/);
});

test('one line per request has the viewer, the operation, its cost and its outcome', async () => {
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

test('a client that leaves is an error of ours once it has waited longer than expected', () => {
  const left = AbortSignal.abort(clientGone());
  const late = AbortSignal.abort(new Error('The answer took too long.'));
  const startedAtMs = performance.now();
  const agesAgoMs = startedAtMs - answerExpectedMs;
  const outcomes = [
    countedOutcome({ signal: left, startedAtMs }, 'TIMEOUT'),
    countedOutcome({ signal: left, startedAtMs: agesAgoMs }, 'TIMEOUT'),
    countedOutcome({ signal: late, startedAtMs }, 'TIMEOUT'),
    countedOutcome({ signal: left, startedAtMs }, 'SERVICE_UNAVAILABLE'),
    countedOutcome({ signal: left, startedAtMs }, 'ok'),
  ];
  expect(outcomes).toEqual(['CLIENT_GONE', 'TIMEOUT', 'TIMEOUT', 'SERVICE_UNAVAILABLE', 'ok']);
});
