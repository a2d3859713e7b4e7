import { auditedActor, auditedSubject } from '../../testing/fill/people';

/** The caller of a query. */
export type Asker = 'nobody' | 'customer' | 'support' | 'warehouse' | 'admin';

export interface ReadQuery {
  readonly name: string;
  readonly asker: Asker;
  readonly query: string;
}

/** Ids for the queries; they exist in shops of any size. */
export interface Known {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly customerId: string;
  readonly after: string;
}

const page = 'pageInfo { hasNextPage endCursor }';
const product = 'sku name price { amount currency } available';
const order = 'id number status total { amount currency } placedAt';

function products(name: string, args: string, total = false): ReadQuery {
  const count = total ? 'totalCount totalCountExact' : '';
  const query = `{ products(first: 20, ${args}) { edges { node { ${product} } } ${page} ${count} } }`;
  return { name: `products ${name}`, asker: 'nobody', query };
}

function orders(asker: Asker, name: string, args: string, total = false): ReadQuery {
  const count = total ? 'totalCount totalCountExact' : '';
  const query = `{ orders(first: 20${args}) { edges { node { ${order} } } ${page} ${count} } }`;
  return { name: `orders of ${asker}, ${name}`, asker, query };
}

const price = 'currency: "EUR", priceMin: "100.00", priceMax: "200.00"';

const catalogue: readonly ReadQuery[] = [
  products('by name', 'sort: NAME_ASC'),
  products('by name, with total', 'sort: NAME_ASC', true),
  products('by price', 'sort: PRICE_ASC'),
  products('by price, falling', 'sort: PRICE_DESC'),
  products('newest', 'sort: NEWEST'),
  products('in stock', 'sort: NAME_ASC, filter: { inStock: true }'),
  products('sold out', 'sort: NAME_ASC, filter: { inStock: false }'),
  products('of a price', `sort: PRICE_ASC, filter: { ${price} }`),
  products('of a price by name', `sort: NAME_ASC, filter: { ${price} }`),
  products('search of a word', 'filter: { search: "mug" }'),
  products('search of a word, with total', 'filter: { search: "mug" }', true),
  products('search of two words', 'filter: { search: "woodland mug" }'),
  products('search as typed', 'filter: { search: "woodl mu" }'),
  products('search misspelt', 'filter: { search: "umbrela" }'),
  products('search of a SKU', 'filter: { search: "GEN-0000101" }'),
  products('search by price', 'sort: PRICE_ASC, filter: { search: "mug" }'),
  products(
    'search in stock by price',
    `sort: PRICE_ASC,
    filter: { search: "mug", inStock: true, ${price} }`,
  ),
  products('by SKUs', 'filter: { skus: ["GEN-0000101", "GEN-0000202"] }'),
  { name: 'product', asker: 'nobody', query: `{ product(sku: "GEN-0000101") { ${product} } }` },
  {
    name: 'stockMovements',
    asker: 'warehouse',
    query: `{ stockMovements(sku: "GEN-0000001") { edges { node { id kind onHandDelta } } ${page} } }`,
  },
  {
    name: 'lowStock',
    asker: 'warehouse',
    query: `{ lowStock(first: 20) { edges { node { ${product} } } ${page} } }`,
  },
  { name: 'warehouses', asker: 'warehouse', query: '{ warehouses { code name } }' },
];

const customersOrders: readonly ReadQuery[] = [
  orders('customer', 'all', ''),
  orders('customer', 'with total', '', true),
  orders('customer', 'by status', ', filter: { status: [CONFIRMED] }'),
  // A week would have two orders in the small shop and a full page in the large one.
  orders(
    'customer',
    'of five months',
    `, filter: {
    placedFrom: "2026-01-01T00:00:00Z", placedTo: "2026-06-01T00:00:00Z" }`,
  ),
];

