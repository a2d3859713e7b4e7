import type { OrderStatus } from './order';

/** What of the timeline others may hear of: partners by webhook, other systems by the stream. */
export const publicEventTypes = [
  'order.placed',
  'order.confirmed',
  'order.rejected',
  'order.in_review',
  'order.cancelled',
  'order.shipped',
  'order.delivered',
  'order.refunded',
] as const;
export type PublicEventType = (typeof publicEventTypes)[number];

export function isPublicEvent(type: string): type is PublicEventType {
  return (publicEventTypes as readonly string[]).includes(type);
}

/** One change of an order, as the outbox keeps it. */
export interface OrderHappening {
  readonly orderId: string;
  /** Of the order; rises by one with each change. */
  readonly version: number;
  readonly customerId: string;
  readonly number: string;
  readonly type: string;
  readonly status: OrderStatus;
  readonly at: Date;
}

/** What live updates are told: enough to know whether to read the order anew. */
export interface OrderChanged {
  readonly orderId: string;
  readonly version: number;
  readonly customerId: string;
}

/** The channel of the bus on which each change of an order is told, as JSON of `OrderChanged`. */
export const orderChangesChannel = 'order-changes';

/** The same for every retelling: an order has one event a version. */
export function eventIdOf({ orderId, version }: Pick<OrderHappening, 'orderId' | 'version'>) {
  return `evt_${orderId.replaceAll('-', '')}_${version}`;
}

/** What is told of an order; whoever may see more asks the API. */
export function eventData({ orderId, number, status, version }: Omit<OrderHappening, 'type'>) {
  return { orderId, number, status, version };
}

/** CloudEvents 1.0 in JSON, with its extensions for partitioning and for the order of events. */
export function cloudEvent(happening: OrderHappening): object {
  return {
    specversion: '1.0',
    id: eventIdOf(happening),
    source: '/orders',
    type: happening.type,
    subject: happening.orderId,
    time: happening.at.toISOString(),
    datacontenttype: 'application/json',
    partitionkey: happening.orderId,
    sequence: String(happening.version).padStart(10, '0'),
    data: eventData(happening),
  };
}
