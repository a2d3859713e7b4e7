import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../../config/schema';
import { uuidV7 } from '../../../platform/values/uuid';
import { ordersStore } from '../store';
import { testOrdersKeys } from '../testing/orders-keys';
import { person, shopForFile } from '../testing/shop';
import { endpointOf, openDelivery } from '../testing/webhooks';
import { expireWebhooksJob } from '../workflows/jobs/cleanups';

const shop = shopForFile();
const ada = person(uuidV7(), 'PARTNER');

const list = `query ($first: Int, $after: String) { webhookEndpoints { deliveries(first: $first, after: $after) {
  edges { cursor node { id eventId status attempts } } pageInfo { hasNextPage } } } }`;

describe('WebhookEndpoint.deliveries', () => {
  it('is read in pages, newest first, for all endpoints in one statement', async () => {
    const eve = person(uuidV7(), 'PARTNER');
    const ids: string[] = [];
    for (let endpoints = 0; endpoints < 2; endpoints += 1) {
      const { endpoint } = await endpointOf(shop, eve);
      for (let version = 1; version <= 3; version += 1) {
        if (endpoints === 0) ids.unshift(await openDelivery(shop, endpoint.id, version));
        else await openDelivery(shop, endpoint.id, version);
      }
    }
    const one = await shop.ask(eve, list, { first: 2 });
    const [page] = one.data.webhookEndpoints;
    const two = await shop.ask(eve, list, { first: 2, after: page.deliveries.edges[1].cursor });
    const [next] = two.data.webhookEndpoints;
    expect(page.deliveries.pageInfo.hasNextPage).toBe(true);
    expect(next.deliveries.pageInfo.hasNextPage).toBe(false);
    const edges = [...page.deliveries.edges, ...next.deliveries.edges];
    expect(edges.map(({ node }) => node.id)).toEqual(ids);
    expect(edges[0].node).toMatchObject({
      eventId: expect.stringMatching(/^evt_[0-9a-f]{32}_\d$/),
      status: 'PENDING',
      attempts: 0,
    });
  });

  it('refuses a size or cursor that it never gave out', async () => {
    await endpointOf(shop, ada);
    for (const variables of [{ first: 0 }, { first: 101 }, { after: 'x' }]) {
      expect((await shop.ask(ada, list, variables)).codes).toEqual(['BAD_USER_INPUT']);
    }
    const forged = Buffer.from(JSON.stringify(['event', 'x', '1', 'y'])).toString('base64url');
    expect((await shop.ask(ada, list, { after: forged })).codes).toEqual(['BAD_USER_INPUT']);
  });
});

describe('the log of deliveries', () => {
  it('forgets what is old', async () => {
    const { endpoint } = await endpointOf(shop, ada);
    const [old, young] = [
      await openDelivery(shop, endpoint.id),
      await openDelivery(shop, endpoint.id),
    ];
    await shop.pool.query(
      `UPDATE webhook_deliveries SET created_at = now() - interval '31 days' WHERE id = $1`,
      [old],
    );
    const store = ordersStore(shop.pool, testOrdersKeys);
    const configuration = parseConfiguration({});
    const run = { id: 'job', attempt: 1, signal: new AbortController().signal };
    expect(await expireWebhooksJob({ store, configuration }).run({}, run)).toEqual({ dropped: 1 });
    const { rows } = await shop.pool.query(
      'SELECT id FROM webhook_deliveries WHERE endpoint_id = $1',
      [endpoint.id],
    );
    expect(rows).toEqual([{ id: young }]);
  });
});
