import sql from 'sql-template-tag';
import { prepared } from '../../../platform/database/prepared';
import type { PostalAddress } from '../../../platform/values/postal-address';
import type { OrderStatus } from '../domain/order';
import type { OrderMail } from '../domain/order-mail';
import { type OrderRow, orderColumns } from './columns';
import type { OrdersDatabase } from './database';

/** One event of an order, with the order as it is now. */
export interface MailedEvent {
  readonly order: Omit<OrderRow, 'shippingAddress'> & { readonly shippingAddress: PostalAddress };
  readonly type: string;
  readonly at: Date;
  /** The status right after the event. */
  readonly status: OrderStatus;
  /** What a refund paid back; null for other events. */
  readonly refundMinor: bigint | null;
}

type Row = OrderRow & {
  readonly eventType: string;
  readonly eventAt: Date;
  readonly eventStatus: OrderStatus;
  readonly refundMinor: bigint | null;
};

export function orderMailStore({ addresses, pool }: OrdersDatabase) {
  return {
    /**
     * Null if the order does not exist. The statement that writes an event also ends its refund, so
     * both have the same time.
     */
    async event({ orderId, version }: OrderMail): Promise<MailedEvent | null> {
      const [row] = await prepared<Row>(
        pool,
        'mailed-event',
        sql`SELECT ${orderColumns('o')}, e.type AS "eventType", e.at AS "eventAt",
            e.to_status AS "eventStatus", (
              SELECT r.amount_minor FROM refunds r JOIN effects money
                ON money.order_id = r.order_id AND money.kind = 'REFUND' AND money.seq = r.seq
              WHERE r.order_id = o.id AND money.state = 'DONE' AND money.updated_at = e.at
              LIMIT 1
            ) AS "refundMinor"
          FROM orders o JOIN order_events e ON e.order_id = o.id AND e.seq = ${version}::int
          WHERE o.id = ${orderId}::uuid`,
      );
      if (!row) return null;
      const { eventType: type, eventAt: at, eventStatus: status, refundMinor, ...order } = row;
      const shippingAddress = await addresses.open(order);
      return { order: { ...order, shippingAddress }, type, at, status, refundMinor };
    },
  };
}
