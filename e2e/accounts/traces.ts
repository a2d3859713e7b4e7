import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateWebhookEndpoint, PlaceOrder, Register } from '../../client/src/generated/operations';
import type { ReceivedSpan, SignalReceiver } from '../../platform/testing/signal-receiver';
import type { Topology } from '../../testing/started-shop';
import { demoClient } from '../harness/demo-client';
import { orderOf } from '../harness/people';
import { eventually, type Shop } from '../harness/shop';
import { WebhookReceiver } from '../harness/webhook-receiver';

const buyerName = 'Philomena Quenneville';
const buyerEmail = `philomena-${randomUUID()}@example.com`;
const password = 'a phrase that nobody else has';
const address = {
  recipient: buyerName,
  line1: 'Zwetschgenallee 77',
  city: 'Hintertupfing',
  postalCode: '99817',
  country: 'DE',
};

/** The spans in the trace of an order, whichever process does the work: name, and process. */
const expected = [
  ['mutation PlaceOrder', 'gateway'],
  ['fetch orders', 'gateway'],
  ['orders placeOrder', 'orders'],
  ['SQL place-order', 'orders'],
  ['inventory-internal pricedProducts', 'inventory'],
  ['inventory-internal reserveStock', 'inventory'],
  ['SQL reserve-stock', 'inventory'],
  ['payment authorize', 'orders'],
  ['relay order.placed', 'orders-jobs'],
  ['relay order.confirmed', 'orders-jobs'],
  ['webhook order.placed', 'orders-jobs'],
  ['webhook order.confirmed', 'orders-jobs'],
] as const;

export function checkTraces(shop: Shop, received: () => SignalReceiver, topology: Topology): void {
  let collector: SignalReceiver;
  let webhooks: WebhookReceiver;
  const partner = demoClient(shop, 'partner');

  beforeAll(async () => {
    collector = received();
    webhooks = await WebhookReceiver.open();
  });
  afterAll(() => webhooks?.kill());

  async function place(headers: Record<string, string>, buyer = partner) {
    const variables = orderOf([['DEMO-0120', 1]], 'tok_ok', { shippingAddress: address });
    const query = PlaceOrder.toString();
    const answer = await buyer.post({ query, variables }, headers);
    expect(answer.errors).toEqual([]);
    expect(answer.data).toMatchObject({ placeOrder: { status: 'CONFIRMED' } });
    return answer;
  }

  const everySpan = (traceId: string) =>
    eventually('the whole trace', async () => {
      const spans = collector.spansOf(traceId);
      return expected.every(([name]) => spans.some((span) => span.name === name)) && spans;
    });

  const ownerOf = (owner: string) => (topology === 'one process' ? 'shop' : owner);

  /** Every span leads up to the first one, whose parent is the client's. */
  function expectOneTree(spans: readonly ReceivedSpan[], clientSpanId: string): void {
    const ids = new Set(spans.map(({ spanId }) => spanId));
    const roots = spans.filter(({ parentSpanId }) => !ids.has(parentSpanId ?? ''));
    expect(roots.map(({ name, parentSpanId }) => [name, parentSpanId])).toEqual([
      ['mutation PlaceOrder', clientSpanId],
    ]);
  }

  test('a placed order is one trace, from the client to the webhook', async () => {
    const { createWebhookEndpoint: created } = await partner.run(CreateWebhookEndpoint, {
      input: { url: webhooks.url, events: ['order.placed', 'order.confirmed'] },
    });
    expect(created?.__typename).toBe('WebhookEndpointCreated');
    const traceId = randomBytes(16).toString('hex');
    const clientSpanId = randomBytes(8).toString('hex');
    const { headers } = await place({ traceparent: `00-${traceId}-${clientSpanId}-01` });
    expect(headers.get('traceresponse')).toMatch(new RegExp(`^00-${traceId}-[\\da-f]{16}-01$`));

    const spans = await everySpan(traceId);
    for (const [name, owner] of expected) {
      expect(
        spans.filter((span) => span.name === name).map(({ service }) => service),
        name,
      ).toContain(ownerOf(owner));
    }
    // Parts send theirs at times of their own: a parent may come after its children.
    await eventually('the spans in between', async () => {
      const all = collector.spansOf(traceId);
      const ids = new Set([clientSpanId, ...all.map(({ spanId }) => spanId)]);
      return all.every(({ parentSpanId }) => ids.has(parentSpanId ?? ''));
    });
    expectOneTree(collector.spansOf(traceId), clientSpanId);
    const [first] = spans.filter(({ name }) => name === 'mutation PlaceOrder');
    expect(first?.attributes).toMatchObject({
      'graphql.operation.type': 'mutation',
      'graphql.operation.name': 'PlaceOrder',
      'app.viewer.kind': 'user',
      'app.outcome': 'ok',
    });
    const calls = spans.filter(({ name }) => name === 'call inventory');
    expect(calls.length > 0).toBe(topology === 'many processes');
  });

  test('a traceparent that is none is replaced', async () => {
    const traceparent = `00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`;
    const { headers } = await place({ traceparent });
    const traceId = headers.get('traceresponse')?.split('-')[1] ?? '';
    expect(traceId).toMatch(/[1-9a-f]/);
    const spans = await everySpan(traceId);
    const [first] = spans.filter(({ name }) => name === 'mutation PlaceOrder');
    expect(first?.parentSpanId ?? '').toBe('');
  });

  test('nothing personal is in any trace', async () => {
    const input = { email: buyerEmail, password, name: buyerName };
    const { register } = await shop.client.run(Register, { input });
    if (register?.__typename !== 'Session') throw new Error('nobody registered');
    const buyer = shop.client.as(register.accessToken);
    const { headers } = await place({}, buyer);
    const traceId = headers.get('traceresponse')?.split('-')[1] ?? '';
    await eventually('its trace', async () =>
      collector.spansOf(traceId).some(({ name }) => name === 'mutation PlaceOrder'),
    );
    const { recipient, line1, city } = address;
    const planted = [buyerEmail, password, recipient, line1, city, 'tok_ok', 'partner@example.com'];
    for (const secret of [...planted, register.accessToken, register.refreshToken]) {
      expect(collector.text, secret).not.toContain(secret);
    }
    expect(collector.text).not.toMatch(/eyJ[\w-]{20}|@example\.com|whsec_/);
  });
}
