import { Webhook } from 'standardwebhooks';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../platform/requests/viewer';
import { eventually } from '../../../platform/testing/eventually';
import { openForTest } from '../../../platform/testing/open-for-file';
import { uuidV7 } from '../../../platform/values/uuid';
import { openReceiver } from '../testing/receiver';
import { person, shopForFile } from '../testing/shop';
import { endpointOf } from '../testing/webhooks';

const shop = shopForFile({ webhooks: { retrySeconds: [0.05], retryEverySeconds: 0.05 } });
let ada: Viewer;
beforeAll(async () => {
  shop.subgraph.startWork();
});
const receiver = openForTest(openReceiver);
beforeEach(() => {
  ada = person(uuidV7(), 'PARTNER');
});

const send = `mutation ($id: ID!) { sendTestWebhook(endpointId: $id) {
  __typename
  ... on UserError { code message }
  ... on WebhookDelivery { id eventId eventType attempts status } } }`;
const list = `{ webhookEndpoints { id enabled deliveries { edges { node {
  id eventId eventType attempts status responseStatus nextAttemptAt } } } } }`;
const disable = `mutation ($id: ID!) {
  updateWebhookEndpoint(id: $id, input: { enabled: false }) { __typename } }`;

async function endpoint(viewer: Viewer = ada): Promise<{ id: string; secret: string }> {
  const created = await endpointOf(shop, viewer, { url: receiver.url, events: ['order.shipped'] });
  return { id: created.endpoint.id, secret: created.signingSecret };
}

async function onlyEndpoint() {
  const { data } = await shop.ask(ada, list);
  const [{ deliveries, ...rest }] = data.webhookEndpoints;
  return { ...rest, log: deliveries.edges.map(({ node }: { node: object }) => node) };
}

const untilAttempted = () =>
  eventually('an attempt', async () => {
    const { log } = await onlyEndpoint();
    return log.length > 0 && log.every(({ status }: { status: string }) => status !== 'PENDING');
  });

describe('sendTestWebhook', { timeout: 60_000 }, () => {
  it('sends a signed webhook.test, whatever events the endpoint has chosen', async () => {
    const { id, secret } = await endpoint();
    const { data } = await shop.ask(ada, send, { id });
    expect(data.sendTestWebhook).toMatchObject({
      __typename: 'WebhookDelivery',
      eventType: 'webhook.test',
      status: 'PENDING',
    });
    await untilAttempted();
    const [one] = receiver.received;
    expect(one?.id).toBe(data.sendTestWebhook.eventId);
    expect(new Webhook(secret).verify(one?.body ?? '', one?.headers ?? {})).toEqual({
      type: 'webhook.test',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: { orderId: expect.any(String), number: 'TEST', status: 'CONFIRMED', version: 1 },
    });
    expect((await onlyEndpoint()).log).toEqual([
      expect.objectContaining({
        id: data.sendTestWebhook.id,
        status: 'DELIVERED',
        attempts: 1,
        responseStatus: 204,
      }),
    ]);
  });

  it('makes one attempt, which does not count against the endpoint', async () => {
    receiver.status(500);
    const { id } = await endpoint();
    await shop.ask(ada, send, { id });
    await untilAttempted();
    const { enabled, log } = await onlyEndpoint();
    expect(log).toMatchObject([
      { status: 'FAILED', attempts: 1, responseStatus: 500, nextAttemptAt: null },
    ]);
    expect(enabled).toBe(true);
    const { rows } = await shop.pool.query(
      'SELECT failing_since FROM webhook_endpoints WHERE id = $1',
      [id],
    );
    expect(rows).toEqual([{ failing_since: null }]);
  });

  it('disables the endpoint of a receiver that says it is gone', async () => {
    receiver.status(410);
    const { id } = await endpoint();
    await shop.ask(ada, send, { id });
    await untilAttempted();
    expect(await onlyEndpoint()).toMatchObject({ enabled: false, log: [{ status: 'FAILED' }] });
  });

  it('is limited to 10 a minute per endpoint, also in parallel', async () => {
    const { id } = await endpoint();
    const tests = await Promise.all(Array.from({ length: 12 }, () => shop.ask(ada, send, { id })));
    const codes = tests.flatMap((test) => test.codes);
    expect(codes).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
    const other = await endpoint();
    expect((await shop.ask(ada, send, { id: other.id })).codes).toEqual([]);
    await shop.pool.query(
      `UPDATE webhook_deliveries SET event_at = event_at - interval '1 minute'
       WHERE endpoint_id = $1`,
      [id],
    );
    expect((await shop.ask(ada, send, { id })).codes).toEqual([]);
  });

  it('finds no endpoint that is disabled, is of somebody else, or does not exist', async () => {
    const { id } = await endpoint();
    const missing = { code: 'NOT_FOUND', message: 'There is no such enabled webhook endpoint.' };
    for (const [viewer, endpointId] of [
      [person(uuidV7(), 'ADMIN'), id],
      [ada, uuidV7()],
      [ada, 'x'],
    ] as const) {
      const { data } = await shop.ask(viewer, send, { id: endpointId });
      expect(data.sendTestWebhook).toMatchObject(missing);
    }
    await shop.ask(ada, disable, { id });
    expect((await shop.ask(ada, send, { id })).data.sendTestWebhook).toMatchObject(missing);
    expect((await onlyEndpoint()).log).toEqual([]);
  });

  it('writes an audit entry when an ADMIN tests', async () => {
    const admin = person(uuidV7(), 'ADMIN');
    const { id } = await endpoint(admin);
    await shop.ask(admin, send, { id });
    const { rows } = await shop.pool.query(
      `SELECT subject FROM audit_outbox WHERE action = 'webhook.test'`,
    );
    expect(rows).toEqual([{ subject: `WebhookEndpoint:${id}` }]);
  });
});
