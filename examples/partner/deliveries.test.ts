import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { WebhookDelivery, WebhookEvent } from '../../client/src/index.js';

interface Options {
  readonly secret: string | readonly string[];
  readonly handled: object;
  readonly work: (event: WebhookEvent) => Promise<void>;
  readonly now?: Date;
}

interface GatewayEvent {
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

interface Deliveries {
  readonly HandledEvents: new () => object;
  handleDelivery(delivery: Partial<WebhookDelivery>, options: Options): Promise<number>;
}

interface Lambda {
  createHandler(options: Options): (event: GatewayEvent) => Promise<{ statusCode: number }>;
}

const load = (file: string): Promise<unknown> => import(path.join(__dirname, file));
const { HandledEvents, handleDelivery } = (await load('deliveries.mjs')) as Deliveries;
const { createHandler } = (await load('lambda.mjs')) as Lambda;

/** A delivery of the shop to an endpoint with this secret, in the envelope of API Gateway. */
const recorded = JSON.parse(
  readFileSync(path.join(__dirname, 'recorded-event.json'), 'utf8'),
) as GatewayEvent;
const secret = 'whsec_QspI1YKrT3L3eiGNHhm1YYtnuZjx0lz9N4JgbLpsMpM=';
const now = new Date(Number(recorded.headers['webhook-timestamp']) * 1_000);
const delivery = {
  headers: recorded.headers,
  body: Buffer.from(recorded.body, 'base64'),
};

function receiver(work: Options['work'] = async () => undefined) {
  const seen: WebhookEvent[] = [];
  const options: Options = {
    secret,
    now,
    handled: new HandledEvents(),
    work: async (event) => {
      seen.push(event);
      await work(event);
    },
  };
  return { seen, options };
}

describe('a Lambda function', () => {
  test('handles the recorded event of an API Gateway', async () => {
    const { seen, options } = receiver();
    expect(await createHandler(options)(recorded)).toEqual({ statusCode: 204 });
    expect(seen).toEqual([
      expect.objectContaining({
        type: 'order.confirmed',
        data: expect.objectContaining({ number: '10Y-BZNR-9JH1', status: 'CONFIRMED' }),
      }),
    ]);
  });

  test('also if API Gateway passes the body as text', async () => {
    const { options } = receiver();
    const event = { ...recorded, body: delivery.body.toString(), isBase64Encoded: false };
    expect(await createHandler(options)(event)).toEqual({ statusCode: 204 });
  });

  test('refuses a body that somebody changed', async () => {
    const { seen, options } = receiver();
    const body = delivery.body.toString().replace('CONFIRMED', 'DELIVERED');
    const event = { ...recorded, body, isBase64Encoded: false };
    expect(await createHandler(options)(event)).toEqual({ statusCode: 400 });
    expect(seen).toEqual([]);
  });
});

describe('a delivery', () => {
  test('that comes twice is handled once, also at the same time', async () => {
    const { seen, options } = receiver();
    const both = await Promise.all([
      handleDelivery(delivery, options),
      handleDelivery(delivery, options),
    ]);
    expect([...both, await handleDelivery(delivery, options)]).toEqual([204, 204, 204]);
    expect(seen).toHaveLength(1);
  });

  test('whose work fails is delivered again, and then handled', async () => {
    let failures = 1;
    const { seen, options } = receiver(async () => {
      failures -= 1;
      if (failures >= 0) throw new Error('the table is locked');
    });
    expect(await handleDelivery(delivery, options)).toBe(500);
    expect(await handleDelivery(delivery, options)).toBe(204);
    expect(await handleDelivery(delivery, options)).toBe(204);
    expect(seen).toHaveLength(2);
  });

  test('is accepted with the old secret while both are valid', async () => {
    const { options } = receiver();
    const other = `whsec_${Buffer.from('a newer secret').toString('base64')}`;
    expect(await handleDelivery(delivery, { ...options, secret: [other, secret] })).toBe(204);
  });
});
