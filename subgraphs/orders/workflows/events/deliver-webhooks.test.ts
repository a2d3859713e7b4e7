import { Webhook } from 'standardwebhooks';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../../../platform/testing/eventually';
import { openForTest } from '../../../../platform/testing/open-for-file';
import { uuidV7 } from '../../../../platform/values/uuid';
import { previousSecretsMax } from '../../domain/webhook-input';
import { openReceiver } from '../../testing/receiver';
import { person, shopForFile } from '../../testing/shop';

const create = `mutation ($url: URL!, $events: [String!]!) {
  createWebhookEndpoint(input: { url: $url, events: $events }) {
    ... on WebhookEndpointCreated { signingSecret endpoint { id } }
    ... on ValidationError { fields { path message } }
  }
}`;
const list = `{ webhookEndpoints { id enabled disabledReason deliveries(first: 100) { edges { node {
  id eventId eventType attempts status responseStatus nextAttemptAt lastAttemptAt } } } } }`;
const enable = `mutation ($id: ID!, $enabled: Boolean = true) {
  updateWebhookEndpoint(id: $id, input: { enabled: $enabled }) { ... on WebhookEndpoint { enabled } } }`;
const redeliver = `mutation ($id: ID!) {
  redeliverWebhook(deliveryId: $id) { ... on WebhookDelivery { status } } }`;
const sealedElsewhere = 'v1.iCLgj8Y-vnioHWoUgWqTVx_SYPz3qV-aofp4dV6pqeMm3ORSh_XMadB1KycgSA';
const rotate = `mutation ($id: ID!) {
  rotateWebhookSecret(id: $id) { ... on WebhookEndpointCreated { signingSecret } } }`;
const cancel = `mutation ($id: ID!) { cancelOrder(id: $id, reason: "Changed my mind") {
  ... on Order { status } } }`;

const shop = shopForFile({
  webhooks: {
    retrySeconds: [0.05, 0.1],
    retryEverySeconds: 0.2,
    giveUpSeconds: 2,
    deadlineMs: 400,
    concurrencyPerEndpoint: 2,
  },
});
let partner: ReturnType<typeof person>;

beforeAll(async () => {
  shop.inventory.stock({ sku: 'A-1', onHand: 1_000 });
  shop.subgraph.startWork();
});
const receiver = openForTest(openReceiver);
beforeEach(() => {
  partner = person(uuidV7(), 'PARTNER');
});

async function endpoint(events = ['order.placed', 'order.confirmed', 'order.cancelled']) {
  const { data } = await shop.ask(partner, create, { url: receiver.url, events });
  return {
    id: data.createWebhookEndpoint.endpoint.id as string,
    secret: data.createWebhookEndpoint.signingSecret as string,
  };
}

async function seen() {
  const { data } = await shop.ask(partner, list);
  const [one] = data.webhookEndpoints;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever it asked for.
  const deliveries = one.deliveries.edges.map(({ node }: any) => node);
  return { ...one, deliveries };
}

const untilReceived = (count: number) =>
  eventually(`${count} deliveries`, () => receiver.received.length >= count);

/** Each event when it first came: one whose answer is late comes again. */
const receivedOnce = () =>
  receiver.received.filter(
    ({ id }, index, all) => all.findIndex((other) => other.id === id) === index,
  );

const untilAll = (status: string, count: number) =>
  eventually(`${count} deliveries that are ${status}`, async () => {
    const { deliveries } = await seen();
    return (
      deliveries.length === count &&
      deliveries.every((delivery: { status: string }) => delivery.status === status)
    );
  });

