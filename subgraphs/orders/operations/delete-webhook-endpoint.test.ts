import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopForFile } from '../testing/shop';
import { endpointOf, openDelivery } from '../testing/webhooks';

const shop = shopForFile();
const ada = person(uuidV7(), 'PARTNER');

const remove = `mutation ($id: ID!) { deleteWebhookEndpoint(id: $id) {
  __typename ... on WebhookEndpoint { id deliveries { edges { cursor } } } } }`;

describe('deleteWebhookEndpoint', () => {
  it('deletes the endpoint, with its open deliveries', async () => {
    const { endpoint } = await endpointOf(shop, ada);
    await openDelivery(shop, endpoint.id);
    const { data } = await shop.ask(ada, remove, { id: endpoint.id });
    expect(data.deleteWebhookEndpoint).toEqual({
      __typename: 'WebhookEndpoint',
      id: endpoint.id,
      deliveries: { edges: [] },
    });
    const again = await shop.ask(ada, remove, { id: endpoint.id });
    expect(again.data.deleteWebhookEndpoint.__typename).toBe('NotFoundError');
  });

  it('finds no endpoint of somebody else', async () => {
    const { endpoint } = await endpointOf(shop, ada);
    const { data } = await shop.ask(person(uuidV7(), 'PARTNER'), remove, { id: endpoint.id });
    expect(data.deleteWebhookEndpoint.__typename).toBe('NotFoundError');
  });

  it('deletes the endpoint of anybody for an ADMIN in person, which is audited', async () => {
    const { endpoint } = await endpointOf(shop, ada);
    const { data } = await shop.ask(person(uuidV7(), 'ADMIN'), remove, { id: endpoint.id });
    expect(data.deleteWebhookEndpoint).toMatchObject({ id: endpoint.id });
    const { rows } = await shop.pool.query('SELECT action FROM audit_outbox WHERE subject = $1', [
      `WebhookEndpoint:${endpoint.id}`,
    ]);
    expect(rows).toEqual([{ action: 'webhook.delete' }]);
  });
});
