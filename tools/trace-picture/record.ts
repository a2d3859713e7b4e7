import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { BenchShop } from '../../bench/bench-shop';
import { type ReceivedSpan, SignalReceiver } from '../../platform/testing/signal-receiver';
import type { Bar } from './tree';

const traceDeadlineMs = 60_000;
const pollMs = 200;
/** Orders before the traced ones, to warm up code, plans, statements and connections. */
const ordersBefore = 30;
const pauseMs = 50;
/** The fastest of these is drawn, as the least disturbed by other load on the machine. */
const ordersTraced = 10;

const placeOrder = `mutation PlaceOrder($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    __typename
    ... on Order { id number status customer { id } lines { quantity product { sku name } } }
    ... on UserError { code message }
  }
}`;

const registerReceiver = `mutation ($input: WebhookEndpointInput!) {
  createWebhookEndpoint(input: $input) { __typename }
}`;

const order = () => ({
  idempotencyKey: randomUUID(),
  currency: 'EUR',
  lines: ['DEMO-0003', 'DEMO-0004', 'DEMO-0005'].map((sku) => ({ sku, quantity: 1 })),
  shippingAddress: {
    recipient: 'A Buyer',
    line1: 'A street 1',
    city: 'A city',
    postalCode: '10115',
    country: 'DE',
  },
  payment: { token: 'tok_ok' },
});

/** A partner's webhook receiver that accepts everything. */
async function openReceiver() {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`,
    close: () => void server.close(),
  };
}

const barOf = (span: ReceivedSpan): Bar => ({
  id: span.spanId,
  parentId: span.parentSpanId ?? null,
  process: span.service,
  name: span.name,
  startNs: BigInt(span.startTimeUnixNano),
  endNs: BigInt(span.endTimeUnixNano),
});

/** Whether both webhooks were delivered and every span has its parent. */
function isWhole(spans: readonly ReceivedSpan[], clientSpanId: string): boolean {
  const ids = new Set([clientSpanId, ...spans.map(({ spanId }) => spanId)]);
  const names = new Set(spans.map(({ name }) => name));
  return (
    names.has('webhook order.placed') &&
    names.has('webhook order.confirmed') &&
    names.has('mutation PlaceOrder') &&
    spans.every(({ parentSpanId }) => ids.has(parentSpanId ?? ''))
  );
}

async function wholeTrace(collector: SignalReceiver, traceId: string, clientSpanId: string) {
  const deadlineMs = performance.now() + traceDeadlineMs;
  while (performance.now() < deadlineMs) {
    const spans = collector.spansOf(traceId);
    if (isWhole(spans, clientSpanId)) return spans;
    await pause(pollMs);
  }
  throw new Error('The trace of the order was not complete in time.');
}

const nowNs = (): bigint => BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e6));

async function placeOne(shop: BenchShop, token: string, headers: Record<string, string> = {}) {
  const answer = await shop.ask(placeOrder, { input: order() }, token, headers);
  const placed = answer.data?.placeOrder as { __typename?: string; status?: string } | null;
  if (placed?.status !== 'CONFIRMED') {
    throw new Error(`The order was not placed: ${JSON.stringify(answer)}`);
  }
}

interface TracedOrder {
  readonly traceId: string;
  /** The span of the client. */
  readonly client: Bar;
}

const lengthNs = ({ startNs, endNs }: Bar): bigint => endNs - startNs;

async function placeTraced(shop: BenchShop, token: string): Promise<TracedOrder> {
  const traceId = randomBytes(16).toString('hex');
  const id = randomBytes(8).toString('hex');
  const startNs = nowNs();
  await placeOne(shop, token, { traceparent: `00-${traceId}-${id}-01` });
  const of = { id, parentId: null, process: 'client', name: 'POST /graphql' };
  return { traceId, client: { ...of, startNs, endNs: nowNs() } };
}

async function record(shop: BenchShop, collector: SignalReceiver, hook: string): Promise<Bar[]> {
  const token = await shop.signIn('partner');
  const input = { url: hook, events: ['order.placed', 'order.confirmed'] };
  const registered = await shop.ask(registerReceiver, { input }, token);
  if (registered.errors) throw new Error(`No webhooks: ${JSON.stringify(registered.errors)}`);
  for (let count = 0; count < ordersBefore; count += 1) {
    await placeOne(shop, token);
    await pause(pauseMs);
  }
  const traced: TracedOrder[] = [];
  for (let count = 0; count < ordersTraced; count += 1) {
    traced.push(await placeTraced(shop, token));
    await pause(pauseMs);
  }
  const { traceId, client } = traced.reduce((one, other) =>
    lengthNs(other.client) < lengthNs(one.client) ? other : one,
  );
  return [client, ...(await wholeTrace(collector, traceId, client.id)).map(barOf)];
}

/**
 * Starts the shop as many processes on an empty folder, places a traced order, and waits until its
 * webhooks are delivered.
 * @returns its spans, the client's own first.
 * @throws Error when the shop does not start, or the trace is not complete within a minute.
 */
export async function recordOrder(): Promise<Bar[]> {
  const [collector, receiver] = [await SignalReceiver.open(), await openReceiver()];
  try {
    const shop = await BenchShop.start('distributed', [], {
      ORDERPROCESSING_TELEMETRY_TRACING_ENDPOINT: collector.url,
      ORDERPROCESSING_TELEMETRY_TRACING_RATIO: '1',
    });
    try {
      return await record(shop, collector, receiver.url);
    } finally {
      await shop.stop();
    }
  } finally {
    receiver.close();
    await collector.close();
  }
}
