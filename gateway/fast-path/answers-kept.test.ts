import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it, test } from 'vitest';
import { fixedFeatureFlags } from '../../config/feature-flags';
import { redisBus } from '../../platform/events/bus';
import { createTestRedis, redisAvailable } from '../../platform/testing/redis';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { keptVariablesCharactersMax } from '../limits';
import { type TestGateway, type TestGatewayOptions, testGateway } from '../testing/running-gateway';
import { productChangesChannel } from './kept-answers';
import { countersOf, newAddress, outcomeOf, type SentRequest, send } from './testing/both-paths';

const named = 'query Named($sku: ID!) { product(sku: $sku) { sku name } }';
const stock = 'query Stock($sku: ID!) { product(sku: $sku) { sku available } }';
const greet = 'mutation Greet($email: EmailAddress!) { greet(email: $email) }';
const variables = { sku: 'a' };
const fetched = 'gateway_subgraph_fetch_duration_seconds_count{subgraph="inventory",outcome="ok"}';

let gateway: TestGateway;
afterEach(() => gateway.stop());

async function start(options: TestGatewayOptions = {}): Promise<void> {
  gateway = await testGateway({
    ...options,
    configuration: { server: { trustedProxies: ['127.0.0.1'] }, ...options.configuration },
  });
}

/** The first request makes the operation known, and leaves no answer behind. */
const makeKnown = (query: string, known: object = { sku: 'known' }) =>
  send(gateway.url, { body: { query, variables: known } }, newAddress());

/** Executions since the metrics were last read, by their fetches. */
const fetchesOf = ({ metrics }: { metrics: Readonly<Record<string, number>> }) =>
  metrics[fetched] ?? 0;

async function executions(request: SentRequest, address?: string): Promise<number> {
  return fetchesOf(await outcomeOf(gateway, request, address));
}

describe.each(['POST', 'GET'] as const)('a public answer by %s', (method) => {
  it.each([
    ['of the catalogue', named, 'public, max-age=60'],
    // Its second may be over, and another cache must not add one of its own.
    ['with stock', stock, 'public, max-age=0'],
  ])('%s is given again as it was executed, with its age', async (_, query, policy) => {
    await start();
    await makeKnown(query);
    const request = { method, body: { query, variables } };
    const first = await outcomeOf(gateway, request);
    const again = await outcomeOf(gateway, request);
    expect([first, again].map(fetchesOf)).toEqual([1, 0]);
    const { [fetched]: _fetches, ...counted } = first.metrics;
    expect(again.metrics).toEqual(counted);
    expect(again.logged).toEqual(first.logged);
    const { age, 'cache-control': cacheControl, ...headers } = again.response.headers;
    expect([age, cacheControl]).toEqual(['1', policy]);
    const { 'cache-control': _fresh, ...expected } = first.response.headers;
    expect({ ...again.response, headers }).toEqual({ ...first.response, headers: expected });
  });
});

test('a client that has the answer gets 304, without an execution', async () => {
  await start();
  await makeKnown(named);
  const request = { method: 'GET' as const, body: { query: named, variables } };
  const { response } = await outcomeOf(gateway, request);
  const headers = { 'if-none-match': String(response.headers.etag) };
  const again = await outcomeOf(gateway, { ...request, headers });
  expect([again.response.status, again.response.body, fetchesOf(again)]).toEqual([304, '', 0]);
  expect(again.response.headers).toMatchObject({
    etag: headers['if-none-match'],
    age: '1',
    'cache-control': 'public, max-age=60',
  });
});

test('a kept answer is charged and limited as an execution', async () => {
  await start({ configuration: { limits: { rate: { anonymousPerMinute: 2 } } } });
  await makeKnown(named);
  const address = newAddress();
  const request = { body: { query: named, variables } };
  const sent = [];
  for (let count = 0; count < 3; count += 1) sent.push(await send(gateway.url, request, address));
  expect(sent.map(({ status }) => status)).toEqual([200, 200, 429]);
  expect(sent.map(({ headers }) => headers['x-ratelimit-remaining'])).toEqual(['1', '0', '0']);
});

describe('is never given from memory:', () => {
  const staff = () => ({
    authorization: `Bearer ${gateway.token(randomUUID(), undefined, ['SUPPORT'])}`,
  });
  it.each<[string, SentRequest]>([
    ['a field of a person', { body: { query: '{ whoAmI }' } }],
    ['an answer to staff', { body: { query: named, variables }, credentials: staff }],
    ['an answer with an error', { body: { query: named, variables: { sku: 'fails' } } }],
    [
      'an answer to variables that are too long',
      { body: { query: named, variables: { sku: 'x'.repeat(keptVariablesCharactersMax) } } },
    ],
  ])('%s', async (_, request) => {
    await start();
    await makeKnown(named);
    await send(gateway.url, request, newAddress());
    const outcomes = [await outcomeOf(gateway, request), await outcomeOf(gateway, request)];
    for (const { metrics, response } of outcomes) {
      const fetches = Object.entries(metrics).filter(([name]) => name.includes('_fetch_'));
      expect(fetches.map(([, count]) => count)).toEqual([1]);
      expect(response.headers.age).toBeUndefined();
    }
  });

  it.each<[string, TestGatewayOptions]>([
    ['the flag is off', { flags: fixedFeatureFlags({ 'kept-answers': false }) }],
    ['the lifetime is 0', { configuration: { cache: { answers: { catalogueSeconds: 0 } } } }],
    ['HTTP caches may not keep it', { configuration: { cache: { catalogueSeconds: 0 } } }],
  ])('%s', async (_, options) => {
    await start(options);
    await makeKnown(named);
    const request = { body: { query: named, variables } };
    expect([await executions(request), await executions(request)]).toEqual([1, 1]);
  });
});

