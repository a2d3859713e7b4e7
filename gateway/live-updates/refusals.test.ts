import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually';
import { openForFile } from '../../platform/testing/open-for-file';
import { watchedReadsMax } from './limits';
import { timeout, WatchedShop } from './testing/watched-shop';
import { newId, openUnread, watchGateway } from './testing/watching';

const query = 'subscription ($id: ID!) { orderUpdated(id: $id) { version } }';
const deep = 'subscription { orderUpdated(id: 1) { product { name } } }';

const shop = openForFile(() =>
  WatchedShop.open({
    streams: { perViewer: 2, perProcess: 3, heartbeatSeconds: 1 },
    operation: { depth: 2, tokens: 90 },
  }),
);

async function ask(body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(shop.gateway.streamUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${shop.accounts.token(newId())}`,
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { response, text: await response.text() };
}

/** The code of the only event of a stream that ends at once. */
function codeOfOnlyEvent(text: string): unknown {
  const [, data] = /^event: next\ndata: (.*)\n\nevent: complete\ndata:\n\n$/.exec(text) ?? [];
  return JSON.parse(data ?? '{}').errors?.[0]?.extensions.code;
}

describe('errors that a query answers with 200', () => {
  test.each([
    ['no GraphQL', { query: 'subscription {' }, 'GRAPHQL_PARSE_FAILED'],
    ['too many tokens', { query: `subscription { ${'a '.repeat(90)} }` }, 'GRAPHQL_PARSE_FAILED'],
    [
      'no such field',
      { query: 'subscription { orderUpdated(id: 1) { colour } }' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'two root fields',
      { query: 'subscription { a: orderUpdated(id: 1) { id } b: orderUpdated(id: 2) { id } }' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a variable that decides about the root field',
      {
        query: 'subscription ($b: Boolean = true) { orderUpdated(id: 1) @include(if: $b) { id } }',
      },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a root field that is left out',
      { query: 'subscription { ... @skip(if: true) { orderUpdated(id: 1) { id } } }' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a missing variable', { query }, 'BAD_USER_INPUT'],
    [
      'no operation of that name',
      { query: 'subscription A { orderUpdated(id: 1) { id } }', operationName: 'B' },
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'a hash that nobody knows',
      { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } },
      'PERSISTED_QUERY_NOT_FOUND',
    ],
  ])('is one event here: %s', async (_what, body, code) => {
    const { response, text } = await ask(body);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(codeOfOnlyEvent(text)).toBe(code);
    expect(response.headers.get('x-ratelimit-remaining')).toMatch(/^\d+$/);
  });
});

describe('errors with a status of their own', () => {
  test.each([
    ['no JSON', '{', {}, 400, 'BAD_REQUEST'],
    ['several operations', [{ query }], {}, 400, 'BAD_REQUEST'],
    ['nothing', {}, {}, 400, 'BAD_REQUEST'],
    ['JSON wanted', { query }, { accept: 'application/json' }, 406, 'BAD_REQUEST'],
    ['a form', { query }, { 'content-type': 'text/plain' }, 415, 'BAD_REQUEST'],
    ['a bad token', { query }, { authorization: 'Bearer bad' }, 401, 'UNAUTHENTICATED'],
    ['too deep', { query: deep }, {}, 400, 'OPERATION_TOO_COMPLEX'],
  ])('has it here: %s', async (_what, body, headers, status, code) => {
    const { response, text } = await ask(body, headers as Record<string, string>);
    expect(response.status).toBe(status);
    expect(JSON.parse(text).errors[0].extensions.code).toBe(code);
    expect(response.headers.get('x-ratelimit-remaining')).toMatch(/^\d+$/);
  });

  test('other methods get the one that is served', async () => {
    const response = await fetch(shop.gateway.streamUrl, {
      headers: { accept: 'text/event-stream' },
    });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  });
});

test('an order that the viewer may not see is NOT_FOUND, and ends the stream', async () => {
  const { id } = shop.someOrder(7);
  const { response, text } = await ask({ query, variables: { id } });
  expect(response.headers.get('x-ratelimit-remaining')).not.toBeNull();
  expect(text).toMatch(/^event: next\ndata: {"data":{"orderUpdated":null}.*\n\nevent: complete/);
  expect(codeOfOnlyEvent(text)).toBe('NOT_FOUND');
});

test('aliases and fragments are answered as requested', async () => {
  const { id, ownerId } = shop.someOrder(7);
  const text = `
    query Other { order(id: 1) { id } }
    subscription Mine($id: ID!) { ...Root }
    fragment Root on Subscription { mine: orderUpdated(id: $id) { ...Parts } }
    fragment Parts on Order { number: version }`;
  const own = await openUnread(shop.gateway.streamUrl, shop.accounts.token(ownerId), {
    query: text,
    variables: { id },
    operationName: 'Mine',
  });
  expect(await firstEvent(own)).toEqual({ mine: { number: 7 } });
  own.destroy();
});

test('a subscription may be as long as a query, and its alias may be its own name', async () => {
  const { id, ownerId } = shop.someOrder(7);
  // All of the 15 aliases and 90 tokens.
  const aliases = Array.from({ length: 14 }, (_, place) => `a${place}: version`).join(' ');
  const longest = `subscription ($id: ID!) { orderUpdated: orderUpdated(id: $id) {
    ${aliases} id note version ${'... { id } '.repeat(6)} } }`;
  const body = { query: longest, variables: { id } };
  const stream = await openUnread(shop.gateway.streamUrl, shop.accounts.token(ownerId), body);
  expect(await firstEvent(stream)).toMatchObject({ orderUpdated: { id, a13: 7 } });
  stream.destroy();
});

test('a text is sent once, and its hash from then on', async () => {
  const { id, ownerId } = shop.someOrder(7);
  const sha256Hash = createHash('sha256').update(query).digest('hex');
  const extensions = { persistedQuery: { version: 1, sha256Hash } };
  const wrong = await ask({ query: `${query} `, variables: { id }, extensions });
  expect(wrong.response.status).toBe(400);
  for (const text of [{ query }, {}, { query: '' }]) {
    const body = { ...text, variables: { id }, extensions };
    const stream = await openUnread(shop.gateway.streamUrl, shop.accounts.token(ownerId), body);
    expect(await firstEvent(stream)).toEqual({ orderUpdated: { version: 7 } });
    stream.destroy();
  }
});

const registering = (text: string, variables = {}) => ({
  query: text,
  variables,
  extensions: {
    persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(text).digest('hex') },
  },
});

test.each([
  ['no GraphQL', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
  ['no such field', 'subscription { orderUpdated(id: 1) { x } }', 'GRAPHQL_VALIDATION_FAILED'],
  ['too deep', deep, 'OPERATION_TOO_COMPLEX'],
])('a text that may not run is not kept: %s', async (_what, text, code) => {
  const { extensions, query: sent } = registering(text);
  const refused = await ask({ query: sent, extensions });
  expect(refused.text).toContain(code);
  expect(codeOfOnlyEvent((await ask({ extensions })).text)).toBe('PERSISTED_QUERY_NOT_FOUND');
});

test(
  'a text that exceeds the rate limit is not stored',
  async () => {
    const bus = shop.anotherBus();
    const rate = { userPerMinute: 1 };
    const strict = await watchGateway({
      orders: shop.orders,
      accounts: shop.accounts,
      bus,
      limits: { rate },
    });
    try {
      const { id, ownerId } = shop.someOrder(7);
      const token = shop.accounts.token(ownerId);
      const body = registering(`${query} #`, { id });
      const open = (sent: object, as = token) => openUnread(strict.streamUrl, as, sent);
      (await open({ query, variables: { id } })).destroy();
      expect((await open(body)).statusCode).toBe(429);
      const unread = await open({ extensions: body.extensions }, shop.accounts.token(newId()));
      expect(codeOfOnlyEvent(await text(unread))).toBe('PERSISTED_QUERY_NOT_FOUND');
    } finally {
      await strict.stop();
      await bus.close();
    }
  },
  timeout,
);

