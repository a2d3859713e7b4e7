import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it, test } from 'vitest';
import { newApiKey } from '../../platform/auth/api-key';
import { keyRequestLog } from '../../platform/auth/key-requests';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { startTracing } from '../../platform/telemetry/tracing';
import { SignalReceiver } from '../../platform/testing/signal-receiver';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { type TestGateway, testGateway, testUserId } from '../testing/running-gateway';
import {
  bothPaths,
  countersOf,
  newAddress,
  outcomeOf,
  send,
  wholePath,
} from './testing/both-paths';

const server = { trustedProxies: ['127.0.0.1'] };
const waits = 'query ($wait: Boolean!) { waits @include(if: $wait) { name } nothing }';
const waiting = { query: waits, variables: { wait: true } };
const notWaiting = { query: waits, variables: { wait: false } };

let gateway: TestGateway;
afterEach(() => gateway.stop());

const knownCount = async () => (await countersOf(gateway)).get('gateway_known_operations_total');

test('the deadline of an answer is kept', async () => {
  const operation = { deadlineMs: 300 };
  gateway = await testGateway({ configuration: { server, limits: { operation } } });
  const { whole, fast, isFast } = await bothPaths(gateway, { body: waiting, known: notWaiting });
  expect(isFast).toBe(true);
  expect(fast).toEqual(whole);
  expect(fast.response.body).toContain('"TIMEOUT"');
});

describe('a client that disconnects', () => {
  it.each([
    ['known', {}, 1],
    ['whole', wholePath, 0],
  ])('cancels what it waits for on the %s path', async (_, headers, fast) => {
    gateway = await testGateway({ configuration: { server } });
    await send(gateway.url, { body: notWaiting }, newAddress());
    const client = new AbortController();
    const sent = send(gateway.url, { body: waiting, headers }, newAddress(), client.signal);
    await gateway.gate.entered;
    client.abort();
    await expect(sent).rejects.toThrow();
    await gateway.gate.aborted;
    // TIMEOUT if the machine was so busy that the client left late.
    const outcome = /^gateway_operations_total\{.*,outcome="(CLIENT_GONE|TIMEOUT)"\} 1$/m;
    await expect.poll(() => gateway.registry.metrics()).toMatch(outcome);
    const ends = () => gateway.logged.map(({ msg, outcome }) => [msg, outcome]);
    await expect.poll(ends).toContainEqual(['connection lost', 'TIMEOUT']);
    expect(await knownCount()).toBe(fast);
    expect(await gateway.registry.metrics()).toMatch(/^gateway_held_body_bytes 0$/m);
  });
});

test.each(['GET', 'POST'] as const)(
  'a client that disconnects while its token is checked is not served by %s',
  async (method) => {
    const asked = Promise.withResolvers<void>();
    const known = Promise.withResolvers<void>();
    const users = (async (query: string) => {
      if (query.includes('signingKeys')) {
        return { signingKeys: [{ kid: gateway.key.kid, publicJwk: gateway.key.publicJwk }] };
      }
      asked.resolve();
      await known.promise;
      return { endedTokens: { ends: [], more: false, asOf: '2026-11-24T12:00:00.000Z' } };
    }) as unknown as ServiceCall;
    gateway = await testGateway({ configuration: { server }, users });
    const body = { query: '{ product(sku: "a") { name } }' };
    await send(gateway.url, { body }, newAddress());
    const served = await countersOf(gateway);
    const client = new AbortController();
    const credentials = () => ({ authorization: `Bearer ${gateway.token()}` });
    const sent = send(gateway.url, { body, method, credentials }, newAddress(), client.signal);
    await asked.promise;
    client.abort();
    await expect(sent).rejects.toThrow();
    const inFlight = /^gateway_requests_in_flight 0$/m;
    await expect.poll(() => gateway.registry.metrics()).toMatch(inFlight);
    known.resolve();
    const ends = () => gateway.logged.map(({ msg }) => msg);
    await expect.poll(ends).toContain('connection lost');
    const fetches = (counters: Map<string, number>) =>
      [...counters].filter(([name]) => name.includes('fetch_duration'));
    expect(fetches(await countersOf(gateway))).toEqual(fetches(served));
  },
);

test('the spans are the same, within the trace of the client', async () => {
  gateway = await testGateway({ configuration: { server } });
  const body = { query: 'query Traced { order(id: "o1") { customer { name } } }' };
  await send(gateway.url, { body }, newAddress());
  const spansOf = async (headers: Record<string, string>) => {
    const receiver = await SignalReceiver.open();
    const settings = { endpoint: receiver.url, ratio: 1 };
    const stop = await startTracing({ settings, name: 'gateway', version: '1', logger });
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
    const { response } = await outcomeOf(gateway, {
      body,
      headers: { traceparent, 'x-request-id': 'the-request', ...headers },
    });
    await stop();
    await receiver.close();
    const named = new Map(receiver.spans.map(({ spanId, name }) => [spanId, name]));
    expect(String(response.headers.traceresponse)).toMatch(new RegExp(`^00-${traceId}-`));
    return receiver.spans
      .map(({ name, attributes, parentSpanId = '', traceId: trace }) => ({
        name,
        attributes,
        parent: named.get(parentSpanId),
        trace,
      }))
      .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  };
  const fast = await spansOf({});
  expect(await knownCount()).toBe(1);
  expect(fast).toEqual(await spansOf(wholePath));
  const names = fast.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['fetch orders', 'fetch users', 'query Traced']));
});

