import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import { userIdOf } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import { openShop, person, type Shop } from '../testing/shop';
import { endpointOf, openDelivery } from '../testing/webhooks';

const webhookEndpoints = '{ webhookEndpoints { id enabled disabledReason } }';
const enable = `mutation ($id: ID!) {
  updateWebhookEndpoint(id: $id, input: { enabled: true }) { __typename }
}`;
const accountsLocked = 'mutation { accountsLocked }';

let shop: Shop;
const locked = new Set<string>();
/** When accounts were started again, by their ids. */
const started = new Map<string, string>();
const ada = person(uuidV7(), 'PARTNER');
const grace = person(uuidV7(), 'PARTNER');
beforeAll(async () => {
  const users: ServiceCall = async <Data>(_query: string, variables: Record<string, unknown>) => {
    const ids = variables.ids as string[];
    const lockedAccounts = ids.filter((id) => locked.has(id));
    const isAsked = ([userId]: readonly [string, string]) => ids.includes(userId);
    const startedAgain = [...started].filter(isAsked).map(([userId, at]) => ({ userId, at }));
    return { lockedAccounts, startedAgain } as Data;
  };
  shop = await openShop({ users });
});
afterAll(() => shop.close());

async function tell() {
  const scope = { requestId: 'test', signal: new AbortController().signal };
  const viewer = { kind: 'system', cause: 'test' } as const;
  return shop.subgraph.internal({ query: accountsLocked }, { viewer, ...scope });
}

const endpoints = async (viewer = ada) =>
  (await shop.ask(viewer, webhookEndpoints)).data.webhookEndpoints;

describe('accountsLocked', () => {
  it('disables the endpoints of locked accounts, and no other', async () => {
    const { endpoint } = await endpointOf(shop, ada);
    const deliveryId = await openDelivery(shop, endpoint.id);
    await endpointOf(shop, grace);
    locked.add(String(userIdOf(ada)));
    expect((await tell()).data).toEqual({ accountsLocked: true });
    const disabledReason =
      'Its owner was locked, disowned a change, or lost the role for webhooks.';
    expect(await endpoints()).toEqual([{ id: endpoint.id, enabled: false, disabledReason }]);
    expect(await endpoints(grace)).toMatchObject([{ enabled: true, disabledReason: null }]);
    const { rows } = await shop.pool.query(
      'SELECT status, next_attempt_at FROM webhook_deliveries WHERE id = $1',
      [deliveryId],
    );
    expect(rows).toEqual([{ status: 'PENDING', next_attempt_at: null }]);
  });

  it('leaves it to the owner to enable them after the lock', async () => {
    locked.clear();
    await tell();
    const [endpoint] = await endpoints();
    expect(endpoint.enabled).toBe(false);
    await shop.ask(ada, enable, { id: endpoint.id });
    await tell();
    expect(await endpoints()).toMatchObject([{ enabled: true, disabledReason: null }]);
  });

  it('deletes endpoints that are older than the first proof of an address, and no others', async () => {
    const eve = person(uuidV7(), 'PARTNER');
    const { endpoint: former } = await endpointOf(shop, eve);
    await openDelivery(shop, former.id);
    await shop.pool.query(
      `UPDATE webhook_endpoints SET created_at = now() - interval '1 minute' WHERE id = $1`,
      [former.id],
    );
    const { endpoint: later } = await endpointOf(shop, eve);
    started.set(String(userIdOf(eve)), new Date(Date.now() - 30_000).toISOString());
    expect((await tell()).data).toEqual({ accountsLocked: true });
    expect(await endpoints(eve)).toMatchObject([{ id: later.id, enabled: true }]);
    expect(await endpoints(grace)).toHaveLength(1);
  });

  it('deletes them while they are disabled, too: the owner might enable them', async () => {
    const joe = person(uuidV7(), 'PARTNER');
    const { endpoint } = await endpointOf(shop, joe);
    await shop.pool.query(
      `UPDATE webhook_endpoints SET enabled = false, created_at = now() - interval '1 minute'
       WHERE id = $1`,
      [endpoint.id],
    );
    started.set(String(userIdOf(joe)), new Date().toISOString());
    await tell();
    expect(await endpoints(joe)).toEqual([]);
  });
});
