import { describe, expect, test } from 'vitest';
import { cloudEvent, eventData, eventIdOf, isPublicEvent, publicEventTypes } from './event';
import { isWebhookEvent, testOrder, webhookEventTypes } from './webhook-event-type';

const event = {
  orderId: '0193a3f0-5b7c-7d1a-9e4f-3c2b1a0d9e8f',
  version: 7,
  customerId: 'c1',
  number: 'N-1',
  type: 'order.shipped',
  status: 'SHIPPED',
  at: new Date('2026-11-29T13:24:59.123Z'),
} as const;

test('an event has one id, whichever way it is delivered', () => {
  expect(eventIdOf(event)).toBe('evt_0193a3f05b7c7d1a9e4f3c2b1a0d9e8f_7');
});

test('an event of the stream is a CloudEvent, in the order of its versions', () => {
  const data = { orderId: event.orderId, number: 'N-1', status: 'SHIPPED', version: 7 };
  expect(eventData(event)).toEqual(data);
  expect(cloudEvent(event)).toEqual({
    specversion: '1.0',
    id: eventIdOf(event),
    source: '/orders',
    type: 'order.shipped',
    subject: event.orderId,
    time: '2026-11-29T13:24:59.123Z',
    datacontenttype: 'application/json',
    partitionkey: event.orderId,
    sequence: '0000000007',
    data,
  });
});

test('partners get the public events, and no others', () => {
  const asked = ['order.placed', 'order.rest_cancelled', 'toString'];
  expect(asked.map(isPublicEvent)).toEqual([true, false, false]);
});

describe('the events of an endpoint', () => {
  test('are those, and the test event', () => {
    const names = webhookEventTypes.map(({ name }) => name);
    expect(names).toEqual([...publicEventTypes, 'webhook.test']);
    expect([...names, 'order.eaten'].map(isWebhookEvent)).toEqual([
      ...names.map(() => true),
      false,
    ]);
  });

  test('have an order that does not exist in their test', () => {
    const { sample = '' } = webhookEventTypes.at(-1) ?? {};
    const { number, orderStatus, version } = testOrder;
    expect(JSON.parse(sample).data).toMatchObject({ number, status: orderStatus, version });
    expect(number).toBe('TEST');
  });
});
