import type { RequestScope } from '../platform/graphql/request-scope';
import type { ServiceCall } from '../platform/graphql/service-call';
import type {
  AuditFacts,
  KeyFacts,
  LedgerEntry,
  OrderFacts,
  ReservationFacts,
  StatsFacts,
  StockFacts,
} from './facts';
import type { Ledger } from './ledger';

/** Rows per response: a few hundred kilobytes, whatever the size of the shop. */
const ordersPerPage = 200;
const productsPerPage = 500;
const rowsPerPage = 1_000;
const daysPerPage = 20;

const answerDeadlineMs = 60_000;

const orderFields = `id status epoch version currency subtotalMinor shippingMinor taxMinor totalMinor
  capturedMinor refundedMinor goodsMinor isImported isDeclined isRefused isSeen undelivered
  journal { capturedMinor refundedMinor } lostRefunds lostCaptures untoldSeconds
  units { sku quantity shipped cancelled packed returned givenBack }
  openEffects { kind seq overdueSeconds amountMinor lines { sku quantity } }
  timeline { events firstSeq lastSeq lastStatus brokenAt }`;

const orderPage = `query ($after: ID, $first: Int!) {
  rows: orderFacts(after: $after, first: $first) { ${orderFields} }
}`;
const ordersById = `query ($ids: [ID!]!) { rows: orderFactsOf(ids: $ids) { ${orderFields} } }`;
const unknownIds = 'query ($ids: [ID!]!) { rows: unknownOrders(ids: $ids) }';
const keyPage = `query ($after: IdempotencyKeyCursor, $first: Int!) {
  rows: idempotencyKeyFacts(after: $after, first: $first) {
    userId mutation key orderId hasOrder
  }
}`;
const statsPage = `query ($after: DateTime, $first: Int!) {
  rows: orderStatsFacts(after: $after, first: $first) {
    day differences { bucket at currency expected found }
  }
}`;
const stockPage = `query ($after: ID, $first: Int!) { rows: stockFacts(after: $after, first: $first) {
  lastSku levels { sku warehouse onHand reserved movedOnHand movedReserved allocated }
} }`;
const reservationsById = `query ($ids: [ID!]!) {
  rows: reservationFacts(orderIds: $ids) { orderId state ageSeconds held { sku quantity } }
}`;
const reservedPage = `query ($after: ID, $first: Int!, $seconds: Int!) {
  rows: reservedOrders(after: $after, first: $first, olderThanSeconds: $seconds)
}`;
const auditPage = `query ($after: ID) {
  rows: auditChain(after: $after) { checked next head faults { fault subject } }
}`;

export interface Calls {
  readonly orders: ServiceCall;
  readonly inventory: ServiceCall;
  readonly users: ServiceCall;
  /** Null if payments are not compared. */
  readonly ledger: Ledger | null;
  /** Ends the run between two requests. */
  readonly signal?: AbortSignal;
}

export type Sources = ReturnType<typeof sourcesOf>;

const neverAborted = new AbortController().signal;

const scope = (): RequestScope => ({
  viewer: { kind: 'system', cause: 'verify' },
  requestId: 'verify',
  signal: AbortSignal.timeout(answerDeadlineMs),
});

type Ask = <Row>(call: ServiceCall, query: string, variables: object) => Promise<Row>;

const retryUntil =
  (signal: AbortSignal | undefined): Ask =>
  async <Row>(call: ServiceCall, query: string, variables: object) => {
    signal?.throwIfAborted();
    return (await call<{ rows: Row }>(query, { ...variables }, scope())).rows;
  };

/**
 * Keyset pagination: each page starts after the last row of the previous one, until one is empty.
 */
async function* pages<Row, After>(
  read: (after: After | null) => Promise<Row[]>,
  afterOf: (last: Row) => After,
): AsyncGenerator<Row[]> {
  let after: After | null = null;
  for (;;) {
    const rows: Row[] = await read(after);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = afterOf(last);
  }
}

/** Reads the data from each service. Nothing here writes. */
export function sourcesOf({ orders, inventory, users, ledger, signal }: Calls) {
  const rowsOf = retryUntil(signal);
  return {
    orders: () =>
      pages(
        (after: string | null) =>
          rowsOf<OrderFacts[]>(orders, orderPage, { after, first: ordersPerPage }),
        ({ id }) => id,
      ),

    keys: () =>
      pages(
        (after: object | null) =>
          rowsOf<KeyFacts[]>(orders, keyPage, { after, first: rowsPerPage }),
        ({ userId, mutation, key, orderId }) => ({ userId, mutation, key, orderId }),
      ),

    stats: () =>
      pages(
        (after: string | null) =>
          rowsOf<StatsFacts[]>(orders, statsPage, { after, first: daysPerPage }),
        ({ day }) => day,
      ),

    /** Order ids of reservations that are at least this old. */
    reservedOrders: (seconds: number) =>
      pages(
        (after: string | null) =>
          rowsOf<string[]>(inventory, reservedPage, { after, first: rowsPerPage, seconds }),
        (orderId) => orderId,
      ),

    async *stock(): AsyncGenerator<readonly StockFacts[]> {
      type Page = { readonly lastSku: string | null; readonly levels: StockFacts[] };
      let after: string | null = null;
      do {
        const variables = { after, first: productsPerPage };
        const page: Page = await rowsOf<Page>(inventory, stockPage, variables);
        yield page.levels;
        after = page.lastSku;
      } while (after !== null);
    },

    async *audit(): AsyncGenerator<AuditFacts> {
      let after: string | null = null;
      do {
        const piece: AuditFacts = await rowsOf<AuditFacts>(users, auditPage, { after });
        yield piece;
        after = piece.next;
      } while (after !== null);
    },

    ordersById: (ids: readonly string[]) => rowsOf<OrderFacts[]>(orders, ordersById, { ids }),

    unknownOrders: (ids: readonly string[]) => rowsOf<string[]>(orders, unknownIds, { ids }),

    reservationsById: (ids: readonly string[]) =>
      rowsOf<ReservationFacts[]>(inventory, reservationsById, { ids }),

    /**
     * Null if payments are not compared.
     * @param since payments that were begun before may be missing.
     */
    ledger: (since: Date | null): AsyncIterable<LedgerEntry> | null =>
      ledger === null ? null : ledger.entries(since, signal ?? neverAborted),
  };
}