describe('webhooks', { timeout: 60_000 }, () => {
  it('tell the owner of an order what happened, in order, signed', async () => {
    const { secret } = await endpoint();
    const order = await shop.place(partner);
    await shop.ask(partner, cancel, { id: order.id });
    await untilAll('DELIVERED', 3);
    const bodies = receivedOnce().map(({ body, headers }) => {
      return new Webhook(secret).verify(body, headers) as { type: string; data: object };
    });
    expect(bodies.map(({ type }) => type)).toEqual([
      'order.placed',
      'order.confirmed',
      'order.cancelled',
    ]);
    const { id: orderId, number } = order;
    expect(bodies[0]).toEqual({
      type: 'order.placed',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: { orderId, number, status: 'PENDING', version: 1 },
    });
    expect(bodies[2]?.data).toEqual({ orderId, number, status: 'CANCELLED', version: 3 });
  });

  it('go to nobody else, and only for the events that the endpoint subscribed to', async () => {
    await endpoint(['order.confirmed']);
    await shop.place(person(uuidV7()));
    await shop.place(partner);
    await untilAll('DELIVERED', 1);
    expect(receivedOnce().map(({ body }) => JSON.parse(body).type)).toEqual(['order.confirmed']);
  });

  it('are retried under the same id until they are accepted, and later ones wait', async () => {
    await endpoint(['order.placed', 'order.confirmed']);
    receiver.status(500);
    await shop.place(partner);
    await untilReceived(3);
    receiver.answers();
    await untilAll('DELIVERED', 2);
    const ids = receiver.received.map(({ id }) => id);
    const [first] = ids;
    const ofFirst = ids.filter((id) => id === first);
    // The second event is not sent before the first was accepted.
    expect(ids.slice(0, ofFirst.length)).toEqual(ofFirst);
    expect(new Set(ids).size).toBe(2);
    const { deliveries } = await seen();
    expect(deliveries[1]).toMatchObject({ eventId: first, attempts: ofFirst.length });
  });

  it('do not follow redirects, and give up on a receiver that does not answer', async () => {
    await endpoint(['order.placed']);
    receiver.answers((_one, response) => response.writeHead(307, { location: receiver.url }).end());
    await shop.place(partner);
    await eventually(
      'a redirect in the log',
      async () => (await seen()).deliveries[0]?.responseStatus === 307,
    );
    receiver.answers(() => undefined);
    await eventually('a missing answer in the log', async () => {
      const [delivery] = (await seen()).deliveries;
      return delivery.attempts > 1 && delivery.responseStatus === null;
    });
    receiver.answers();
    await untilAll('DELIVERED', 1);
  });

  it('are never more at a time than the limit of an endpoint', async () => {
    await endpoint(['order.placed']);
    let [under, most] = [0, 0];
    receiver.answers((_one, response) => {
      under += 1;
      most = Math.max(most, under);
      setTimeout(() => {
        under -= 1;
        response.writeHead(200).end();
      }, 50);
    });
    await Promise.all(Array.from({ length: 8 }, () => shop.place(partner)));
    await untilAll('DELIVERED', 8);
    expect(most).toBe(2);
  });

  it('end at 410, at once, until the endpoint is enabled again', async () => {
    const { id } = await endpoint(['order.placed']);
    receiver.status(410);
    await shop.place(partner);
    await untilAll('FAILED', 1);
    const disabled = await seen();
    expect(disabled).toMatchObject({
      enabled: false,
      disabledReason: expect.stringMatching('410'),
    });
    await shop.place(partner);
    await eventually('an empty outbox', async () => {
      const { rows } = await shop.pool.query('SELECT FROM outbox');
      return rows.length === 0;
    });
    receiver.answers();
    await shop.ask(partner, enable, { id });
    expect(await seen()).toMatchObject({ enabled: true, disabledReason: null });
    await shop.place(partner);
    await eventually(
      'what happened since',
      async () => (await seen()).deliveries[0]?.status === 'DELIVERED',
    );
    // Events that occurred while it was disabled were not kept for it.
    expect((await seen()).deliveries).toHaveLength(2);
  });

  it('wait for their endpoint, also when it is disabled during an attempt', async () => {
    const { id } = await endpoint(['order.placed']);
    let answer = () => {};
    receiver.answers((_request, response) => {
      answer = () => void response.writeHead(503).end();
    });
    await shop.place(partner);
    await untilReceived(1);
    await shop.ask(partner, enable, { id, enabled: false });
    answer();
    await eventually(
      'the end of the attempt',
      async () => (await seen()).deliveries[0].responseStatus === 503,
    );
    expect((await seen()).deliveries[0]).toMatchObject({ status: 'PENDING', nextAttemptAt: null });
    // It waits for longer than attempts may fail, and gets all of them afterwards.
    const earlier = `UPDATE webhook_deliveries SET begun_at = now() - interval '3 seconds', failures = 9
      WHERE endpoint_id = $1`;
    await shop.pool.query(earlier, [id]);
    receiver.answers((_request, response) => {
      receiver.answers();
      response.writeHead(503).end();
    });
    await shop.ask(partner, enable, { id });
    await untilAll('DELIVERED', 1);
  });

  it('end after the time that one may fail, with a reason, and can be sent again', async () => {
    const { id } = await endpoint(['order.placed']);
    receiver.status(503);
    await shop.place(partner);
    await eventually('the endpoint to be disabled', async () => (await seen()).enabled === false);
    const { deliveries, disabledReason } = await seen();
    expect(disabledReason).toMatch(/since \d{4}-.*HTTP 503/);
    expect(deliveries[0]).toMatchObject({ status: 'FAILED', nextAttemptAt: null });
    receiver.answers();
    await shop.ask(partner, enable, { id });
    const again = await shop.ask(partner, redeliver, { id: deliveries[0].id });
    expect(again.data.redeliverWebhook).toEqual({ status: 'PENDING' });
    await untilAll('DELIVERED', 1);
    const before = receiver.received.length;
    await shop.ask(partner, redeliver, { id: deliveries[0].id });
    await untilReceived(before + 1);
    expect(new Set(receiver.received.map((one) => one.id)).size).toBe(1);
  });

  it('carry all signatures while a secret is changed, also again after a lost answer', async () => {
    const { id, secret } = await endpoint(['order.placed']);
    const secrets = [secret];
    for (let rotations = 0; rotations <= previousSecretsMax; rotations += 1) {
      const { data } = await shop.ask(partner, rotate, { id });
      secrets.push(data.rotateWebhookSecret.signingSecret);
    }
    await shop.place(partner);
    await untilAll('DELIVERED', 1);
    const [one] = receiver.received;
    const signed = secrets.map((each) => {
      try {
        return new Webhook(each).verify(one?.body ?? '', one?.headers ?? {}) !== null;
      } catch {
        // It throws for a signature of another secret.
        return false;
      }
    });
    expect(signed).toEqual([false, ...Array(1 + previousSecretsMax).fill(true)]);
  });

  it('carry the new signature alone once a secret was changed that cannot be read', async () => {
    const { id } = await endpoint(['order.placed']);
    const lost = 'UPDATE webhook_endpoints SET secret = $2 WHERE id = $1';
    await shop.pool.query(lost, [id, sealedElsewhere]);
    const { data } = await shop.ask(partner, rotate, { id });
    await shop.place(partner);
    await untilAll('DELIVERED', 1);
    const [one] = receiver.received;
    const { signingSecret } = data.rotateWebhookSecret;
    expect(new Webhook(signingSecret).verify(one?.body ?? '', one?.headers ?? {})).toBeTruthy();
  });

  it('fail, and say why, while the secret of their endpoint cannot be read', async () => {
    const { id } = await endpoint(['order.placed']);
    const lost = 'UPDATE webhook_endpoints SET secret = $2 WHERE id = $1';
    await shop.pool.query(lost, [id, sealedElsewhere]);
    await shop.place(partner);
    await eventually('the endpoint to be disabled', async () => (await seen()).enabled === false);
    const { deliveries, disabledReason } = await seen();
    expect(disabledReason).toMatch(/rotate the secret/);
    expect(deliveries[0]).toMatchObject({ status: 'FAILED', nextAttemptAt: null });
    expect(receiver.received).toEqual([]);
  });

  it('are given up after the time that one may fail if their processes are killed', async () => {
    const { id } = await endpoint(['order.placed']);
    const killed = `INSERT INTO webhook_deliveries (id, endpoint_id, order_id, version, event_type,
        event_at, number, order_status, attempts, failures, begun_at, lease_until)
      VALUES (gen_random_uuid(), $1, gen_random_uuid(), $2, 'order.placed', now(), 'N', 'PENDING',
        3, $3, now() - interval '1 hour', now() - interval '1 second')`;
    await shop.pool.query(killed, [id, 1, 2]);
    await untilAll('FAILED', 1);
    expect((await seen()).deliveries[0]).toMatchObject({ attempts: 4, nextAttemptAt: null });
    expect(receiver.received).toEqual([]);
    // One process was killed in a long outage: the attempt is made.
    await shop.pool.query(killed, [id, 2, 0]);
    await untilReceived(1);
  });
});
