import DataLoader from 'dataloader';
import type { RowCount } from '../../platform/database/row-count';
import { type AnswerBudget, readWithin } from '../../platform/graphql/answer-budget';
import type { PageRequest } from '../../platform/graphql/connection';
import type { SpreadStore } from './store';
import type { StoredForecast } from './store/demand-forecasts';
import type { OrderPage, OrderQuery } from './store/order-lists';
import type { OrderRow } from './store/order-reads';
import type { WebhookDeliveryRow } from './store/webhook-deliveries';
import type { OwnedEndpoint } from './store/webhook-endpoints';

type LoadedStores = Pick<SpreadStore, 'reads' | 'webhookDeliveries' | 'demandForecasts'>;

export type OrdersLoaders = ReturnType<typeof ordersLoaders>;

/**
 * Identifies an order at a version and epoch. Dependent rows are cached by this key, so that the
 * second mutation of a request does not return the lines of the first.
 */
type OrderState = Pick<OrderRow, 'id' | 'version' | 'epoch'>;

/** Reads the rows of several owners, at most the given number; null for all. */
type ReadRows<Row> = (ids: readonly string[], rowsMax: number | null) => Promise<Row[]>;

function loaderByOrder<Row extends { readonly orderId: string }>(
  read: ReadRows<Row>,
  budget: AnswerBudget | undefined,
) {
  return new DataLoader<OrderState, Row[], string>(
    async (orders) => {
      const ids = [...new Set(orders.map(({ id }) => id))];
      const found = await readWithin(budget, (rowsMax) => read(ids, rowsMax));
      const rows = Map.groupBy(found, ({ orderId }) => orderId);
      return orders.map(({ id }) => rows.get(id) ?? []);
    },
    { cacheKeyFn: ({ id, version, epoch }) => `${id}.${version}.${epoch}` },
  );
}

/** A loader of rows that are only inserted, never updated. */
function loaderById<Row>(
  read: ReadRows<Row>,
  idOf: (row: Row) => string,
  budget: AnswerBudget | undefined,
) {
  return new DataLoader<string, Row[]>(async (ids) => {
    const rows = Map.groupBy(await readWithin(budget, (rowsMax) => read(ids, rowsMax)), idOf);
    return ids.map((id) => rows.get(id) ?? []);
  });
}

interface OfOwner {
  readonly ownerId: string;
  readonly query: OrderQuery;
}

/** A page of a user's orders, for each user in a list. */
interface OwnPage extends OfOwner {
  readonly page: PageRequest;
}

/**
 * A field alias has the same arguments for all users, so requests with equal arguments are read in
 * one statement.
 */
function loaderByOwner<Request extends OfOwner, Found>(
  read: (ownerIds: readonly string[], like: Request) => Promise<Map<string, Found>>,
  otherwise: Found,
) {
  const argumentsOf = (requested: Request) => JSON.stringify({ ...requested, ownerId: null });
  return new DataLoader<Request, Found, string>(
    async (all) => {
      const reads = [...Map.groupBy(all, argumentsOf)].map(async ([key, group]) => {
        const [like] = group;
        const ownerIds = group.map(({ ownerId }) => ownerId);
        return [key, like ? await read(ownerIds, like) : null] as const;
      });
      const found = new Map(await Promise.all(reads));
      return all.map((one) => found.get(argumentsOf(one))?.get(one.ownerId) ?? otherwise);
    },
    { cacheKeyFn: (requested) => JSON.stringify(requested) },
  );
}

interface DeliveryPage {
  readonly endpoint: OwnedEndpoint;
  readonly page: PageRequest;
}

/** Reads requests with equal arguments in one statement. */
function deliveryPageLoader(deliveries: LoadedStores['webhookDeliveries']) {
  return new DataLoader<DeliveryPage, WebhookDeliveryRow[], string>(
    async (all) => {
      const reads = [...Map.groupBy(all, ({ page }) => JSON.stringify(page))].map(
        async ([key, group]) => {
          const [like] = group;
          const endpoints = group.map(({ endpoint }) => endpoint);
          const rows = like ? await deliveries.pagesByEndpoint(endpoints, like.page) : [];
          return [key, Map.groupBy(rows, ({ endpointId }) => endpointId)] as const;
        },
      );
      const found = new Map(await Promise.all(reads));
      return all.map(
        ({ page, endpoint }) => found.get(JSON.stringify(page))?.get(endpoint.id) ?? [],
      );
    },
    { cacheKeyFn: ({ endpoint, page }) => JSON.stringify([endpoint.id, page]) },
  );
}

/**
 * One loader per key, for one query or mutation.
 * @param budget the budget of the answer: rows beyond it are not read.
 */
export function ordersLoaders(
  { reads, webhookDeliveries, demandForecasts }: LoadedStores,
  budget?: AnswerBudget,
) {
  return {
    /** SKUs are compared without regard to case. */
    forecastBySku: new DataLoader<string, StoredForecast | null>(async (skus) => {
      const rows = await demandForecasts.bySkus(skus);
      const found = new Map(rows.map((row) => [row.sku.toUpperCase(), row]));
      return skus.map((sku) => found.get(sku.toUpperCase()) ?? null);
    }),

    deliveriesByEndpoint: deliveryPageLoader(webhookDeliveries),

    orderById: new DataLoader<string, OrderRow | null>(async (ids) => {
      const { rows, unread } = await reads.byIds(ids);
      const found = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => found.get(id) ?? unread.get(id) ?? null);
    }),

    pageByOwner: loaderByOwner<OwnPage, OrderPage>(
      async (ownerIds, { query, page }) => {
        const { rows, absent } = await reads.pagesByOwner(ownerIds, query, page);
        const own = Map.groupBy(rows, ({ customerId }) => customerId);
        return new Map(
          ownerIds.map((id) => [id, { rows: own.get(id) ?? [], complete: !absent.has(id) }]),
        );
      },
      { rows: [], complete: true },
    ),

    countByOwner: loaderByOwner<OfOwner, RowCount>(
      (ownerIds, { query }) => reads.countsByOwner(ownerIds, query),
      { count: 0, exact: true },
    ),

    linesByOrder: loaderByOrder(reads.lines, budget),
    eventsByOrder: loaderByOrder(reads.events, budget),
    effectsByOrder: loaderByOrder(reads.effects, budget),
    shipmentsByOrder: loaderByOrder(reads.shipments, budget),
    linesByShipment: loaderById(reads.shipmentLines, ({ shipmentId }) => shipmentId, budget),
    refundsByOrder: loaderByOrder(reads.refunds, budget),
    linesByRefund: loaderById(reads.returnLines, ({ refundId }) => refundId, budget),
  };
}
