import type { OrderStatus } from './order';

/** Public events: partners receive them by webhook, other systems from the stream. */
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

/** A change of an order in the outbox. */
export interface RelayedOrderEvent {
  readonly orderId: string;
  /** Version of the order, incremented with each change. */
  readonly version: number;
  readonly customerId: string;
  readonly number: string;
  readonly type: string;
  readonly status: OrderStatus;
  readonly at: Date;
}

/** The notification for live updates: enough to decide whether to read the order again. */
export interface OrderChanged {
  readonly orderId: string;
  readonly version: number;
  readonly customerId: string;
}

/** The bus channel for changes of orders; messages are `OrderChanged` in JSON. */
export const orderChangesChannel = 'order-changes';

/** The same for every delivery: an order has one event per version. */
export function eventIdOf({ orderId, version }: Pick<RelayedOrderEvent, 'orderId' | 'version'>) {
  return `evt_${orderId.replaceAll('-', '')}_${version}`;
}

/** The published data of an order; more is available through the API. */
export function eventData({ orderId, number, status, version }: Omit<RelayedOrderEvent, 'type'>) {
  return { orderId, number, status, version };
}

/** CloudEvents 1.0 in JSON, with the partitioning and sequence extensions. */
export function cloudEvent(event: RelayedOrderEvent): object {
  return {
    specversion: '1.0',
    id: eventIdOf(event),
    source: '/orders',
    type: event.type,
    subject: event.orderId,
    time: event.at.toISOString(),
    datacontenttype: 'application/json',
    partitionkey: event.orderId,
    sequence: String(event.version).padStart(10, '0'),
    data: eventData(event),
  };
}
