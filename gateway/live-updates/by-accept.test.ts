import { describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually';
import { openForFile } from '../../platform/testing/open-for-file';
import { WatchedShop } from './testing/watched-shop';
import { newId } from './testing/watching';

const query = 'subscription ($id: ID!) { orderUpdated(id: $id) { version note } }';
const apollo = 'multipart/mixed;subscriptionSpec=1.0';

const shop = openForFile(() => WatchedShop.open({ streams: { heartbeatSeconds: 1 } }));

/** Sends a request whose answer may never end. */
async function open(
  path: string,
  accept: string,
  body: object,
  token = shop.accounts.token(newId()),
) {
  const leaving = new AbortController();
  const response = await fetch(shop.gateway.url + path, {
    method: 'POST',
    signal: leaving.signal,
    headers: { 'content-type': 'application/json', accept, authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  const heard = { text: '', isOver: false };
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) heard.text += decoder.decode(chunk);
    heard.isOver = true;
  })().catch(() => undefined);
  const type = response.headers.get('content-type');
  return {
    status: response.status,
    type,
    caching: response.headers.get('cache-control'),
    heard,
    end: () => reading,
    leave: () => leaving.abort(),
  };
}

const eventsType = 'text/event-stream; charset=utf-8';
const multipartType = 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0';

describe.each(['/graphql', '/graphql/stream'])('at %s', (path) => {
  test.each([
    ['text/event-stream', eventsType],
    [apollo, multipartType],
    [`${apollo}, text/event-stream`, eventsType],
    [`multipart/mixed;boundary=other;subscriptionSpec=1.0, application/json`, multipartType],
  ])('a subscription with Accept %s is answered as %s', async (accept, type) => {
    const { id, ownerId } = shop.someOrder();
    const body = { query, variables: { id } };
    const stream = await open(path, accept, body, shop.accounts.token(ownerId));
    expect([stream.status, stream.type]).toEqual([200, type]);
    expect(stream.caching).toBe('private, no-store, no-transform');
    await eventually('the state', () => stream.heard.text.includes('"version":1'));
    const ends = () =>
      shop.gateway.logged.filter((message) => message === 'connection lost').length;
    const before = ends();
    stream.leave();
    await stream.end();
    await eventually('the line of the stream in the log', () => ends() === before + 1);
  });

  test('a subscription that accepts neither is 406, which names both', async () => {
    const accept = 'application/graphql-response+json, application/json, multipart/mixed';
    const refused = await open(path, accept, { query, variables: { id: newId() } });
    await refused.end();
    expect([refused.status, JSON.parse(refused.heard.text).errors]).toEqual([
      406,
      [
        {
          message: expect.stringMatching(
            /text\/event-stream or multipart\/mixed;subscriptionSpec=1\.0/,
          ),
          extensions: expect.objectContaining({ code: 'BAD_REQUEST' }),
        },
      ],
    ]);
  });

  test.each([
    'text/event-stream',
    apollo,
    'multipart/mixed;deferSpec=20220824',
    `multipart/mixed;deferSpec=20220824,${apollo},text/event-stream,application/json`,
  ])('a query with Accept %s is answered in JSON', async (accept) => {
    const { id, ownerId } = shop.someOrder();
    const text = 'query ($id: ID!) { order(id: $id) { version } } # no subscription';
    const body = { query: text, variables: { id } };
    const answer = await open(path, accept, body, shop.accounts.token(ownerId));
    await answer.end();
    expect([answer.status, answer.type]).toEqual([200, 'application/json; charset=utf-8']);
    expect(JSON.parse(answer.heard.text).data).toEqual({ order: { version: 1 } });
  });
});

test('a client names its fields as it likes', async () => {
  const { id, ownerId } = shop.someOrder();
  const names = 'watchedVersion: note version: id updatedAt: version';
  const text = `subscription ($id: ID!) { orderUpdated(id: $id) { ${names} } }`;
  const body = { query: text, variables: { id } };
  const stream = await open('/graphql', 'text/event-stream', body, shop.accounts.token(ownerId));
  const order = { watchedVersion: 'new', version: id, updatedAt: 1 };
  await eventually('the state', () => stream.heard.text.includes(JSON.stringify(order)));
  stream.leave();
  await stream.end();
});

test('a subscription by GET is 405', async () => {
  const url = `${shop.gateway.url}/graphql?query=${encodeURIComponent(query)}`;
  const headers = { accept: 'text/event-stream', 'apollo-require-preflight': 'true' };
  const response = await fetch(url, { headers });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
});

describe("Apollo's multipart protocol", () => {
  test('frames each message with delimiters, and closes with the last', async () => {
    const { id } = shop.someOrder();
    const stream = await open('/graphql', apollo, { query, variables: { id } });
    await stream.end();
    const [, payload] =
      /^\r\n--graphql\r\ncontent-type: application\/json\r\n\r\n(.*)\r\n--graphql--\r\n$/.exec(
        stream.heard.text,
      ) ?? [];
    expect(JSON.parse(payload ?? '')).toEqual({
      payload: {
        data: { orderUpdated: null },
        errors: [
          {
            message: 'This order does not exist.',
            path: ['orderUpdated'],
            extensions: {
              code: 'NOT_FOUND',
              docUrl: expect.stringContaining('#not_found'),
              requestId: expect.any(String),
            },
          },
        ],
        extensions: expect.anything(),
      },
    });
  });

  test('sends an empty object as a heartbeat', async () => {
    const { id, ownerId } = shop.someOrder();
    const body = { query, variables: { id } };
    const stream = await open('/graphql', apollo, body, shop.accounts.token(ownerId));
    const heartbeat = '--graphql\r\ncontent-type: application/json\r\n\r\n{}\r\n--graphql';
    await eventually('a heartbeat', () => stream.heard.text.endsWith(heartbeat));
    stream.leave();
    await stream.end();
  });

  test('errors that have HTTP status 200 are its only message', async () => {
    const accept = `${apollo}, application/graphql-response+json`;
    const text = 'subscription { orderUpdated(id: 1) { colour } }';
    const stream = await open('/graphql', accept, { query: text });
    await stream.end();
    expect([stream.status, stream.type]).toEqual([200, multipartType]);
    expect(stream.heard.text).toMatch(
      /^\r\n--graphql\r\n.*\r\n\r\n{"payload":{"errors":\[.*GRAPHQL_VALIDATION_FAILED.*}}\r\n--graphql--\r\n$/,
    );
  });

  test('errors with a status have it, in JSON', async () => {
    const body = { query, variables: { id: newId() } };
    const stream = await open('/graphql', apollo, body, 'bad');
    await stream.end();
    expect([stream.status, stream.type]).toEqual([401, 'application/json; charset=utf-8']);
  });
});
