import { memorySession, type Session } from '@orderprocessing/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sharedSession } from './shared-session';

/** The time to wait on a busy machine. */
const patience = { timeout: 30_000 };

interface Message {
  readonly data: unknown;
}

/** Delivers to the channels of all other tabs. */
class Channel {
  static all: Channel[] = [];
  static sent: string[] = [];
  onmessage: ((message: Message) => void) | null = null;

  constructor() {
    Channel.all.push(this);
  }

  postMessage(data: { readonly data: ArrayBuffer }): void {
    Channel.sent.push(JSON.stringify(data), Buffer.from(data.data).toString());
    for (const other of Channel.all) {
      if (other !== this) other.onmessage?.({ data: structuredClone(data) });
    }
  }
}

const sessionOf = (number: number): Session => ({
  accessToken: `access-${number}`,
  accessTokenExpiresAt: '',
  refreshToken: `refresh-${number}`,
  refreshTokenExpiresAt: '',
});

beforeEach(() => {
  Channel.all = [];
  Channel.sent = [];
  vi.stubGlobal('BroadcastChannel', Channel);
});
afterEach(() => vi.unstubAllGlobals());

/** A tab, and one that was duplicated from it if the number is the same. */
const tabWith = (number: number) => {
  const store = memorySession(sessionOf(number));
  const tab = {
    ...store,
    read: () => store.read() as Session | null,
    viewer: {} as object | null,
    forget: () => {
      tab.viewer = null;
    },
  };
  return { ...sharedSession(tab), tab };
};

it('a duplicated tab and its original have the next refresh token of either', async () => {
  const [one, copy] = [tabWith(1), tabWith(1)];
  await one.write(sessionOf(2));
  await vi.waitFor(() => expect(copy.read()).toEqual(sessionOf(2)), patience);
  await copy.write(sessionOf(3));
  await vi.waitFor(() => expect(one.read()).toEqual(sessionOf(3)), patience);
});

it('a tab that was asleep takes the replacements one after the other', async () => {
  const [one, copy] = [tabWith(1), tabWith(1)];
  for (const number of [2, 3, 4]) await one.write(sessionOf(number));
  await vi.waitFor(() => expect(copy.read()).toEqual(sessionOf(4)), patience);
});

it('a duplicated tab is signed out with its original, and another session is not', async () => {
  const [one, other, copy] = [tabWith(1), tabWith(7), tabWith(1)];
  one.tab.forget();
  await one.write(null);
  await vi.waitFor(() => expect(copy.read()).toBeNull(), patience);
  expect(copy.tab.viewer).toBeNull();
  expect([other.read(), other.tab.viewer]).toEqual([sessionOf(7), {}]);
});

it('a duplicated tab whose session ends keeps the page of its viewer', async () => {
  const [one, copy] = [tabWith(1), tabWith(1)];
  await one.write(null);
  await vi.waitFor(() => expect(copy.read()).toBeNull(), patience);
  expect(copy.tab.viewer).toEqual({});
});

it('other pages of the origin learn no token', async () => {
  await tabWith(1).write(sessionOf(2));
  expect(Channel.sent).toHaveLength(2);
  expect(Channel.sent.join()).not.toMatch(/access-|refresh-/);
});
