import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import {
  checkedFirst,
  cursorKey,
  encodeCursor,
  pageRequest,
} from '../../../platform/graphql/connection';
import { publicError } from '../../../platform/requests/public-error';
import type { OrdersContext } from '../context';
import { exportOrdersMax, exportPageMax, ordersAsCsv } from '../domain/order-export';
import { seesCustomers } from '../rules';
import { OrderExport } from '../schema/order-export';
import { OrderFilter } from '../schema/order-filter.input';
import { orderQuery } from '../workflows/order-query';

const sorting = 'export';
/** The third key is the number of orders in the earlier pages. */
const cursorKeys = [cursorKey.instant, cursorKey.uuid, cursorKey.matching(/^\d{1,6}$/)];

/** Nobody sees from a file that a database was away when it was made. */
const incomplete = () =>
  publicError('SERVICE_UNAVAILABLE', 'Some orders cannot be read now. Try again in a minute.');

@Resolver()
export class ExportOrdersOperation {
  @Query(() => OrderExport, {
    nullable: true,
    description:
      'All orders that match as CSV, newest first, in parts of at most 1,000. Cells that a spreadsheet would run begin with an apostrophe. Staff only, audited.',
  })
  async exportOrders(
    @Arg('filter', () => OrderFilter, {
      nullable: true,
      description: 'Conditions that the orders meet, the same for all parts. Null exports all.',
    })
    filter: OrderFilter | null = null,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: exportPageMax,
      description: 'Maximum number of orders in this part, 1 to 1,000. Null means the default.',
    })
    first: number | null,
    @Arg('after', () => String, {
      nullable: true,
      description: '`endCursor` of the previous part. Null begins with the newest order.',
    })
    after: string | null = null,
    @Ctx() context: OrdersContext,
  ): Promise<OrderExport> {
    const { store, viewer } = context;
    const { after: keys } = pageRequest(null, after, sorting, cursorKeys);
    const before = Number(keys?.[2] ?? 0);
    const requested = checkedFirst(first ?? exportPageMax, exportPageMax);
    const size = Math.max(0, Math.min(requested, exportOrdersMax - before));
    const query = await orderQuery(filter ?? {}, null, context);
    const page = { first: size, after: keys?.slice(0, 2) ?? null };
    const { rows, complete } = await store.reads.page(query, page);
    if (!complete) throw incomplete();
    const orders = await Promise.all(
      rows.slice(0, size).map(async (order) => {
        const shippingAddress = await store.addresses.open(order);
        return { ...order, shippingAddress };
      }),
    );
    const total = before + orders.length;
    const last = rows.length > size ? orders.at(-1) : undefined;
    const isCut = rows.length > size && total >= exportOrdersMax;
    const audit = staffEntry(viewer, 'orders.export', 'Orders', { orders: orders.length });
    if (audit) await store.auditOutbox.add(audit);
    return {
      csv: ordersAsCsv(orders, { hasCustomer: seesCustomers(viewer), hasHeading: keys === null }),
      orders: orders.length,
      endCursor:
        last === undefined || isCut
          ? null
          : encodeCursor(sorting, [last.placedAt.toISOString(), last.id, String(total)]),
      isCut,
    };
  }
}
