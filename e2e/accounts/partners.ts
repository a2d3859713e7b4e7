import { beforeAll, describe, expect, test } from 'vitest';
import { PlaceOrder } from '../../client/src/generated/operations';
import type { Client } from '../harness/client';
import { demoClient } from '../harness/demo-client';
import { orderOf } from '../harness/people';
import { eventually, type Shop } from '../harness/shop';

interface NewKey {
  readonly secret: string;
  readonly apiKey: { readonly id: string };
}

/** Registrations a minute that an address may try: more than other journeys need together. */
export const registrationsMax = 40;

/** API keys of partners and of servers that render pages. */
export function checkPartners(shop: Shop): void {
  const admin = demoClient(shop, 'admin');
  const partner = demoClient(shop, 'partner');
  async function newKey(owner: Client, scope: string): Promise<NewKey> {
    const query = `mutation { createApiKey(input: { name: "e2e", scopes: [${scope}] }) {
      ... on ApiKeyCreated { secret apiKey { id } } } }`;
    const { data } = await owner.post({ query });
    return (data as unknown as { createApiKey: NewKey }).createApiKey;
  }

  async function ask(query: string, headers: Record<string, string>) {
    const answer = await shop.client.post({ query }, headers);
    const codes = answer.errors.map(({ extensions }) => extensions.code);
    return { ...answer, codes };
  }

  describe('an API key', () => {
    test('reads of its owner id and roles alone, also through an order', async () => {
      const placing = orderOf([['DEMO-0001', 1]], 'tok_ok');
      await partner.run(PlaceOrder, placing);
      const { secret } = await newKey(partner, 'ORDERS_READ');
      const headers = { 'x-api-key': secret };
      const ownerIn = (fields: string) =>
        ask(`{ orders(first: 1) { edges { node { customer { ${fields} } } } } }`, headers);
      const allowed = await ownerIn('id roles');
      const owner = { id: expect.any(String), roles: ['PARTNER'] };
      const orderOfOwner = (customer: unknown) => ({ orders: { edges: [{ node: { customer } }] } });
      expect([allowed.codes, allowed.data]).toEqual([[], orderOfOwner(owner)]);
      const refused = await ownerIn('id email');
      expect([refused.codes, refused.data]).toEqual([['FORBIDDEN'], orderOfOwner(null)]);
    });

    test('shows its owner what was sent with it, through any gateway', async () => {
      const { secret, apiKey } = await newKey(partner, 'ORDERS_READ');
      const headers = { 'x-api-key': secret, 'x-request-id': 'e2e-orders' };
      await ask('query Mine { orders(first: 1) { edges { cursor } } }', headers);
      await ask('{ warehouses { code } }', { ...headers, 'x-request-id': 'e2e-forbidden' });
      type Listed = { id: string; requests: Record<string, unknown>[] }[];
      const requests = async () => {
        const selection = 'at requestId operation outcome status durationMs';
        const { data } = await partner.post({
          query: `{ apiKeys { id requests { ${selection} } } }`,
        });
        const { apiKeys } = data as unknown as { apiKeys: Listed };
        return apiKeys.find(({ id }) => id === apiKey.id)?.requests ?? [];
      };
      await eventually('both requests are recorded', async () => (await requests()).length === 2);
      const rows = await requests();
      const byId = new Map(rows.map((row) => [row.requestId, row]));
      const answered = { operation: 'Mine', outcome: 'OK', status: 200 };
      expect(byId.get('e2e-orders')).toMatchObject(answered);
      const refused = { operation: null, outcome: 'FORBIDDEN', status: 200 };
      expect(byId.get('e2e-forbidden')).toMatchObject(refused);
      for (const { at, durationMs } of rows) {
        expect(Math.abs(Date.parse(String(at)) - Date.now())).toBeLessThan(600_000);
        expect(Number.isInteger(durationMs)).toBe(true);
      }
    });
  });

  describe('a STOREFRONT key', () => {
    const catalogue = '{ products(first: 1) { edges { node { sku } } } }';
    let secret: string;
    const as = (buyerIp: string) => ({ 'x-api-key': secret, 'x-buyer-ip': buyerIp });
    beforeAll(async () => {
      ({ secret } = await newKey(admin, 'STOREFRONT'));
    });

    test('reads the catalogue within a quota of its own, and nothing of an account', async () => {
      const { status, headers, codes } = await ask(catalogue, as('203.0.113.7'));
      expect([status, codes, headers.get('x-ratelimit-limit')]).toEqual([200, [], '6000']);
      for (const query of [
        '{ me { id } }',
        '{ orders { edges { cursor } } }',
        '{ apiKeys { id } }',
      ]) {
        const answer = await ask(query, as('203.0.113.7'));
        expect([answer.status, answer.codes]).toEqual([200, ['FORBIDDEN']]);
      }
    });
  });
}
