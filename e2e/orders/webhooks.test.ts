import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CancelOrder,
  CreateWebhookEndpoint,
  WebhookEndpoints,
  WebhookEventTypes,
} from '../../client/src/generated/operations';
import { isLongRun } from '../../platform/testing/long-run';
import { openForFile } from '../../platform/testing/open-for-file';
import type { Client } from '../harness/client';
import { demoAccount, placedOrder } from '../harness/people';
import { eventually, Shop } from '../harness/shop';
import { onTopology } from '../harness/topologies';
import { type ReceiverMode, WebhookReceiver } from '../harness/webhook-receiver';
import { countable, countStatements } from './statements';

/** The pauses of the contract are hours: here they are parts of a second. */
const quickly = {
  ORDERPROCESSING_WEBHOOKS_RETRY_SECONDS: '0.2,0.3',
  ORDERPROCESSING_WEBHOOKS_RETRY_EVERY_SECONDS: '0.5',
  ORDERPROCESSING_WEBHOOKS_DEADLINE_MS: '1000',
};
const kills = isLongRun ? 20 : 8;
const events = ['order.placed', 'order.confirmed', 'order.cancelled'];

onTopology('one process', (topology) => {
  const shop = openForFile(() => Shop.start({ ...quickly, ...countable }, null, topology));

  // First, because an endpoint has work in the background.
  describe('statements', () => countStatements(shop));

  describe('webhooks', () => {
    let receiver: WebhookReceiver;
    let partner: Client;
    let endpointId: string;

    beforeAll(async () => {
      receiver = await WebhookReceiver.open();
      partner = await demoAccount(shop.client, 'partner');
      const { createWebhookEndpoint: created } = await partner.run(CreateWebhookEndpoint, {
        input: { url: receiver.url, events },
      });
      if (created?.__typename !== 'WebhookEndpointCreated')
        throw new Error('There is no endpoint.');
      endpointId = created.endpoint.id;
      await receiver.knows(created.signingSecret);
    });
    afterAll(() => receiver?.kill());

    const place = async (buyer: Client) => (await placedOrder(buyer, [['DEMO-0120', 1]])).id;

    async function endpoint() {
      const { webhookEndpoints } = await partner.run(WebhookEndpoints, { first: 100 });
      const found = webhookEndpoints?.find(({ id }) => id === endpointId);
      if (!found) throw new Error('The endpoint is gone.');
      return { ...found, log: found.deliveries.nodes };
    }

    const untilHeardAs = (orderId: string, mode: ReceiverMode) =>
      eventually(`an attempt that is answered with ${mode}`, async () =>
        receiver.of(orderId).some((one) => one.mode === mode),
      );

    const untilAccepted = (orderId: string, count: number) =>
      eventually(`${count} accepted deliveries`, async () => {
        const accepted = receiver.of(orderId).filter(({ mode }) => mode === 'accept');
        return new Set(accepted.map(({ id }) => id)).size === count;
      });

    test('events of an order arrive in order and signed, whatever happens to the receiver', async () => {
      await receiver.answers('fail');
      const orderId = await place(partner);
      await partner.run(CancelOrder, { id: orderId, reason: 'Changed my mind' });
      for (const mode of ['fail', 'hang', 'redirect'] as const) {
        await receiver.answers(mode);
        await untilHeardAs(orderId, mode);
      }
      await receiver.kill();
      await eventually('an attempt without an answer', async () => {
        return (await endpoint()).log.some(({ responseStatus }) => responseStatus === null);
      });
      await receiver.answers('accept');
      await receiver.start();
      await untilAccepted(orderId, 3);

      const heard = receiver.of(orderId);
      expect(heard.every(({ signedBy, path }) => signedBy === 1 && path === '/hook')).toBe(true);
      const inOrder = [...new Map(heard.map(({ id, event }) => [id, event])).values()];
      expect(inOrder.map(({ type }) => type)).toEqual(events);
      expect(inOrder.map(({ data }) => [data.status, data.version])).toEqual([
        ['PENDING', 1],
        ['CONFIRMED', 2],
        ['CANCELLED', 3],
      ]);
      // A later event is not sent before the earlier one was accepted.
      const firstOfLater = heard.findIndex(({ event }) => event.data.version > 1);
      expect(heard[firstOfLater - 1]).toMatchObject({ mode: 'accept' });
      await eventually('a log that says so', async () => {
        const { log } = await endpoint();
        return log.length === 3 && log.every(({ status }) => status === 'DELIVERED');
      });
    });

    test('every body that was received is valid by the published schema of its type', async () => {
      const { webhookEventTypes } = await partner.run(WebhookEventTypes, {});
      const ajv = addFormats(new Ajv2020());
      const validators = new Map(
        webhookEventTypes?.map(({ name, schema }) => [name, ajv.compile(JSON.parse(schema))]),
      );
      expect(receiver.received.length).toBeGreaterThan(0);
      for (const { event } of receiver.received) {
        const validate = validators.get(event.type);
        expect([event, validate?.(event), validate?.errors]).toEqual([event, true, null]);
      }
    });

    test('a receiver that is killed again and again receives everything, in order', async () => {
      const orderIds: string[] = [];
      for (let killed = 0; killed < kills; killed += 1) {
        const [orderId] = await Promise.all([place(partner), receiver.kill()]);
        orderIds.push(orderId);
        await receiver.start();
        // Killed again while it may be answering.
        await eventually('some delivery', async () => receiver.of(orderId).length > 0);
      }
      for (const orderId of orderIds) {
        await untilAccepted(orderId, 2);
        const versions = receiver.of(orderId).map(({ event }) => event.data.version);
        expect([...new Set(versions)]).toEqual([1, 2]);
      }
    });
  });
});
