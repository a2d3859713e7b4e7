import { describe, expect, test, vi } from 'vitest';
import { createClient, Login, Me, memorySession, type Session, storedSession } from './index';
import { sha256 } from './sha256';
import {
  answered,
  clientOf,
  patience,
  refusal,
  type Script,
  sessionAnswer,
  sessionOf,
} from './testing/scripted-api';

/** Accepts `a2` only. */
const expired: Script = ({ operationName, headers }) => {
  if (operationName === 'RefreshSession') return sessionAnswer('refreshSession', 2);
  if (headers.authorization === 'Bearer a2') return answered('me', { id: 'ada' });
  return refusal(401, 'UNAUTHENTICATED');
};

/** A store as browsers have it. */
function newStorage() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  };
}

describe('a session', () => {
  test('is adopted from any answer that has one', async () => {
    const script: Script = ({ operationName }) =>
      operationName === 'Login' ? sessionAnswer('login', 1) : answered('me', { id: 'ada' });
    const { client, sent } = await clientOf(script);
    const changes: (Session | null)[] = [];
    client.sessions.onChange((session) => changes.push(session));
    const input = { email: 'ada@example.com', password: 'a long enough phrase' };
    const outcome = await client.run(Login, { input });
    expect(outcome.__typename).toBe('Session');
    await client.run(Me);
    expect(sent('Me')[0]?.headers.authorization).toBe('Bearer a1');
    expect(changes).toEqual([sessionOf(1)]);
  });

  test('makes the device a known one at the next sign-in, also after a sign-out', async () => {
    const storage = newStorage();
    const script: Script = ({ operationName }) => {
      if (operationName !== 'Login') return answered('logout', true);
      const session = { __typename: 'Session', ...sessionOf(1), user: {}, deviceToken: 'device-1' };
      return answered('login', session);
    };
    const input = { email: 'ada@example.com', password: 'a long enough phrase' };
    for (const session of [memorySession(), storedSession(storage)]) {
      const { client, received } = await clientOf(script, { session });
      await client.run(Login, { input });
      await client.signOut();
      await client.run(Login, { input });
      expect(
        received.map(({ operationName, headers }) => [operationName, headers['x-device-token']]),
      ).toEqual([
        ['Login', undefined],
        ['Logout', undefined],
        ['Login', 'device-1'],
      ]);
      expect(await client.sessions.read()).toEqual(sessionOf(1));
    }
    const restarted = await clientOf(script, { session: storedSession(storage) });
    await restarted.client.run(Login, { input });
    expect(restarted.received[0]?.headers['x-device-token']).toBe('device-1');
  });

  test('takes the place of an API key', async () => {
    const { client, received } = await clientOf(() => answered('me', null), {
      apiKey: 'op_test_0123456789',
    });
    await client.run(Me);
    await client.sessions.write(sessionOf(1));
    await client.run(Me);
    expect(received.map(({ headers }) => [headers['x-api-key'], headers.authorization])).toEqual([
      ['op_test_0123456789', undefined],
      [undefined, 'Bearer a1'],
    ]);
  });

  test('without an access token is refreshed before the first call', async () => {
    const kept = { ...sessionOf(1), accessToken: '' };
    const { client, received } = await clientOf(expired, {
      session: memorySession(kept),
      apiKey: 'op_test_0123456789',
    });
    await Promise.all([client.run(Me), client.run(Me)]);
    expect(
      received.map(({ operationName, headers }) => [operationName, headers.authorization]),
    ).toEqual([
      ['RefreshSession', undefined],
      ['Me', 'Bearer a2'],
      ['Me', 'Bearer a2'],
    ]);
    expect(received.filter(({ headers }) => headers['x-api-key'])).toEqual([]);
  });

  test('whose store keeps the refresh token alone has its access token in memory', async () => {
    let kept = 'r1';
    const session = {
      read: () => ({ ...sessionOf(1), accessToken: '', refreshToken: kept }),
      write: (next: Session | null) => {
        kept = next?.refreshToken ?? '';
      },
    };
    const { client, received } = await clientOf(expired, { session });
    for (let call = 0; call < 2; call += 1) expect(await client.run(Me)).toEqual({ id: 'ada' });
    expect(received.map(({ operationName }) => operationName)).toEqual([
      'RefreshSession',
      'Me',
      'Me',
    ]);
    // Another tab was first: what it stored has to be refreshed, too.
    kept = 'r3';
    expect(await client.run(Me)).toEqual({ id: 'ada' });
    expect(kept).toBe('r2');
  });

  test('is refreshed once for all calls in flight', async () => {
    const { client, sent } = await clientOf(expired, { session: memorySession(sessionOf(1)) });
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.run(Me)));
    expect(answers).toEqual(Array.from({ length: 10 }, () => ({ id: 'ada' })));
    expect(sent('RefreshSession')).toHaveLength(1);
    expect(sent('RefreshSession')[0]?.variables).toEqual({ refreshToken: 'r1' });
  });

  test('is taken from another tab that was first', async () => {
    const storage = newStorage();
    const store = storedSession(storage);
    await store.write(sessionOf(1));
    let hasOtherTab = false;
    const script: Script = (received, number) => {
      // The other tab writes while this request is under way.
      if (!hasOtherTab) void store.write(sessionOf(2));
      hasOtherTab = true;
      return expired(received, number);
    };
    const { client, sent } = await clientOf(script, { session: store });
    expect(await client.run(Me)).toEqual({ id: 'ada' });
    expect(sent('RefreshSession')).toHaveLength(0);
  });

  test('is refreshed under a Web Lock where there is one', async () => {
    const names: string[] = [];
    const request = async (name: string, _options: object, work: (lock: object) => unknown) => {
      names.push(name);
      return work({ name });
    };
    vi.stubGlobal('navigator', { locks: { request } });
    try {
      const { client, url, sent } = await clientOf(expired, {
        session: memorySession(sessionOf(1)),
      });
      await client.run(Me);
      expect(names).toEqual([`${url}#session:${sha256('r1')}`]);
      expect(sent('RefreshSession')).toHaveLength(1);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test('is waited for where another tab stored it a moment after its lock', async () => {
    const store = memorySession(sessionOf(1));
    const request = async (_name: string, options: object, work: (lock: unknown) => unknown) => {
      if ('ifAvailable' in options) return work(null);
      setTimeout(() => void store.write(sessionOf(2)), 50);
      return work({});
    };
    vi.stubGlobal('navigator', { locks: { request } });
    try {
      const { client, sent } = await clientOf(expired, { session: store });
      expect(await client.run(Me)).toEqual({ id: 'ada' });
      expect(sent('RefreshSession')).toHaveLength(0);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test('is refreshed where the tab that held the lock stored nothing', async () => {
    const request = async (_name: string, options: object, work: (lock: unknown) => unknown) =>
      work('ifAvailable' in options ? null : {});
    vi.stubGlobal('navigator', { locks: { request } });
    try {
      const { client, sent } = await clientOf(expired, { session: memorySession(sessionOf(1)) });
      expect(await client.run(Me)).toEqual({ id: 'ada' });
      expect(sent('RefreshSession')).toHaveLength(1);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test('does not wait for the refresh of another session in this process', async () => {
    let answerFirst = () => {};
    const script: Script = (received, number) => {
      if (received.variables['refreshToken'] === 'r1') {
        return (response) => {
          const { body } = sessionAnswer('refreshSession', 2) as { body: object };
          answerFirst = () => response.writeHead(200).end(JSON.stringify(body));
        };
      }
      if (received.operationName === 'RefreshSession') answerFirst();
      return expired(received, number);
    };
    const { client, url, sent } = await clientOf(script, { session: memorySession(sessionOf(1)) });
    const other = createClient({
      url,
      session: memorySession({ ...sessionOf(1), refreshToken: 'r7' }),
    });
    const first = client.run(Me);
    await vi.waitFor(() => expect(sent('RefreshSession')).toHaveLength(1), patience);
    expect(await other.run(Me)).toEqual({ id: 'ada' });
    expect(await first).toEqual({ id: 'ada' });
    expect(sent('RefreshSession')).toHaveLength(2);
  });

  test('survives a lost answer to its refresh, with the same token', async () => {
    let lost = 0;
    const script: Script = (received, number) => {
      if (received.operationName === 'RefreshSession' && lost++ < 2) return 'cut';
      return expired(received, number);
    };
    const { client, sent } = await clientOf(script, { session: memorySession(sessionOf(1)) });
    expect(await client.run(Me)).toEqual({ id: 'ada' });
    const tokens = sent('RefreshSession').map(({ variables }) => variables['refreshToken']);
    expect(tokens).toEqual(['r1', 'r1', 'r1']);
  });

  test('that has ended is given up, and the next call is anonymous', async () => {
    const script: Script = ({ operationName, headers }) => {
      if (operationName === 'RefreshSession') {
        return answered('refreshSession', {
          __typename: 'SessionEndedError',
          code: 'SESSION_ENDED',
        });
      }
      return headers.authorization ? refusal(401, 'UNAUTHENTICATED') : answered('me', null);
    };
    const { client } = await clientOf(script, { session: memorySession(sessionOf(1)) });
    await expect(client.run(Me)).rejects.toMatchObject({
      name: 'SessionEndedError',
      code: 'SESSION_ENDED',
    });
    expect(await client.sessions.read()).toBeNull();
    expect(await client.run(Me)).toBeNull();
  });

  test('is not refreshed twice for one call', async () => {
    const script: Script = ({ operationName }) =>
      operationName === 'RefreshSession'
        ? sessionAnswer('refreshSession', 2)
        : refusal(401, 'UNAUTHENTICATED');
    const { client, sent } = await clientOf(script, { session: memorySession(sessionOf(1)) });
    await expect(client.run(Me)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(sent('RefreshSession')).toHaveLength(1);
  });

  test('ends here even if the API cannot be reached', async () => {
    const { client, sent } = await clientOf(() => 'cut', { session: memorySession(sessionOf(1)) });
    await expect(client.signOut()).rejects.toMatchObject({ name: 'NetworkError' });
    expect(await client.sessions.read()).toBeNull();
    expect(sent('Logout')[0]?.variables).toEqual({ refreshToken: 'r1' });
  });
});

test('the caller who leaves does not end a refresh that others wait for', async () => {
  const script: Script = (received, number) => {
    if (received.operationName !== 'RefreshSession') return expired(received, number);
    return (response) =>
      void setTimeout(() => {
        const { body } = sessionAnswer('refreshSession', 2) as { body: object };
        response.writeHead(200).end(JSON.stringify(body));
      }, 200);
  };
  const { client, sent } = await clientOf(script, { session: memorySession(sessionOf(1)) });
  const leaving = new AbortController();
  const first = client.run(Me, {}, { signal: leaving.signal });
  const second = client.run(Me);
  await vi.waitFor(() => expect(sent('RefreshSession')).toHaveLength(1), patience);
  leaving.abort(new Error('left'));
  await expect(first).rejects.toThrow('left');
  expect(await second).toEqual({ id: 'ada' });
});