test(
  'streams beyond the limit of a viewer or a gateway are refused, and open ones get heartbeats',
  async () => {
    await eventually(
      'no stream',
      async () => (await shop.gateway.metric('gateway_streams_open')) === 0,
    );
    const mine = shop.someOrder(7);
    const other = shop.someOrder(7);
    const openOne = ({ id, ownerId }: typeof mine) =>
      openUnread(shop.gateway.streamUrl, shop.accounts.token(ownerId), {
        query,
        variables: { id },
      });
    const streams = [await openOne(mine), await openOne(mine)];
    const third = await openOne(mine);
    expect([third.statusCode, third.headers['retry-after']]).toEqual([429, '10']);
    streams.push(await openOne(other));
    const fourth = await openOne(other);
    expect([fourth.statusCode, fourth.headers['retry-after']]).toEqual([503, '10']);
    expect(streams.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    let text = '';
    streams[0]?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    await eventually('a heartbeat', () => text.endsWith('\n\n:\n\n'));
    for (const stream of [...streams, third, fourth]) stream.destroy();
    await eventually(
      'their end',
      async () => (await shop.gateway.metric('gateway_streams_open')) === 0,
    );
  },
  timeout,
);

test(
  'a subscription whose first read cannot begin is answered at the deadline',
  async () => {
    const streams = { perProcess: 10 * watchedReadsMax };
    const busy = await WatchedShop.open({ streams, operation: { deadlineMs: 3_000 } });
    onTestFinished(() => busy.close());
    const { promise, resolve } = Promise.withResolvers<void>();
    onTestFinished(() => resolve());
    busy.orders.held = promise;
    const orders = Array.from({ length: 2 * watchedReadsMax + 1 }, () => busy.someOrder());
    const begun = performance.now();
    const answeredMs = await Promise.all(
      orders.map(async ({ id, ownerId }) => {
        const body = { query, variables: { id } };
        const token = busy.accounts.token(ownerId);
        const answer = await openUnread(busy.gateway.streamUrl, token, body);
        answer.destroy();
        expect(answer.statusCode).toBe(504);
        return performance.now() - begun;
      }),
    );
    // One after the other, three rounds of reads would each take the whole deadline.
    expect(Math.max(...answeredMs)).toBeLessThan(2 * Math.min(...answeredMs));
  },
  timeout,
);

/** The data of the first event. */
async function firstEvent(stream: NodeJS.ReadableStream): Promise<unknown> {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const data = await eventually('an event', () => /^event: next\ndata: (.*)\n\n/.exec(text)?.[1]);
  return JSON.parse(data).data;
}