function staffOrders({ orderNumber, customerId, after }: Known): ReadQuery[] {
  return [
    orders('support', 'all', ''),
    orders('support', 'with total', '', true),
    orders('support', 'second page', `, after: "${after}"`),
    orders('support', 'by status', ', filter: { status: [IN_REVIEW] }'),
    orders('support', 'by two states', ', filter: { status: [PENDING, SHIPPED] }'),
    orders(
      'support',
      'of a week',
      `, filter: {
      placedFrom: "2026-03-01T00:00:00Z", placedTo: "2026-03-08T00:00:00Z" }`,
    ),
    orders('support', 'of a customer', `, filter: { customerId: "${customerId}" }`),
    orders('support', 'waiting', ', filter: { needsAttention: true }'),
    orders('support', 'by number', `, filter: { number: "${orderNumber}" }`),
    orders('support', 'search of a recipient', ', filter: { search: "Ada Lovelace" }'),
    orders('support', 'search of a first name', ', filter: { search: "Radia" }'),
    orders('support', 'search of a SKU', ', filter: { search: "GEN-0000001" }'),
    orders('support', 'search of a tracking code', ', filter: { search: "JD0000000013" }'),
    orders('support', 'search of an e-mail', ', filter: { search: "customer@example.com" }'),
  ];
}

function single({ orderId, orderNumber }: Known): ReadQuery[] {
  const detail = `${order} lines { sku quantity product { name } } timeline { type }
    shipments { trackingCode } refunds { id } payment { status } customer { name }`;
  return [
    { name: 'order', asker: 'support', query: `{ order(id: "${orderId}") { ${detail} } }` },
    {
      name: 'orderByNumber',
      asker: 'support',
      query: `{ orderByNumber(number: "${orderNumber}") { ${order} } }`,
    },
    {
      name: '10 orders with lines, products and customer',
      asker: 'support',
      query: `{ orders(first: 10) { edges { node { ${order} customer { name }
        lines { sku quantity product { name } } } } } }`,
    },
    {
      name: 'me with orders',
      asker: 'customer',
      query: `{ me { name orders(first: 20) { edges { node { ${order} } } } } }`,
    },
  ];
}

function people({ customerId }: Known): ReadQuery[] {
  const user = 'id email name';
  const list = (name: string, args: string, total = '') => ({
    name: `users ${name}`,
    asker: 'admin' as const,
    query: `{ users(first: 20${args}) { edges { node { ${user} } } ${page} ${total} } }`,
  });
  const log = (name: string, args: string) => ({
    name: `auditLog ${name}`,
    asker: 'admin' as const,
    query: `{ auditLog(first: 20${args}) { edges { node { at actor action } } ${page} } }`,
  });
  return [
    list('all', ''),
    list('with total', '', 'totalCount totalCountExact'),
    list('by name', ', search: "Ada L"'),
    list('by e-mail', ', search: "customer@example.com"'),
    { name: 'user', asker: 'admin', query: `{ user(id: "${customerId}") { ${user} } }` },
    log('all', ''),
    log('of a subject', `, subject: "${auditedSubject}"`),
    log('of an actor', `, actor: "${auditedActor}"`),
  ];
}

/** Queries of order statistics; their range ends where the generated orders end. */
const statistics: readonly ReadQuery[] = [
  { name: '90 days by day', from: '2026-03-31', bucket: 'DAY' },
  { name: '400 hours', from: '2026-06-12T08:00:00Z', bucket: 'HOUR' },
].map(({ name, from, bucket }) => ({
  name: `orderStats, ${name}`,
  asker: 'support',
  query: `{ orderStats(from: "${from.includes('T') ? from : `${from}T00:00:00Z`}",
    to: "2026-06-29T00:00:00Z", bucket: ${bucket}, currency: "EUR") { at placed confirmed rejected
    cancelled revenue { amount currency } decidedMsP50 decidedMsP99 } }`,
}));

/** Every query of the contract, with each of its filters and sort orders. */
export const readQueries = (known: Known): ReadQuery[] => [
  ...catalogue,
  ...customersOrders,
  ...staffOrders(known),
  ...single(known),
  ...statistics,
  ...people(known),
];
