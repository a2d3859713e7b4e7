import type { Session } from '@orderprocessing/client';
import { afterEach, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

const values = new Map<string, string>();
const fetched = vi.fn();

async function load() {
  values.clear();
  fetched.mockReset();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => values.set(key, value),
    removeItem: (key: string) => values.delete(key),
  });
  vi.stubGlobal(
    'BroadcastChannel',
    class {
      postMessage = () => undefined;
    },
  );
  vi.stubGlobal('fetch', fetched);
  vi.resetModules();
  const { api } = await import('./api');
  const { newClient } = await import('./client');
  const { signOut } = await import('./session');
  const { tabSession } = await import('./tab-session');
  return { api, tabSession, newClient, signOut };
}

/** The time to wait on a busy machine. */
const patience = { timeout: 30_000 };

const viewerOf = (id: string) =>
  ({ id, name: id, email: `${id}@example.com`, roles: ['SUPPORT'], language: 'EN' }) as const;

const sessionOf = (number: number): Session => ({
  accessToken: `access-${number}`,
  accessTokenExpiresAt: '',
  refreshToken: `refresh-${number}`,
  refreshTokenExpiresAt: '',
});

it('the viewer stays when the session ends, until somebody signs in', async () => {
  const { tabSession } = await load();
  for (const next of [viewerOf('ada'), viewerOf('bob')]) {
    tabSession.write(sessionOf(1));
    tabSession.show(viewerOf('ada'));
    const { returns } = tabSession;
    tabSession.write(null);
    expect([tabSession.viewer, tabSession.hasEnded]).toEqual([viewerOf('ada'), true]);
    expect([tabSession.read(), values.size]).toEqual([null, 0]);
    tabSession.write(sessionOf(2));
    expect([tabSession.viewer, tabSession.hasEnded]).toEqual([viewerOf('ada'), true]);
    tabSession.show(next);
    expect([tabSession.viewer, tabSession.hasEnded]).toEqual([next, false]);
    expect(tabSession.returns).toBe(returns + 1);
  }
});

it('a viewer who signs out is forgotten at once', async () => {
  const { tabSession, signOut } = await load();
  fetched.mockRejectedValue(new TypeError('There is no network.'));
  tabSession.write(sessionOf(1));
  tabSession.show(viewerOf('ada'));
  const leaving = signOut();
  expect(tabSession.viewer).toBeNull();
  await leaving;
  expect([tabSession.viewer, tabSession.hasEnded, values.size]).toEqual([null, false, 0]);
});

it('nothing is sent as nobody while the page waits for its viewer', async () => {
  const { tabSession, newClient } = await load();
  tabSession.write(sessionOf(1));
  tabSession.show(viewerOf('ada'));
  tabSession.write(null);
  const { data, error } = await newClient().query('{ order(id: "1") { id } }', {});
  expect(data).toBeUndefined();
  expect(error?.graphQLErrors[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(fetched).not.toHaveBeenCalled();
});

it('what a viewer had requested ends when somebody else signs in', async () => {
  const { tabSession, newClient } = await load();
  const late = Promise.withResolvers<Response>();
  fetched.mockReturnValueOnce(late.promise);
  tabSession.write(sessionOf(1));
  tabSession.show(viewerOf('ada'));
  const client = newClient();
  const first = client.query('{ order(id: "1") { id } }', {}).toPromise();
  await vi.waitFor(() => expect(fetched).toHaveBeenCalledOnce(), patience);
  tabSession.write(sessionOf(2));
  tabSession.show(viewerOf('bob'));
  late.resolve(Response.json({ data: { order: { __typename: 'Order', id: '1' } } }));
  const second = client.query('{ order(id: "2") { id } }', {}).toPromise();
  for (const { data, error } of await Promise.all([first, second])) {
    expect(data).toBeUndefined();
    expect(error?.graphQLErrors[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  }
  expect(fetched).toHaveBeenCalledOnce();
});

it('the name of a viewer that comes late does not take the place of the next one', async () => {
  const { api, tabSession } = await load();
  const late = Promise.withResolvers<Response>();
  fetched.mockReturnValueOnce(late.promise);
  tabSession.write(sessionOf(1));
  tabSession.show(viewerOf('ada'));
  await api.sessions.write(sessionOf(2));
  await vi.waitFor(() => expect(fetched).toHaveBeenCalledOnce(), patience);
  tabSession.write(sessionOf(3));
  tabSession.show(viewerOf('bob'));
  const body = JSON.stringify({ data: { me: { ...viewerOf('ada'), name: 'Ada' } } });
  const [read, show] = [vi.spyOn(tabSession, 'read'), vi.spyOn(tabSession, 'show')];
  late.resolve(new Response(body));
  const calls = () => read.mock.calls.length + show.mock.calls.length;
  await vi.waitFor(() => expect(calls()).toBeGreaterThan(0), patience);
  expect(tabSession.viewer).toEqual(viewerOf('bob'));
});
