import type { Client } from 'urql';
import { afterEach, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

async function load() {
  vi.stubGlobal('sessionStorage', { getItem: () => null });
  vi.stubGlobal('BroadcastChannel', class {});
  vi.resetModules();
  return (await import('./use-stats')).readStats;
}

const failed = { error: { graphQLErrors: [{ message: 'Away', extensions: {} }] } };
const point = { at: '2026-11-30T00:00:00.000Z', placed: 1 };

/** Answers the currencies, and the figures of each as given. */
const clientWith = (figures: Readonly<Record<string, object>>) =>
  ({
    query: (_operation: string, { currency }: { readonly currency?: string }) => ({
      toPromise: async () =>
        currency === undefined
          ? { data: { orderCurrencies: Object.keys(figures) } }
          : figures[currency],
    }),
  }) as unknown as Client;

it('the figures of all currencies are read together', async () => {
  const readStats = await load();
  const euros = { data: { orderStats: [point] } };
  const both = await readStats(clientWith({ EUR: euros, GBP: euros }), 'day');
  expect([both.data?.length, both.errors]).toEqual([2, []]);
});

it.each([
  ['one currency', { EUR: { data: { orderStats: [point] } }, GBP: failed }],
  ['every currency', { EUR: failed }],
])('there are no figures where %s could not be read', async (_which, figures) => {
  const readStats = await load();
  const { data, errors } = await readStats(clientWith(figures), 'day');
  expect([data, errors.length]).toEqual([undefined, 1]);
});
