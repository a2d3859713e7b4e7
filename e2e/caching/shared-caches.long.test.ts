import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasStaffRole } from '../../access/roles';
import { repositoryRoot } from '../../platform/process/repository-root';
import { eventually, preparedFolder, Shop } from '../harness/shop';
import { credentialOf } from '../permissions/callers';
import { callers as allCallers } from '../permissions/matrix';
import { type CachingProxy, isInstalled, type ProxyName, proxyNames, startProxy } from './proxies';
import { queries, queryPaths } from './random-operations';

/** The caching proxies of Debian keep what the gateway lets them keep, and nothing of a person. */

type Headers = Readonly<Record<string, string>>;

interface Caller {
  readonly name: string;
  readonly headers: Headers;
  /** What only an answer to this caller may contain. */
  readonly marker: string | null;
  readonly isStaff: boolean;
}

const anonymous: Caller = { name: 'anonymous', headers: {}, marker: null, isStaff: false };
const runs = 60;
/** Longer than a test takes. */
const longSeconds = 600;
const slowly = { timeout: 30_000 };
const storefront = 'key STOREFRONT of ADMIN';
const names = ['customer', 'another customer', 'support', 'admin', 'key ORDERS_READ of PARTNER'];
const email = '{ me { email } }';
const catalogue = '{ products(first: 3) { edges { node { sku name price { amount } } } } }';
const gross = '{ product(sku: "DEMO-0001") { sku grossPrice(country: "DE") { amount } } }';
const schema = buildSchema(readFileSync(path.join(repositoryRoot, 'gateway/api.graphql'), 'utf8'));
const paths = queryPaths(schema);

let folder: string;
let shop: Shop;
let callers: readonly Caller[];

const configure = (settings: object) =>
  writeFileSync(path.join(folder, 'config.yaml'), JSON.stringify(settings));

/** Changes settings of the running shop; returns when the gateway has the lifetime. */
async function reconfigure(catalogueSeconds: number, more: object = {}): Promise<void> {
  configure({ cache: { catalogueSeconds }, ...more });
  const lifetime = async () => {
    const { headers } = await get(shop.url, { query: fresh(catalogue) });
    return headers.get('cache-control') === `public, max-age=${catalogueSeconds}`;
  };
  await eventually(`a lifetime of ${catalogueSeconds} s`, lifetime);
}

beforeAll(async () => {
  folder = await preparedFolder();
  configure({ cache: { catalogueSeconds: longSeconds } });
  shop = await Shop.start({}, folder);
  callers = await Promise.all([anonymous, ...named()]);
});
afterAll(() => shop?.close());

function named(): Promise<Caller>[] {
  const people = names.map(async (name) => {
    const caller = allCallers.find((each) => each.name === name);
    if (caller === undefined) throw new Error(`${name} is no caller of the matrix.`);
    const headers = await credentialOf(caller, shop);
    const { data } = await shop.client.post({ query: email }, headers);
    const { me } = data as { me: { email: string } | null };
    const isStaff = hasStaffRole([caller.role ?? '']);
    return { name, headers, marker: me?.email ?? null, isStaff };
  });
  const key = allCallers.find(({ name }) => name === storefront);
  if (key === undefined) throw new Error(`${storefront} is no caller of the matrix.`);
  const visitors = credentialOf(key, shop);
  return [
    ...people,
    ...['198.51.100.1', '203.0.113.7'].map(async (address) => ({
      name: `visitor ${address}`,
      headers: { ...(await visitors), 'x-buyer-ip': address },
      marker: null,
      isStaff: false,
    })),
  ];
}

/** A query that no other test has sent. */
const fresh = (query: string) => `query Q${randomUUID().replaceAll('-', '')} ${query}`;

function get(url: string, parameters: Headers, headers: Headers = {}): Promise<Response> {
  const search = new URLSearchParams(parameters).toString();
  return fetch(`${url}/graphql?${search}`, {
    headers: { accept: 'application/json', 'apollo-require-preflight': '1', ...headers },
  });
}

const rateHeaders = ({ headers }: Response) =>
  [...headers.keys()].filter((name) => /^(x-)?ratelimit/.test(name));

const cacheStatus = ({ headers }: Response) => headers.get('x-cache');