test('staff and others never get the answer of each other', async () => {
  await start();
  await makeKnown(named);
  const authorization = `Bearer ${gateway.token(randomUUID(), undefined, ['ADMIN'])}`;
  const request = { body: { query: named, variables } };
  expect(await executions({ ...request, headers: { authorization } })).toBe(1);
  expect(await executions(request)).toBe(1);
  expect(await executions({ ...request, headers: { authorization } })).toBe(1);
});

test('who has written gets no answer from before', async () => {
  await start();
  await makeKnown(named);
  const [writer, other] = [newAddress(), newAddress()];
  const request = { body: { query: named, variables } };
  expect(await executions(request, writer)).toBe(1);
  const body = { query: greet, variables: { email: 'ada@example.com' } };
  await send(gateway.url, { body }, writer);
  expect(await executions(request, other)).toBe(0);
  expect(await executions(request, writer)).toBe(1);
  expect(await executions(request, writer)).toBe(0);
});

const waits = { body: { query: named, variables: { sku: 'waits' } } };
const inFlight = () => gateway.registry.getSingleMetricAsString('gateway_requests_in_flight');
const fetchCount = async () => (await countersOf(gateway)).get(fetched) ?? 0;

/** Sends requests until that many are in progress, the first of which executes. */
async function begin(count: number, first?: AbortSignal) {
  const sent = [send(gateway.url, waits, newAddress(), first)];
  await gateway.gate.entered;
  while (sent.length < count) sent.push(send(gateway.url, waits, newAddress()));
  await expect.poll(inFlight).toMatch(new RegExp(` ${count}$`, 'm'));
  return sent;
}

test('of a hundred requests at once, one is executed', async () => {
  await start();
  await makeKnown(named);
  const before = await fetchCount();
  const sent = await begin(100);
  gateway.gate.open();
  const answers = await Promise.all(sent);
  expect(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size).toBe(1);
  expect(answers[0]?.status).toBe(200);
  expect((await fetchCount()) - before).toBe(1);
});

test('requests that wait for a client that disconnects are answered by one execution', async () => {
  await start();
  await makeKnown(named);
  const before = await fetchCount();
  const client = new AbortController();
  const [first, ...others] = await begin(5, client.signal);
  client.abort();
  await expect(first).rejects.toThrow();
  await gateway.gate.aborted;
  gateway.gate.open();
  const answers = await Promise.all(others);
  expect(answers.map(({ status }) => status)).toEqual(Array(4).fill(200));
  expect((await fetchCount()) - before).toBe(1);
});

test('requests that wait for an answer with an error are answered by themselves', async () => {
  await start();
  await makeKnown(named);
  const fails = { body: { query: named, variables: { sku: 'fails' } } };
  const sent = Array.from({ length: 20 }, () => send(gateway.url, fails, newAddress()));
  const answers = await Promise.all(sent);
  const ids = answers.map(({ body }) => /"requestId":"([^"]+)"/.exec(body)?.[1]);
  expect(new Set(ids).size).toBe(20);
});

test('a request waits for the execution of another until its own deadline', async () => {
  await start({ configuration: { limits: { operation: { deadlineMs: 300 } } } });
  await makeKnown(named);
  const sent = await begin(2);
  const answers = await Promise.all(sent);
  for (const { body } of answers) expect(body).toContain('"TIMEOUT"');
});

describe.skipIf(!redisAvailable)('a product that changes', () => {
  test('makes all gateways forget', async () => {
    const { redis, close } = await createTestRedis();
    const bus = redisBus(redis, logger);
    await start({ bus });
    await makeKnown(named);
    const request = { body: { query: named, variables } };
    await executions(request);
    const isSubscribed = async () => (await redis.pubsub('CHANNELS', '*product-changes')).length;
    await expect.poll(isSubscribed).toBe(1);
    await expect.poll(() => executions(request)).toBe(0);
    await bus.publish(productChangesChannel, ['a']);
    await expect.poll(() => executions(request)).toBe(1);
    await bus.close();
    await close();
  });

  test('while an answer is on its way keeps it from being given again', async () => {
    const { redis, close } = await createTestRedis();
    const bus = redisBus(redis, logger);
    await start({ bus });
    await makeKnown(named);
    await expect.poll(() => executions({ body: { query: named, variables } })).toBe(0);
    const heard = new Promise<void>((resolve) => {
      bus.subscribe(productChangesChannel, (message) => message === 'a' && resolve());
    });
    const [sent] = await begin(1);
    await bus.publish(productChangesChannel, ['a']);
    await heard;
    gateway.gate.open();
    await sent;
    expect(await executions(waits)).toBe(1);
    await bus.close();
    await close();
  });
});

describe.skipIf(!redisAvailable)('a person who has written', () => {
  test('through one gateway gets no older answer from another one', async () => {
    const { redis, close } = await createTestRedis();
    await start({ redis, configuration: { cache: { answers: { catalogueSeconds: 600 } } } });
    const other = await testGateway({ redis });
    try {
      const person = randomUUID();
      const tokenOf = (at: TestGateway) => () => ({ authorization: `Bearer ${at.token(person)}` });
      const everybody = { body: { query: named, variables } };
      const read = { ...everybody, credentials: tokenOf(gateway) };
      const body = { query: greet, variables: { email: 'a@shop.example' } };
      await makeKnown(named);
      await send(gateway.url, everybody, newAddress());
      expect(await executions(read)).toBe(0);
      const { status } = await send(other.url, { body, credentials: tokenOf(other) }, newAddress());
      expect(status).toBe(200);
      expect(await executions(read)).toBe(1);
      expect(await executions(everybody)).toBe(0);
    } finally {
      await other.stop();
      await close();
    }
  });
});
