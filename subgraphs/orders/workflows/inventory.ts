import { GraphQLError } from 'graphql';
import { asSystem, type CallScope } from '../../../platform/graphql/request-scope';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import { withinSignal } from '../../../platform/resilience/deadline';
import type { RequestedLine } from '../domain/order-input';
import type { PricedProduct } from '../domain/pricing';
import type { Shortage } from '../domain/refusal';
import type { ReturnedUnits } from '../domain/returns';
import { StockRefusedError } from './attempt';

export interface StockReserved {
  readonly state: 'HELD' | 'CONFIRMED' | 'RELEASED';
  readonly shortages: readonly Shortage[];
}

export interface HeldReservation {
  readonly orderId: string;
  readonly heldSeconds: number;
}

export interface Parcel {
  readonly warehouse: string;
  readonly lines: readonly RequestedLine[];
}

export interface StockRequest {
  readonly key: string;
  readonly orderId: string;
  readonly lines: readonly RequestedLine[];
  readonly warehouse: string | null;
}

export interface StockReturned {
  readonly key: string;
  readonly orderId: string;
  readonly lines: readonly ReturnedUnits[];
}

export interface StockShipped {
  readonly parcels: readonly Parcel[];
  readonly shortages: readonly Shortage[];
}

const pricedProducts = `query ($skus: [ID!]!) {
  pricedProducts(skus: $skus) { sku name priceMinor currency available }
}`;
const reserveStock = `mutation ($orderId: ID!, $lines: [StockLineInput!]!) {
  reserveStock(orderId: $orderId, lines: $lines) {
    state shortages { sku requested available }
  }
}`;
const confirmReservations = `mutation ($orderIds: [ID!]!) { confirmReservations(orderIds: $orderIds) }`;
const expireReservations = `mutation ($orderIds: [ID!]!) { expireReservations(orderIds: $orderIds) }`;
const heldReservations = `query ($after: ID, $first: Int!, $seconds: Int!) {
  heldReservations(after: $after, first: $first, olderThanSeconds: $seconds) { orderId heldSeconds }
}`;
const releaseReservation = `mutation ($orderId: ID!) { releaseReservation(orderId: $orderId) }`;
const shipStock = `mutation (
  $key: String!, $orderId: ID!, $lines: [StockLineInput!], $warehouse: ID
) {
  shipStock(key: $key, orderId: $orderId, lines: $lines, warehouse: $warehouse) {
    parcels { warehouse lines { sku quantity } } shortages { sku requested available }
  }
}`;

const restockReturns = `mutation ($key: String!, $orderId: ID!, $lines: [ReturnedStockInput!]!) {
  restockReturns(key: $key, orderId: $orderId, lines: $lines)
}`;
const knownWarehouses = `query ($codes: [ID!]!) { knownWarehouses(codes: $codes) }`;

type RawProduct = Omit<PricedProduct, 'priceMinor'> & { priceMinor: string };

export type Inventory = ReturnType<typeof inventoryCalls>;

const stockLine = ({ sku, quantity }: RequestedLine): RequestedLine => ({ sku, quantity });

/**
 * Calls of inventory. Each changing call is idempotent by order id or key. All reject with the error
 * of the call, or with the signal's reason if it is aborted first.
 */
export function inventoryCalls(call: ServiceCall) {
  const askFor = <Data>(
    scope: CallScope,
    query: string,
    variables: Record<string, unknown>,
    cause?: string,
  ): Promise<Data> =>
    withinSignal(call<Data>(query, variables, asSystem(scope, cause)), scope.signal);

  /** Jobs name the order as the cause. */
  const ask = <Data>(
    query: string,
    variables: Record<string, unknown> & { orderId: string },
    signal: AbortSignal,
  ): Promise<Data> => {
    const { orderId } = variables;
    const scope = { requestId: `order-${orderId}`, signal };
    return askFor<Data>(scope, query, variables, `Order:${orderId}`);
  };

  const askAsSystem = <Data>(
    query: string,
    variables: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<Data> =>
    askFor<Data>({ requestId: 'reservations', signal }, query, variables, 'Reservations');

  return {
    /** Current products by SKU; unknown and inactive ones are left out. */
    async pricedProducts(skus: readonly string[], scope: CallScope): Promise<PricedProduct[]> {
      type Priced = { pricedProducts: RawProduct[] };
      const data = await askFor<Priced>(scope, pricedProducts, { skus });
      return data.pricedProducts.map((one) => ({ ...one, priceMinor: BigInt(one.priceMinor) }));
    },

    /** Reserves all lines or none. */
    async reserve(
      orderId: string,
      lines: readonly RequestedLine[],
      signal: AbortSignal,
    ): Promise<StockReserved> {
      const variables = { orderId, lines: lines.map(stockLine) };
      const data = await ask<{ reserveStock: StockReserved }>(reserveStock, variables, signal);
      return data.reserveStock;
    },

    /** Confirms the reservations of decided orders. */
    async confirm(orderIds: readonly string[], signal: AbortSignal): Promise<void> {
      await askAsSystem(confirmReservations, { orderIds }, signal);
    },

    /** The next held reservations by order id. */
    async heldReservations(
      after: string | null,
      { first, seconds }: { first: number; seconds: number },
      signal: AbortSignal,
    ): Promise<HeldReservation[]> {
      type Held = { heldReservations: HeldReservation[] };
      const variables = { after, first, seconds };
      return (await askAsSystem<Held>(heldReservations, variables, signal)).heldReservations;
    },

    /** Releases held reservations whose orders ended or do not exist. @returns how many. */
    async expire(orderIds: readonly string[], signal: AbortSignal): Promise<number> {
      type Expired = { expireReservations: number };
      const data = await askAsSystem<Expired>(expireReservations, { orderIds }, signal);
      return data.expireReservations;
    },

    /** Releases the reservation; a reservation that arrives later is rejected. */
    async release(orderId: string, signal: AbortSignal): Promise<void> {
      await ask(releaseReservation, { orderId }, signal);
    },

    /** Ships units; nothing is shipped if there are shortages. */
    async ship(shipment: StockRequest, signal: AbortSignal): Promise<StockShipped> {
      const variables = { ...shipment, lines: shipment.lines.map(stockLine) };
      const data = await ask<{ shipStock: StockShipped }>(shipStock, variables, signal);
      return data.shipStock;
    },

    /**
     * Restocks returned units.
     * @throws StockRefusedError for what inventory never takes, such as more units than a level has.
     */
    async restock(returned: StockReturned, signal: AbortSignal): Promise<void> {
      try {
        await ask(restockReturns, { ...returned }, signal);
      } catch (error) {
        const isInvalid =
          error instanceof GraphQLError && error.extensions.code === 'BAD_USER_INPUT';
        throw isInvalid ? new StockRefusedError(error.message) : error;
      }
    },

    /** The codes among these of warehouses that are active. */
    async openWarehouses(codes: readonly string[], scope: CallScope): Promise<ReadonlySet<string>> {
      type Known = { knownWarehouses: string[] };
      return new Set((await askFor<Known>(scope, knownWarehouses, { codes })).knownWarehouses);
    },
  };
}
