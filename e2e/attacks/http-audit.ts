import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  buildClientSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  printSchema,
} from 'graphql';
import { serverAudits } from 'graphql-http';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { demoAccount } from '../harness/people';
import type { Shop } from '../harness/shop';

/** GraphQL over HTTP as the working group's own audits understand it; introspection is on. */
export function auditHttp(shop: () => Shop): void {
  /** What a server MAY do stays out: forms, and GET from any page, are what the CSRF guard is for. */
  const audits = serverAudits({ url: () => `${shop().url}/graphql` }).filter(
    ({ name }) => !name.startsWith('MAY'),
  );
  const level = (word: string) => audits.filter(({ name }) => name.startsWith(word));

  describe('GraphQL over HTTP', () => {
    test('has 13 things that a server MUST do and 23 that it SHOULD', () => {
      expect([level('MUST').length, level('SHOULD').length]).toEqual([13, 23]);
    });

    test.each(audits.map((audit) => ({ name: audit.name, audit })))('$name', async ({ audit }) => {
      const result = await audit.fn();
      expect(result.status === 'ok' ? 'ok' : result.reason).toBe('ok');
    });
  });

  describe('the schema for tools', () => {
    const committed = readFileSync(path.join(repositoryRoot, 'gateway/api.graphql'), 'utf8');
    const query = getIntrospectionQuery({
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    });

    test('introspection describes the whole API, and fits into an answer', async () => {
      const { data, errors, extensions } = await shop().client.post({ query });
      expect(errors).toEqual([]);
      expect(extensions).toMatchObject({ cost: { requested: 0 } });
      expect(`${printSchema(buildClientSchema(data as IntrospectionQuery))}\n`).toBe(committed);
    });

    test('the file is the same as the committed one', async () => {
      const response = await fetch(`${shop().url}/graphql/schema.graphql`);
      expect(await response.text()).toBe(committed);
    });
  });

  describe('answers that caches may keep', () => {
    const json = { accept: 'application/json', 'apollo-require-preflight': '1' };
    const get = (query: string, headers: Record<string, string> = {}, variables = {}) => {
      const url = new URL(`${shop().url}/graphql`);
      url.searchParams.set('query', query);
      url.searchParams.set('variables', JSON.stringify(variables));
      return fetch(url, { headers: { ...json, ...headers } });
    };
    const rateHeaders = ({ headers }: Response) =>
      [...headers.keys()].filter((name) => /^(x-)?ratelimit/.test(name));
    /** What caches may keep never says how many requests a caller has left. */
    const cacheControl = async (...sent: Parameters<typeof get>) => {
      const response = await get(...sent);
      const policy = response.headers.get('cache-control') ?? '';
      expect(rateHeaders(response)).toHaveLength(policy.startsWith('public') ? 0 : 5);
      return policy;
    };

    const catalogue = `{ products(first: 2) { edges { cursor node { ...Card } } pageInfo { endCursor } } }
      fragment Card on Product { __typename sku name price { amount } grossPrice(country: "DE") { amount } }`;
    const stocked = '{ product(sku: "DEMO-0001") { sku available } }';
    const filtered =
      'query($filter: ProductFilter) { products(filter: $filter) { nodes { sku } } }';

    test.each([
      ['the catalogue', catalogue, {}, 'public, max-age=60'],
      ['what is available', stocked, {}, 'public, max-age=1'],
      [
        'a filter by price',
        filtered,
        { filter: { priceMin: '2', currency: 'EUR' } },
        'public, max-age=60',
      ],
      ['a filter by stock', filtered, { filter: { inStock: true } }, 'public, max-age=1'],
      [
        'a literal filter by stock',
        '{ products(filter: { inStock: true }) { totalCount } }',
        {},
        'public, max-age=1',
      ],
      [
        'a filter by stock that is the default of a variable',
        'query($filter: ProductFilter = { inStock: true }) { products(filter: $filter) { nodes { sku } } }',
        {},
        'public, max-age=1',
      ],
      [
        'a quote',
        '{ quote(currency: EUR, country: "DE", lines: []) { __typename } }',
        {},
        'private, no-store',
      ],
      ['an account', '{ product(sku: "DEMO-0001") { sku } me { id } }', {}, 'private, no-store'],
      [
        'an error',
        '{ product(sku: "DEMO-0001") { sku stock { onHand } } }',
        {},
        'private, no-store',
      ],
    ])('%s', async (_what, query, variables, expected) => {
      expect(await cacheControl(query, {}, variables)).toBe(expected);
    });

    test('are the same for customers, and not for staff, who see inactive products', async () => {
      const as = async (name: 'admin' | 'customer') => {
        const { accessToken } = await demoAccount(shop().client, name);
        return cacheControl(catalogue, { authorization: `Bearer ${accessToken}` });
      };
      expect(await as('customer')).toBe('public, max-age=60');
      expect(await as('admin')).toBe('private, no-store');
    });

    test('are not sent again to a client that has them', async () => {
      const first = await get(catalogue);
      const etag = first.headers.get('etag') ?? '';
      expect(etag).toMatch(/^"[\w-]{43}"$/);
      expect(first.headers.get('vary')).toBe('Origin, Accept, Authorization, X-API-Key');
      expect(rateHeaders(first)).toEqual([]);
      const { headers } = await shop().client.post({ query: catalogue });
      expect([headers.get('cache-control'), headers.has('x-ratelimit-limit')]).toEqual([
        'public, max-age=60',
        true,
      ]);

      const second = await get(catalogue, { 'if-none-match': `"other", W/${etag}` });
      expect([second.status, await second.text()]).toEqual([304, '']);
      expect(rateHeaders(second)).toEqual([]);
      expect(second.headers.get('cache-control')).toBe('public, max-age=60');
      expect(second.headers.get('etag')).toBe(etag);
      expect((await get(catalogue, { 'if-none-match': '"other"' })).status).toBe(200);
      expect((await get('{ __typename }')).headers.has('etag')).toBe(false);
    });
  });
}