describe.each(proxyNames)('%s', (name: ProxyName) => {
  describe.skipIf(!isInstalled(name))('of Debian', () => {
    let proxy: CachingProxy;
    beforeAll(async () => {
      proxy = await startProxy(name, shop.url);
      await reconfigure(longSeconds);
    });
    afterAll(() => proxy?.close());

    test('answers again from its cache, and tells a client what it has', async () => {
      const query = fresh(catalogue);
      const first = await get(proxy.url, { query });
      const again = await get(proxy.url, { query });
      expect([first, again].map(cacheStatus)).toEqual(['MISS', 'HIT']);
      expect(await again.text()).toBe(await first.text());
      expect([first, again].flatMap(rateHeaders)).toEqual([]);
      const etag = first.headers.get('etag') ?? '';
      expect(etag).not.toBe('');
      const current = await get(proxy.url, { query }, { 'if-none-match': etag });
      expect([current.status, await current.text()]).toEqual([304, '']);
    });

    test('keeps operations by hash as it keeps their text', async () => {
      const query = fresh(catalogue);
      const sha256Hash = createHash('sha256').update(query).digest('hex');
      const extensions = { persistedQuery: { version: 1, sha256Hash } };
      await shop.client.post({ query, extensions });
      const byHash = { extensions: JSON.stringify(extensions) };
      const sent = [await get(proxy.url, byHash), await get(proxy.url, byHash)];
      expect(sent.map(cacheStatus)).toEqual(['MISS', 'HIT']);
      const byText = await get(proxy.url, { query });
      for (const header of ['cache-control', 'etag', 'vary', 'content-type']) {
        expect(sent[1]?.headers.get(header)).toBe(byText.headers.get(header));
      }
      expect(sent.flatMap(rateHeaders)).toEqual([]);
    });

    test('keeps nothing that is not public', async () => {
      for (const caller of callers) {
        const query = fresh(email);
        const sent = [];
        for (const _ of [1, 2]) sent.push(await get(proxy.url, { query }, caller.headers));
        for (const response of sent) {
          expect(response.headers.get('cache-control')).toBe('private, no-store');
          expect(cacheStatus(response)).toBe('MISS');
        }
      }
    });

    test(`gives nobody the answer of another person, in ${runs} operations`, async () => {
      const markers = callers.flatMap(({ marker }) => marker ?? []);
      expect(new Set(markers).size).toBeGreaterThanOrEqual(4);
      const kinds = new Set<string>();
      const all = [...callers, ...callers];
      const order = fc.shuffledSubarray(all, { minLength: all.length });
      const property = fc.asyncProperty(queries(paths), order, async (query, senders) => {
        for (const sender of senders) kinds.add(await demandOwnAnswer(sender, query, markers));
      });
      await fc.assert(property, { numRuns: runs, seed: 42 });
      expect([...kinds]).toEqual(expect.arrayContaining(['private', 'public HIT', 'public MISS']));
    });

    /** @returns the kind of the answer. */
    async function demandOwnAnswer(sender: Caller, query: string, markers: readonly string[]) {
      const id = randomUUID();
      const response = await get(proxy.url, { query }, { ...sender.headers, 'x-request-id': id });
      const text = await response.text();
      const isPublic = response.headers.get('cache-control')?.startsWith('public') ?? false;
      // Staff may read what belongs to others.
      const own = sender.isStaff ? markers : [sender.marker];
      for (const marker of markers) {
        if (isPublic || !own.includes(marker)) expect(text).not.toContain(marker);
      }
      if (isPublic) {
        expect(rateHeaders(response)).toEqual([]);
        return `public ${cacheStatus(response)}`;
      }
      // An answer from a cache would have the id of another request.
      expect(response.headers.get('x-request-id')).toBe(id);
      return 'private';
    }

    test('renews what has expired without its bytes', async () => {
      await reconfigure(1);
      const query = fresh(catalogue);
      const before = await get(proxy.url, { query });
      const text = await before.text();
      const isRenewed = async () => {
        const response = await get(proxy.url, { query });
        expect(await response.text()).toBe(text);
        const isNew = response.headers.get('date') !== before.headers.get('date');
        return name === 'nginx' ? cacheStatus(response) === 'REVALIDATED' : isNew;
      };
      await expect.poll(isRenewed, slowly).toBe(true);
    });

    test('shows a changed tax within the lifetime', async () => {
      const amount = async () => {
        const { data } = (await (await get(proxy.url, { query: gross })).json()) as {
          data: { product: { grossPrice: { amount: string } } };
        };
        return data.product.grossPrice.amount;
      };
      const before = await amount();
      const taxPercent = name === 'varnish' ? '50' : '70';
      const countries = { DE: { taxPercent, shipping: { default: '5' } } };
      await reconfigure(1, { pricing: { countries } });
      await expect.poll(amount, slowly).not.toBe(before);
    });
  });
});
