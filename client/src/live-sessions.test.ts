import { afterEach, expect, test, vi } from 'vitest';
import { createClient, memorySession, WatchOrder } from './index';
import {
  answered,
  complete,
  eventOf,
  messageOf,
  type Reply,
  refusal,
  type Script,
  scriptedApi,
  sessionAnswer,
  sessionOf,
  stream,
} from './testing/scripted-api';

/** What the gateway sends when the token of a stream expires. */
const expiry =
  messageOf({ errors: [{ message: 'Expired.', extensions: { code: 'UNAUTHENTICATED' } }] }) +
  complete;

/** Answers subscriptions in turn, and refreshes by counting: `r1` gives `a2` and `r2`. */
function inTurn(subscriptions: readonly Reply[], refreshes: readonly Reply[] = []): Script {
  const left = [...subscriptions];
  const failing = [...refreshes];
  return ({ operationName, variables }) => {
    if (operationName !== 'RefreshSession') return left.shift() ?? 'cut';
    const number = Number(String(variables['refreshToken']).slice(1)) + 1;
    return failing.shift() ?? sessionAnswer('refreshSession', number);
  };
}

async function watched(script: Script, live: { offlineMs?: number } = {}) {
  const { url, received } = await scriptedApi(script);
  const client = createClient({
    url,
    session: memorySession(sessionOf(1)),
    retries: { baseMs: 1, attemptsMax: 1 },
    live,
  });
  const versions: number[] = [];
  for await (const { version } of client.watch(WatchOrder, { id: '1' })) versions.push(version);
  const tokens = received
    .filter(({ operationName }) => operationName === 'WatchOrder')
    .map(({ headers }) => headers.authorization);
  return { versions, tokens };
}

afterEach(() => vi.useRealTimers());

test('a live update is connected again with a new token when its own expires', async () => {
  const replies = [stream(eventOf(1) + expiry), stream(eventOf(1) + eventOf(2) + complete)];
  expect(await watched(inTurn(replies))).toEqual({
    versions: [1, 2],
    tokens: ['Bearer a1', 'Bearer a2'],
  });
});

test('a live update refreshes its session as often as its tokens expire', async () => {
  const expired = refusal(401, 'UNAUTHENTICATED');
  const script = inTurn([
    stream(eventOf(1)),
    expired,
    stream(eventOf(2)),
    expired,
    stream(eventOf(3) + expiry),
    stream(eventOf(4) + complete),
  ]);
  expect((await watched(script)).versions).toEqual([1, 2, 3, 4]);
});

test('a live update waits for a session that cannot be refreshed at the moment', async () => {
  const replies = [refusal(401, 'UNAUTHENTICATED'), refusal(401, 'UNAUTHENTICATED')];
  const script = inTurn(
    [...replies, stream(eventOf(1) + complete)],
    [refusal(503, 'SERVICE_UNAVAILABLE')],
  );
  expect((await watched(script)).versions).toEqual([1]);
});

test('a live update ends with the session', async () => {
  const ended = { __typename: 'SessionEndedError', code: 'SESSION_ENDED', message: 'Ended.' };
  const script = inTurn([stream(eventOf(1) + expiry)], [answered('refreshSession', ended)]);
  await expect(watched(script)).rejects.toMatchObject({ code: 'SESSION_ENDED' });
});

test('the time without a connection begins when it is lost, however long nothing changed', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const quiet = stream(eventOf(1), (response) => {
    setTimeout(() => {
      vi.setSystemTime(Date.now() + 600_000);
      response.destroy();
    }, 20);
  });
  const script = inTurn([quiet, stream(eventOf(2) + complete)]);
  expect((await watched(script, { offlineMs: 300_000 })).versions).toEqual([1, 2]);
});

test('the same list of changes twice is two changes', async () => {
  const changed = messageOf({ data: { ordersChanged: [{ id: '1' }] } });
  const { url } = await scriptedApi(inTurn([stream(changed), stream(changed + complete)]));
  const client = createClient({ url, retries: { baseMs: 1 } });
  const seen: unknown[] = [];
  const changes = 'subscription Changes { ordersChanged { id } }';
  for await (const { data } of client.subscribe(changes, {})) seen.push(data);
  expect(seen).toHaveLength(2);
});
