import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { ordersStore } from '../store';
import { testOrdersKeys } from '../testing/orders-keys';
import { person, shopForFile } from '../testing/shop';
import { endpointOf, openDelivery } from '../testing/webhooks';

const shop = shopForFile();
const ada = person(uuidV7(), 'PARTNER');

const redeliver = `mutation ($id: ID!) { redeliverWebhook(deliveryId: $id) {
  __typename ... on WebhookDelivery { status attempts nextAttemptAt } } }`;

describe('redeliverWebhook', () => {
  it('makes what was given up due again', async () => {
    const { endpoint } = await endpointOf(shop, ada);
    const id = await openDelivery(shop, endpoint.id);
    await shop.pool.query(
      `UPDATE webhook_deliveries SET status = 'FAILED', attempts = 3, failures = 3,
         next_attempt_at = NULL WHERE id = $1`,
      [id],
    );
    const { data } = await shop.ask(ada, redeliver, { id });
    expect(data.redeliverWebhook).toMatchObject({
      status: 'PENDING',
      attempts: 3,
      nextAttemptAt: expect.any(String),
    });
  });

  it('makes later deliveries of the order due, which waited with it', async () => {
    const { webhookDeliveries } = ordersStore(shop.pool, testOrdersKeys);
    const { endpoint } = await endpointOf(shop, ada);
    const [id, laterId] = [
      await openDelivery(shop, endpoint.id),
      await openDelivery(shop, endpoint.id, 2),
    ];
    await shop.pool.query('UPDATE webhook_deliveries SET order_id = $1 WHERE id = ANY($2)', [
      uuidV7(),
      [id, laterId],
    ]);
    const taken = await webhookDeliveries.take({ limit: 64, perEndpoint: 4, leaseMs: 60_000 });
    const due = async () => {
      const { rows } = await shop.pool.query<{ id: string }>(
        `SELECT id FROM webhook_deliveries
         WHERE endpoint_id = $1 AND next_attempt_at <= now() ORDER BY version`,
        [endpoint.id],
      );
      return rows.map((row) => row.id);
    };
    const outcome = { status: 'PENDING', responseStatus: 503, pauseMs: 3_600_000 } as const;
    for (const each of taken) await webhookDeliveries.recordAttempt(each, outcome);
    expect(await due()).toEqual([]);
    await shop.ask(ada, redeliver, { id });
    expect(await due()).toEqual([id, laterId]);
  });

  it('is refused beyond its rate for an address', async () => {
    const { endpoint } = await endpointOf(shop, ada);
    const id = await openDelivery(shop, endpoint.id);
    const fields = Array.from(
      { length: 61 },
      (_, time) => `time${time}: redeliverWebhook(deliveryId: "${id}") { __typename }`,
    );
    const elsewhere = { ...ada, address: '198.51.100.7' };
    const { codes } = await shop.ask(elsewhere, `mutation { ${fields.join(' ')} }`);
    expect(codes).toEqual(['RATE_LIMITED']);
    expect((await shop.ask(ada, redeliver, { id })).codes).toEqual([]);
  });

  it('finds no delivery of somebody else, and none that there is not', async () => {
    const { endpoint } = await endpointOf(shop, ada);
    const id = await openDelivery(shop, endpoint.id);
    for (const [viewer, deliveryId] of [
      [person(uuidV7(), 'ADMIN'), id],
      [ada, uuidV7()],
      [ada, 'x'],
    ] as const) {
      const { data } = await shop.ask(viewer, redeliver, { id: deliveryId });
      expect(data.redeliverWebhook.__typename).toBe('NotFoundError');
    }
  });
});
