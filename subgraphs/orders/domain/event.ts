import type { OrderStatus } from './order';

interface PublicEvent {
  /** What happened, for partners. */
  readonly description: string;
  /** The statuses that the order can have after it. */
  readonly statuses: readonly OrderStatus[];
}

/**
 * The public events: partners receive them by webhook, other systems from the stream. The relay
 * publishes the events of this table and no others.
 */
export const publicEvents = {
  'order.placed': {
    description: 'An order was placed and waits for its stock and its payment.',
    statuses: ['PENDING'],
  },
  'order.confirmed': {
    description: 'The stock is reserved and the payment authorised.',
    statuses: ['CONFIRMED'],
  },
  'order.rejected': {
    description: 'The order was refused: no stock, payment declined, review, or timed out.',
    statuses: ['REJECTED'],
  },
  'order.in_review': {
    description: 'The order waits for a decision of staff on possible fraud.',
    statuses: ['IN_REVIEW'],
  },
  'order.cancelled': {
    description: 'The whole order was cancelled before anything was shipped.',
    statuses: ['CANCELLED'],
  },
  'order.shipped': {
    description:
      'A shipment left, or the rest was cancelled; SHIPPED once nothing is left to ship.',
    statuses: ['PARTIALLY_SHIPPED', 'SHIPPED'],
  },
  'order.delivered': {
    description: 'All shipments of the order have arrived.',
    statuses: ['DELIVERED'],
  },
  'order.refunded': {
    description: 'Money was paid back; `Order.refunds` shows how much.',
    statuses: ['PARTIALLY_SHIPPED', 'SHIPPED', 'DELIVERED'],
  },
} as const satisfies Record<string, PublicEvent>;

export type PublicEventType = keyof typeof publicEvents;

export const publicEventTypes = Object.keys(publicEvents) as readonly PublicEventType[];

export function isPublicEvent(type: string): type is PublicEventType {
  return Object.hasOwn(publicEvents, type);
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
  /** Null for a change that has no event and so no version, as of its payment. */
  readonly version: number | null;
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
