import 'reflect-metadata';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import type { Bus } from '../../../platform/events/bus';
import { createExecutor, type Execute } from '../../../platform/graphql/execute';
import type { RequestScope } from '../../../platform/graphql/request-scope';
import { publicError } from '../../../platform/requests/public-error';
import { userIdOf } from '../../../platform/requests/viewer';
import type { Logger } from '../../../platform/telemetry/logger';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

const ordersSdl = `${link}
type Query { order(id: ID!): Order  orders(first: Int, filter: OrderFilter): OrderConnection }
type OrderConnection { edges: [OrderEdge!]! }
type OrderEdge { node: Order! }
input OrderFilter { ids: [ID!]  note: String  search: String }
type Order @key(fields: "id") { id: ID!  version: Int!  updatedAt: String!  note: String!  product: Product }
type Product @key(fields: "sku", resolvable: false) { sku: ID! }
`;

const inventorySdl = `${link}
type Query { product(sku: ID!): Product }
type Product @key(fields: "sku") { sku: ID!  name: String! }
`;

interface WatchedOrder {
  readonly id: string;
  readonly ownerId: string;
  readonly version: number;
  readonly note: string;
  readonly updatedAt?: string;
}

/** Two subgraphs with a few orders that tests can change. */
export class WatchedOrders {
  private readonly orders = new Map<string, WatchedOrder>();
  /** Number of reads by viewer. */
  readonly readsBy = new Map<string, number>();
  /** Reads of the list, each with the ids that it asked for. */
  readonly listReads: { readonly userId: string; readonly ids: readonly string[] }[] = [];
  /** Whether reads fail. */
  isUnavailable = false;
  /** Reads of an order wait for it. */
  held: Promise<void> | null = null;

  constructor(private readonly bus: Bus) {}

  put(order: WatchedOrder): void {
    this.orders.set(order.id, order);
  }

  /** Creates a new version and publishes it as orders does. @returns the version. */
  async change(id: string, note?: string): Promise<number> {
    const before = this.orders.get(id);
    if (!before) throw new Error(`There is no order ${id}.`);
    const version = before.version + 1;
    this.orders.set(id, { ...before, version, note: note ?? before.note });
    await this.publish(id, version);
    return version;
  }

  /** Changes the order without a new version, and publishes it as orders does. */
  async changeQuietly(id: string, note: string): Promise<void> {
    const before = this.orders.get(id);
    if (!before) throw new Error(`There is no order ${id}.`);
    this.orders.set(id, { ...before, note, updatedAt: new Date().toISOString() });
    await this.publish(id, null);
  }

  publish(orderId: string, version: number | null): Promise<void> {
    const customerId = this.orders.get(orderId)?.ownerId;
    return this.bus.publish('order-changes', [JSON.stringify({ orderId, version, customerId })]);
  }

  subgraphs(logger: Logger): {
    readonly supergraphSdl: string;
    readonly subgraphs: Readonly<Record<string, Execute>>;
  } {
    const order = async (_: unknown, { id }: { id: string }, { viewer }: RequestScope) => {
      const userId = userIdOf(viewer);
      if (userId === null) throw publicError('UNAUTHENTICATED', 'Sign in.');
      this.readsBy.set(userId, (this.readsBy.get(userId) ?? 0) + 1);
      if (this.held !== null) await this.held;
      if (this.isUnavailable) throw publicError('SERVICE_UNAVAILABLE', 'Orders is down.');
      const found = this.orders.get(id);
      return found?.ownerId === userId ? found : null;
    };
    const orders = (
      _: unknown,
      {
        first,
        filter,
      }: { first: number; filter: { ids: string[]; note?: string; search?: string } },
      { viewer }: RequestScope,
    ) => {
      const userId = userIdOf(viewer);
      if (userId === null) throw publicError('UNAUTHENTICATED', 'Sign in.');
      this.listReads.push({ userId, ids: filter.ids });
      if (this.isUnavailable) throw publicError('SERVICE_UNAVAILABLE', 'Orders is down.');
      if (filter.search !== undefined) throw publicError('BAD_USER_INPUT', 'No search here.');
      const found = [...this.orders.values()]
        .filter(({ id }) => filter.ids.includes(id))
        .filter(({ note }) => filter.note === undefined || note === filter.note);
      return { edges: found.slice(0, first).map((node) => ({ node })) };
    };
    const named = ({ sku }: { sku: string }) => ({ sku, name: `Product ${sku}` });
    const parts = [
      {
        name: 'orders',
        sdl: ordersSdl,
        resolvers: {
          Query: { order, orders },
          Order: {
            product: () => ({ sku: 'a' }),
            updatedAt: ({ updatedAt = new Date(0).toISOString() }: WatchedOrder) => updatedAt,
          },
        },
      },
      {
        name: 'inventory',
        sdl: inventorySdl,
        resolvers: {
          Query: { product: (_: unknown, product: { sku: string }) => named(product) },
          Product: { __resolveReference: named },
        },
      },
    ];
    const composed = composeServices(
      parts.map(({ name, sdl }) => ({ name, typeDefs: parse(sdl), url: `local://${name}` })),
    );
    if (composed.errors) throw new AggregateError(composed.errors, 'does not compose');
    const subgraphs = Object.fromEntries(
      parts.map(({ name, sdl, resolvers }) => {
        const schema = buildSubgraphSchema([
          { typeDefs: parse(sdl), resolvers: resolvers as never },
        ]);
        const createContext = (scope: RequestScope) => ({ ...scope });
        return [name, createExecutor({ schema, createContext, logger })];
      }),
    );
    return { supergraphSdl: composed.supergraphSdl, subgraphs };
  }
}
