import { expect, test } from 'vitest';
import {
  ChangePassword,
  createClient,
  memorySession,
  PlaceOrder,
  type Session,
  WatchOrder,
} from './index';
import { eventOf, refusal, type Script, scriptedApi, stream } from './testing/scripted-api';

const sessionOf = (account: string, number = 1): Session => {
  const claims = Buffer.from(JSON.stringify({ sub: account, name: `ö?${number}` }));
  return {
    accessToken: `head.${claims.toString('base64url')}.${number}`,
    accessTokenExpiresAt: '2026-11-24T12:15:00.000Z',
    refreshToken: `refresh-${account}-${number}`,
    refreshTokenExpiresAt: '2026-12-24T12:00:00.000Z',
  };
};

const input = {
  currency: 'EUR',
  lines: [{ sku: 'A-1', quantity: 1 }],
  shippingAddress: { recipient: 'Ada', line1: 'A', city: 'Berlin', postalCode: '1', country: 'DE' },
  payment: { token: 'tok_ok' },
};
const placed = { body: { data: { placeOrder: { __typename: 'Order', id: '1' } } } };

/** A client of Ada, whose first request is answered after the session is another one. */
async function clientOf(next: Session | null, first: Script, apiKey?: string) {
  const session = memorySession(sessionOf('ada'));
  const { url, received } = await scriptedApi((request, number) => {
    if (number > 1) return placed;
    void session.write(next);
    return first(request, number);
  });
  const client = createClient({ url, session, retries: { baseMs: 1 }, ...(apiKey && { apiKey }) });
  return { client, received };
}

const expired = () => refusal(401, 'UNAUTHENTICATED');

test.each([
  ['lost', () => 'cut' as const],
  ['refused for its token', expired],
])('a request that was %s is not sent again as somebody else', async (_why, first) => {
  for (const next of [sessionOf('bob'), null]) {
    const { client, received } = await clientOf(next, first, 'op_test_0123456789');
    await expect(client.run(PlaceOrder, { input })).rejects.toMatchObject({
      code: 'SESSION_ENDED',
    });
    expect(received).toHaveLength(1);
  }
});

test('a request is sent again with a newer token of the same account', async () => {
  const { client, received } = await clientOf(sessionOf('ada', 2), expired);
  expect(await client.run(PlaceOrder, { input })).toMatchObject({ id: '1' });
  expect(received[1]?.headers.authorization).toBe(`Bearer ${sessionOf('ada', 2).accessToken}`);
});

test('a live update does not become that of somebody else', async () => {
  const { client, received } = await clientOf(sessionOf('bob'), () => 'cut');
  const next = client.watch(WatchOrder, { id: '1' }).next();
  await expect(next).rejects.toMatchObject({ code: 'SESSION_ENDED' });
  expect(received).toHaveLength(1);
});

test('a live update says nothing to who has signed out, or in as somebody else', async () => {
  for (const next of [sessionOf('bob'), null]) {
    const session = memorySession(sessionOf('ada'));
    let tell = (_version: number): void => undefined;
    const { url } = await scriptedApi(() =>
      stream(eventOf(1), (response) => {
        tell = (version) => void response.write(eventOf(version));
      }),
    );
    const client = createClient({ url, session });
    const versions: number[] = [];
    const watching = async () => {
      for await (const { version } of client.watch(WatchOrder, { id: '1' })) {
        versions.push(version);
        // Another tab refreshes the session, and then changes or ends it.
        await session.write(version === 1 ? sessionOf('ada', 2) : next);
        tell(version + 1);
      }
    };
    await expect(watching()).rejects.toMatchObject({ code: 'SESSION_ENDED' });
    expect(versions).toEqual([1, 2]);
  }
});

test('an answer does not sign in who has left, nor out who has come', async () => {
  const renewed = { __typename: 'Session', ...sessionOf('ada', 3), user: {} };
  const changed = { body: { data: { changePassword: renewed } } };
  for (const next of [sessionOf('bob'), null]) {
    const changing = await clientOf(next, () => changed);
    await changing.client.run(ChangePassword, { current: 'old', new: 'a new password' });
    const leaving = await clientOf(next, () => ({ body: { data: { logout: true } } }));
    await leaving.client.signOut();
    for (const { client } of [changing, leaving])
      expect(await client.sessions.read()).toEqual(next);
  }
  const { client } = await clientOf(sessionOf('ada', 2), () => changed);
  await client.run(ChangePassword, { current: 'old', new: 'a new password' });
  expect(await client.sessions.read()).toEqual(sessionOf('ada', 3));
});
