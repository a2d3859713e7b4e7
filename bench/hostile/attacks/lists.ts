import { type Attack, customer, type Draw, post, staff, times } from './attack';

const money = '{ amount currency }';
const line = `lines { id sku name quantity unitPrice ${money} total ${money} shippedQuantity
  cancelledQuantity returnedQuantity }`;
const address = 'shippingAddress { recipient line1 line2 city region postalCode country phone }';
const lists: readonly string[] = [
  line,
  `lines { product { sku name description price ${money} available } }`,
  'timeline { id at type from to actor note }',
  `shipments { id carrier trackingCode trackingUrl lines { sku quantity } }`,
  `refunds { id amount ${money} reason lines { sku quantity restocked } }`,
  `note ${address} ${line}`,
  `${line} timeline { note } shipments { lines { sku } } refunds { reason lines { sku } }`,
  `customer { id name addresses { id line1 line2 } }`,
  'lines { __typename t1: id t2: id t3: sku t4: name }',
];

/** Pages of the largest orders, up to what the limits allow. */
function pages(draw: Draw) {
  const { random } = draw;
  const selected = random.pick(lists);
  const first = random.pick([1, 5, 20, 100]);
  const count = random.int(1, 10);
  return random.pick([
    () =>
      post(
        `{ ${times(count, (n) => `a${n}: orders(first: ${first}) { edges { node { ${selected} } } }`)} }`,
      ),
    () => post(`{ me { orders(first: ${first}) { edges { node { ${selected} } } } } }`),
    () =>
      post(
        `{ ${times(count, (n) => `a${n}: order(id: "${random.pick(draw.known.orderIds)}") { ${selected} }`)} }`,
      ),
    () =>
      post(
        `query($n: Int) { ${times(count, (n) => `a${n}: orders(first: $n) { ...P }`)} } fragment P on OrderConnection { edges { node { ...O } } totalCount } fragment O on Order { ${selected} }`,
        { n: first },
      ),
    () =>
      post(
        `{ ${times(count, (n) => `a${n}: orderByNumber(number: "${random.pick(draw.known.orderNumbers)}") { customer { orders(first: ${Math.min(first, 20)}) { edges { node { ${selected} } } } } }`)} }`,
      ),
  ])();
}

/** The other fields that return lists. */
function otherLists(draw: Draw) {
  const { random, known } = draw;
  return random.pick([
    () =>
      post(
        `{ users(first: 100) { edges { node { id email addresses { id line1 line2 city } orders(first: 15) { edges { node { id lines { sku } } } } } } } }`,
      ),
    () => post('{ auditLog(first: 100) { edges { node { id at actor subject detail } } } }'),
    () =>
      post(
        `{ ${times(10, (n) => `a${n}: products(first: 100) { edges { node { sku name description stock { onHand reserved } } } }`)} }`,
      ),
    () =>
      post(
        `{ ${times(10, (n) => `a${n}: stockMovements(sku: "${random.pick(known.skus)}", first: 100) { edges { node { id at kind warehouse { code name } reference } } }`)} }`,
      ),
    () =>
      post(
        `{ webhookEndpoints { id url events deliveries(first: 100) { edges { node { id eventId attempts } } } } apiKeys { id name scopes } }`,
      ),
    () =>
      post(
        `{ ${times(5, (n) => `a${n}: orders(first: 100) { edges { node { allocations { sku quantity warehouse { code } } } } }`)} }`,
      ),
    () => post(`{ lowStock(first: 100) { edges { node { sku name description } } } }`),
  ])();
}

function searches(draw: Draw) {
  const { random } = draw;
  const text = random.pick(['a', '€', 'mug wool', '%%%', '(((', 'a '.repeat(100), '…'.repeat(200)]);
  const status = Array.from({ length: random.pick([10, 1_000, 60_000]) }, () => 'CONFIRMED');
  return random.pick([
    () =>
      post(
        `query($t: String) { ${times(10, (n) => `a${n}: products(first: 100, filter: { search: $t }) { totalCount edges { node { sku } } }`)} }`,
        { t: text },
      ),
    () =>
      post(
        `query($t: String) { ${times(10, (n) => `a${n}: orders(first: 100, filter: { search: $t }) { totalCount edges { node { id } } }`)} }`,
        { t: text },
      ),
    () =>
      post('query($s: [OrderStatus!]) { orders(filter: { status: $s }) { edges { cursor } } }', {
        s: status,
      }),
    () =>
      post('query($t: String) { users(first: 100, search: $t) { totalCount edges { cursor } } }', {
        t: text,
      }),
  ])();
}

export const listAttacks: readonly Attack[] = [
  { name: 'C3 lists of the largest orders', askers: customer, request: pages },
  { name: 'C3 lists of the largest orders, by staff', askers: staff, request: pages },
  { name: 'other lists', askers: ['ADMIN', 'PARTNER'], request: otherLists },
  { name: 'searches', askers: staff, request: searches },
  {
    name: 'M7 exports',
    askers: customer,
    request: ({ random }) =>
      post(
        `{ ${times(random.pick([1, 2, 10]), (n) => `a${n}: exportMyData { json createdAt }`)} }`,
      ),
  },
];
