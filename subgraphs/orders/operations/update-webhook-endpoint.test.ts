import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopForFile } from '../testing/shop';
import { endpointOf, openDelivery } from '../testing/webhooks';

const shop = shopForFile();
const ada = person(uuidV7(), 'PARTNER');

const update = `mutation ($id: ID!, $input: UpdateWebhookEndpointInput!) {
  updateWebhookEndpoint(id: $id, input: $input) {
    __typename
    ... on WebhookEndpoint { url events enabled disabledReason
      deliveries { edges { node { nextAttemptAt } } } }
    ... on ValidationError { fields { path } }
  }
}`;

describe('updateWebhookEndpoint', () => {
  it('changes what is given, and leaves the rest', async () => {
    const { endpoint } = await endpointOf(shop, ada);
    const input = { events: ['order.shipped'] };
    const { data } = await shop.ask(ada, update, { id: endpoint.id, input });
    expect(data.updateWebhookEndpoint).toMatchObject({
      url: endpoint.url,
      events: ['order.shipped'],
      enabled: true,
    });
  });

  it('lets what is open wait while it is disabled, and makes it due at once', async () => {
    const { endpoint } = await endpointOf(shop, ada);
    const { id } = endpoint;
    await openDelivery(shop, id);
    const set = async (enabled: boolean) => {
      const { data } = await shop.ask(ada, update, { id, input: { enabled } });
      const { edges } = data.updateWebhookEndpoint.deliveries;
      return [data.updateWebhookEndpoint.enabled, edges[0].node.nextAttemptAt];
    };
    expect(await set(false)).toEqual([false, null]);
    expect(await set(true)).toEqual([true, expect.any(String)]);
    await shop.pool.query(
      `UPDATE webhook_deliveries SET next_attempt_at = now() + interval '6 hours' WHERE endpoint_id = $1`,
      [id],
    );
    const [, dueAt] = await set(true);
    expect(Date.parse(dueAt)).toBeLessThan(Date.now() + 3_600_000);
  });

  it('restarts the retries of what waited when it is enabled, and not if it was enabled', async () => {
    const { endpoint } = await endpointOf(shop, ada);
    const { id } = endpoint;
    await openDelivery(shop, id);
    const isRestartedBy = async (...states: boolean[]) => {
      await shop.pool.query(
        `UPDATE webhook_deliveries SET begun_at = now() - interval '4 days', failures = 9
         WHERE endpoint_id = $1`,
        [id],
      );
      for (const enabled of states) await shop.ask(ada, update, { id, input: { enabled } });
      const { rows } = await shop.pool.query<{ restarted: boolean }>(
        `SELECT failures = 0 AND begun_at > now() - interval '1 hour' AS restarted
         FROM webhook_deliveries WHERE endpoint_id = $1`,
        [id],
      );
      return rows[0]?.restarted;
    };
    expect(await isRestartedBy(true)).toBe(false);
    expect(await isRestartedBy(false)).toBe(false);
    expect(await isRestartedBy(false, true)).toBe(true);
  });

  it('forgets why it was disabled once it is enabled', async () => {
    const { endpoint } = await endpointOf(shop, ada);
    await shop.pool.query(
      `UPDATE webhook_endpoints SET enabled = false, disabled_reason = 'It failed.' WHERE id = $1`,
      [endpoint.id],
    );
    const { data } = await shop.ask(ada, update, { id: endpoint.id, input: { enabled: true } });
    expect(data.updateWebhookEndpoint).toMatchObject({ enabled: true, disabledReason: null });
  });

  it('refuses what createWebhookEndpoint refuses', async () => {
    const { endpoint } = await endpointOf(shop, ada);
    const input = { events: ['order.eaten'] };
    const { data } = await shop.ask(ada, update, { id: endpoint.id, input });
    expect(data.updateWebhookEndpoint.fields).toEqual([{ path: ['events', '0'] }]);
  });

  it('finds no endpoint of somebody else, and none that there is not', async () => {
    const { endpoint } = await endpointOf(shop, ada);
    const admin = person(uuidV7(), 'ADMIN');
    for (const [viewer, id] of [
      [admin, endpoint.id],
      [ada, uuidV7()],
      [ada, 'x'],
    ] as const) {
      const { data } = await shop.ask(viewer, update, { id, input: { enabled: false } });
      expect(data.updateWebhookEndpoint.__typename).toBe('NotFoundError');
    }
  });
});
