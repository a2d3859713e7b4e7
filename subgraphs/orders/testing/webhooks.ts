import type { Viewer } from '../../../platform/requests/viewer';
import type { Shop } from './shop';

const create = `mutation ($url: URL!, $events: [String!]!) {
  createWebhookEndpoint(input: { url: $url, events: $events }) {
    __typename
    ... on WebhookEndpointCreated { signingSecret endpoint { id url events enabled } }
    ... on ValidationError { fields { path message } }
  }
}`;

/** An endpoint of the viewer without a receiver. */
export async function endpointOf(shop: Shop, viewer: Viewer, given: object = {}) {
  const variables = { url: 'http://127.0.0.1:9/hook', events: ['order.placed'], ...given };
  const { data, codes } = await shop.ask(viewer, create, variables);
  return { ...data?.createWebhookEndpoint, codes };
}

/** An open delivery, as written by the relay. */
export async function openDelivery({ pool }: Pick<Shop, 'pool'>, endpointId: string, version = 1) {
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO webhook_deliveries (id, endpoint_id, order_id, version, event_type, event_at,
       number, order_status)
     VALUES (gen_random_uuid(), $1, gen_random_uuid(), $2, 'order.placed', now(), 'N', 'PENDING')
     RETURNING id`,
    [endpointId, version],
  );
  return rows[0]?.id ?? '';
}
