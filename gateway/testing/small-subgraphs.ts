import 'reflect-metadata';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLError, parse } from 'graphql';
import type { Logger } from 'pino';
import { badUserInput, forbidden, rateLimited } from '../../platform/graphql/errors';
import { createExecutor, type Execute } from '../../platform/graphql/execute';
import type { RequestScope } from '../../platform/graphql/request-scope';
import { type ErrorCode, publicError } from '../../platform/requests/public-error';

type Arguments = Record<string, string>;
type Resolvers = Record<string, Record<string, unknown>>;

const link = `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
scalar EmailAddress
`;

const usersSdl = `${link}
type Query {
  me: User
  whoAmI: String
  crashes: User
  people(count: Int!): [User!]!
}
type Mutation {
  greet(email: EmailAddress!): String
  "As many people as asked for, once for each call."
  invite(count: Int!): [User!]!
  "Never answers."
  hang: Boolean
  login: Boolean
  refreshSession: Boolean
  "The viewer, in these two, as JSON."
  register: String
  logout: String
}
type User @key(fields: "id") { id: ID!  name: String!  "Fails."  secret: String }
`;

const inventorySdl = `${link}
type Query {
  product(sku: ID!): Product
  products(first: Int = 20, after: String): ProductConnection
  fails(code: String!): Product
  limited: Product
  refuses: Product
  nothing: Boolean
  "As many as asked for, all with that name."
  copies(count: Int!, name: String!): [Product!]!
  "Waits until it may continue, or until it is cancelled."
  waits: Product
}
type Product @key(fields: "sku") {
  sku: ID!  name: String!  price: Money!  available: Int!  stock: [StockLevel!]
}
type Money { amount: String! }
type StockLevel { warehouse: Warehouse!  onHand: Int! }
type Warehouse { code: ID! }
type ProductConnection { edges: [ProductEdge!]!  pageInfo: PageInfo! }
type ProductEdge { cursor: String!  node: Product! }
type PageInfo { hasNextPage: Boolean! }
`;

const ordersSdl = `${link}
type Query { order(id: ID!): Order  orderCount(filter: OrderFilter): Int  firm(sku: ID!): FirmProduct }
type Order @key(fields: "id") { id: ID!  customer: User  lines: [OrderLine!]! }
type OrderLine { id: ID!  product: Product  firm: FirmProduct }
type FirmProduct { product: Product! }
type Product @key(fields: "sku", resolvable: false) { sku: ID! }
type User @key(fields: "id") { id: ID!  orders(first: Int = 20): OrderConnection }
type OrderConnection { edges: [OrderEdge!]!  pageInfo: OrderPage! }
type OrderEdge { cursor: String!  node: Order! }
input OrderFilter { ids: [ID!] }
type OrderPage { hasNextPage: Boolean! }
`;

/** Lets a test see a request wait, and end the wait. */
export interface Gate {
  /** Resolves when a request waits. */
  readonly entered: Promise<void>;
  /** Resolves when the signal of that request was aborted. */
  readonly aborted: Promise<void>;
  open(): void;
}

interface Waiting {
  enter(): void;
  abort(): void;
  readonly opened: Promise<void>;
}

export function gate(): Gate & Waiting {
  const { promise: entered, resolve: enter } = Promise.withResolvers<void>();
  const { promise: aborted, resolve: abort } = Promise.withResolvers<void>();
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  return { entered, aborted, opened, enter, abort, open };
}

const product = (sku: string) =>
  sku === 'missing'
    ? null
    : { sku, name: `Product ${sku}`, price: { amount: '1.00' }, available: 3, stock: [] };

const order = (id: string) => ({
  id,
  customer: { id: 'u1' },
  lines: ['a', 'missing'].map((sku) => ({
    id: `${id}-${sku}`,
    product: { sku },
    firm: { product: { sku } },
  })),
});

const connection = <Node>(nodes: readonly Node[]) => ({
  edges: nodes.map((node, index) => ({ cursor: String(index), node })),
  pageInfo: { hasNextPage: false },
});

const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `u${index}`, name: 'Ada' }));

