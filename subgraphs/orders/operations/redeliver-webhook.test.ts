import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
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