const keyId = '018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8e';

/** Users that know a key with this scope. */
function usersWith(scope: string): ServiceCall {
  const resolveApiKey = {
    id: keyId,
    secretId: '0123456789abcdef',
    userId: testUserId,
    roles: ['PARTNER'],
    scopes: [scope],
    quotaPerMinute: 100,
    goodUntil: null,
  };
  return (async () => ({ resolveApiKey })) as unknown as ServiceCall;
}

test('a key of a storefront needs the address of its visitor', async () => {
  gateway = await testGateway({ configuration: { server }, users: usersWith('STOREFRONT') });
  const body = { query: '{ nothing }' };
  const headers = { 'x-api-key': newApiKey('test').key };
  const unnamed = await bothPaths(gateway, { body, headers });
  expect(unnamed.fast).toEqual(unnamed.whole);
  expect(unnamed.fast.response.status).toBe(400);
  const visitor = () => ({ 'x-buyer-ip': newAddress() });
  const named = await bothPaths(gateway, { body, headers, credentials: visitor });
  expect(named.isFast).toBe(true);
});

test('a request with an API key is recorded', async () => {
  const { key } = newApiKey('test');
  const users = usersWith('ORDERS_READ');
  const keyRequests = keyRequestLog(null, logger);
  gateway = await testGateway({ configuration: { server }, users, keyRequests });
  const headers = { 'x-api-key': key };
  await bothPaths(gateway, { body: { query: 'query Nothing { nothing }' }, headers });
  expect(await knownCount()).toBe(1);
  const [rows = []] = await keyRequests.latest([keyId], 10);
  expect(rows.map(({ operation, outcome, status }) => [operation, outcome, status])).toEqual(
    Array(3).fill(['Nothing', 'OK', 200]),
  );
});

/** A connection that is kept open. */
async function openConnection(): Promise<{ socket: Socket; text: () => string }> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  return { socket, text: () => text };
}

function written(body: string, header = ''): string {
  const bytes = Buffer.byteLength(body);
  return `POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${header}Content-Length: ${bytes}\r\n\r\n${body}`;
}

const nothing = JSON.stringify({ query: '{ nothing }' });

test('a gateway that stops answers one more request, and closes the connection', async () => {
  gateway = await testGateway({ configuration: { server }, idleGraceMs: 8_000 });
  const header = 'Content-Encoding: identity\r\n';
  const connections = [await openConnection(), await openConnection()];
  for (const { socket, text } of connections) {
    socket.write(written(nothing));
    await expect.poll(() => text().match(/"nothing":null/g)).toHaveLength(1);
    expect(text()).toMatch(/connection: keep-alive/i);
  }
  const ended = connections.map(
    ({ socket }) => new Promise((resolve) => socket.once('end', resolve)),
  );
  const stopped = gateway.stop();
  connections[0]?.socket.write(written(nothing));
  connections[1]?.socket.write(written(nothing, header));
  await Promise.all(ended);
  for (const { text } of connections) {
    expect(text().match(/"nothing":null/g)).toHaveLength(2);
    expect(text()).toMatch(/connection: close/i);
  }
  await stopped;
  expect(await knownCount()).toBe(2);
});

test('pieces of a body, and requests in one piece, are answered in their order', async () => {
  gateway = await testGateway({ configuration: { server } });
  const named = (name: string) => JSON.stringify({ query: `query ${name} { nothing }` });
  await send(gateway.url, { body: nothing }, newAddress());
  const { socket, text } = await openConnection();
  const chunked = nothing.replace(/.{5}/g, (piece) => `5\r\n${piece}\r\n`);
  expect(nothing.length % 5).toBe(3);
  const end = nothing.slice(-3);
  const pieces = chunked.slice(0, -3);
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: a\r\nX-Request-Id: request-1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${pieces}3\r\n${end}\r\n0\r\n\r\n`,
  );
  socket.write(written(named('New'), 'X-Request-Id: request-2\r\n'));
  socket.write(written(nothing, 'X-Request-Id: request-3\r\n'));
  await expect.poll(() => text().match(/"nothing":null/g)).toHaveLength(3);
  expect(text().match(/(?<=x-request-id: )\S+/g)).toEqual(['request-1', 'request-2', 'request-3']);
  expect(await knownCount()).toBe(2);
  socket.destroy();
});

test('it is not taken where @apollo/gateway runs the plans', async () => {
  gateway = await testGateway({ configuration: { server, gateway: { executor: 'apollo' } } });
  const { isFast } = await bothPaths(gateway, { body: nothing });
  expect(isFast).toBe(false);
});