const usersResolvers: Resolvers = {
  Query: {
    people: (_: unknown, { count }: Arguments) => people(Number(count)),
    me: () => ({ id: 'u1', name: 'Ada' }),
    whoAmI: (_: unknown, _arguments: unknown, { viewer, requestId }: RequestScope) =>
      JSON.stringify({ viewer, requestId }),
    crashes: () => {
      throw new Error('connect ECONNREFUSED postgres://secret@10.0.0.7:5432');
    },
  },
  Mutation: {
    greet: (_: unknown, { email }: Arguments) => `Hello ${email}`,
    invite: (_: unknown, { count }: Arguments) => people(Number(count)),
    hang: () => new Promise(() => undefined),
    register: (_: unknown, _arguments: unknown, { viewer }: RequestScope) => JSON.stringify(viewer),
    logout: (_: unknown, _arguments: unknown, { viewer }: RequestScope) => JSON.stringify(viewer),
  },
  User: {
    __resolveReference: ({ id }: { id: string }) => ({ id, name: 'Ada' }),
    secret: (): GraphQLError => forbidden({ roles: ['SUPPORT'], scopes: [], recentSignIn: true }),
  },
};

function inventoryResolvers(waiting: Waiting): Resolvers {
  const untilOpen = async (signal: AbortSignal) => {
    signal.addEventListener('abort', () => waiting.abort());
    waiting.enter();
    await waiting.opened;
  };
  return {
    Query: {
      product: async (_: unknown, { sku = '' }: Arguments, { signal }: RequestScope) => {
        if (sku === 'fails') throw publicError('SERVICE_UNAVAILABLE', 'Try again.');
        if (sku === 'waits') await untilOpen(signal);
        return product(sku);
      },
      products: () => connection([product('a'), product('b')]),
      fails: (_: unknown, { code }: Arguments) =>
        publicError(code as ErrorCode, `Failed with ${code}.`, { inside: 'not for clients' }),
      limited: () => rateLimited(7),
      refuses: () => badUserInput('Too long.', 'filter', 'search'),
      nothing: () => null,
      copies: (_: unknown, { count, name }: Arguments) =>
        Array.from({ length: Number(count) }, (_, index) => ({ ...product(`p${index}`), name })),
      waits: async (_: unknown, _arguments: unknown, { signal }: RequestScope) => {
        await untilOpen(signal);
        return product('a');
      },
    },
    Product: { __resolveReference: ({ sku }: { sku: string }) => product(sku) },
  };
}

const ordersResolvers: Resolvers = {
  Query: {
    order: (_: unknown, { id }: Arguments) => order(id ?? ''),
    firm: (_: unknown, { sku }: Arguments) => ({ product: { sku } }),
  },
  User: {
    __resolveReference: ({ id }: { id: string }) => ({ id }),
    orders: () => connection([order('o1')]),
  },
};

const answerLimits = { answerObjects: 20_000, answerBytes: 10_000_000 };

const parts = [
  { name: 'users', typeDefs: parse(usersSdl), resolversOf: () => usersResolvers },
  { name: 'inventory', typeDefs: parse(inventorySdl), resolversOf: inventoryResolvers },
  { name: 'orders', typeDefs: parse(ordersSdl), resolversOf: () => ordersResolvers },
];

/** One composition for all gateways of a process. */
const composed = composeServices(
  parts.map(({ name, typeDefs }) => ({ name, typeDefs, url: `local://${name}` })),
);

/** Three subgraphs of a few types, composed as the real ones are. */
export function smallSubgraphs(logger: Logger, waiting: Waiting) {
  if (composed.errors) throw new AggregateError(composed.errors, 'does not compose');
  const subgraphs: Record<string, Execute> = {};
  for (const { name, typeDefs, resolversOf } of parts) {
    const resolvers = resolversOf(waiting) as never;
    const schema = buildSubgraphSchema([{ typeDefs, resolvers }]);
    const createContext = (scope: RequestScope) => ({ ...scope });
    subgraphs[name] = createExecutor({ schema, createContext, logger, answerLimits });
  }
  return { supergraphSdl: composed.supergraphSdl, subgraphs };
}
