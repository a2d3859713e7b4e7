import { publicEvents } from './event';
import type { OrderStatus } from './order';
import { webhookBody } from './webhook';

/** An event that a webhook endpoint can receive. */
export interface WebhookEventType {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the body, as text. */
  readonly schema: string;
  /** A body, as text. */
  readonly sample: string;
}

/** Sent by `sendTestWebhook` to an enabled endpoint, whichever events the endpoint has chosen. */
export const testEventType = 'webhook.test';

/** The order of a test event is made up: no order has this number. */
export const testOrder = { number: 'TEST', orderStatus: 'CONFIRMED', version: 1 } as const;

const sampleOrder = {
  eventAt: new Date('2026-11-24T13:36:00.000Z'),
  orderId: '0193a3f0-5b7c-7d1a-9e4f-3c2b1a0d9e8f',
};

/** Receivers must accept further properties, because the API only ever adds. */
function bodySchema(name: string, description: string, statuses: readonly OrderStatus[]): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: name,
    description,
    type: 'object',
    required: ['type', 'timestamp', 'data'],
    properties: {
      type: { const: name },
      timestamp: {
        type: 'string',
        format: 'date-time',
        description: 'When it happened, in UTC; the same in every attempt.',
      },
      data: {
        type: 'object',
        required: ['orderId', 'number', 'status', 'version'],
        properties: {
          orderId: { type: 'string', description: 'Id of the order, for `Query.order`.' },
          number: { type: 'string', description: 'Number of the order, for people.' },
          status: { enum: statuses, description: 'Status of the order after the event.' },
          version: {
            type: 'integer',
            minimum: 1,
            description: 'Version of the order after the event; rises with each of its events.',
          },
        },
      },
    },
  };
}

function eventType(
  name: string,
  description: string,
  statuses: readonly OrderStatus[],
  order: { number: string; orderStatus: OrderStatus; version: number },
): WebhookEventType {
  return {
    name,
    description,
    schema: JSON.stringify(bodySchema(name, description, statuses)),
    sample: webhookBody({ ...sampleOrder, ...order, eventType: name }),
  };
}

function sampleStatus(statuses: readonly OrderStatus[]): OrderStatus {
  const status = statuses.at(-1);
  if (status === undefined) throw new Error('An event has no status.');
  return status;
}

/** All types, with those of the orders first, in the order of their lives. */
export const webhookEventTypes: readonly WebhookEventType[] = [
  ...Object.entries(publicEvents).map(([name, { description, statuses }], place) =>
    eventType(name, description, statuses, {
      number: '3F7-K2M9-QX4P',
      orderStatus: sampleStatus(statuses),
      version: place + 1,
    }),
  ),
  eventType(
    testEventType,
    'Sent by `sendTestWebhook`, whatever events the endpoint has chosen. Its order does not exist.',
    [testOrder.orderStatus],
    testOrder,
  ),
];

const names = new Set(webhookEventTypes.map(({ name }) => name));

/** Whether an endpoint may ask for events of this name. */
export const isWebhookEvent = (name: string): boolean => names.has(name);
