import { randomBytes, randomUUID } from 'node:crypto';
import { password } from '../accounts';
import { floods } from '../sign-in-floods';
import {
  type Attack,
  addressOf,
  customer,
  type Draw,
  either,
  fresh,
  nobody,
  post,
  times,
} from './attack';

const signingIn = (count: number): string =>
  `mutation($i: LoginInput!) { ${times(count, (n) => `a${n}: login(input: $i) { __typename }`)} }`;

function signIns(draw: Draw) {
  const { random, account } = draw;
  const email = account?.email ?? `${fresh(draw)}@example.com`;
  const count = random.pick([1, 1, 8]);
  return random.pick([
    () => post(signingIn(count), { i: { email, password } }),
    () => post(signingIn(count), { i: { email, password: 'wrong' } }),
    () =>
      post(
        `mutation($i: RegisterInput!) { ${times(count, (n) => `a${n}: register(input: $i) { __typename }`)} }`,
        { i: { email: `${fresh(draw)}@example.com`, password, name: 'A' } },
      ),
    () =>
      post(
        `mutation { ${times(count, (n) => `a${n}: changePassword(current: "wrong", new: "another long phrase") { __typename }`)} }`,
      ),
    () =>
      post(
        `mutation { ${times(count, (n) => `a${n}: eraseAccount(password: "wrong") { __typename }`)} }`,
      ),
  ])();
}

/** Wrong passwords from a /58 of IPv6 and from 28 IPv4 networks, by X-Forwarded-For. */
function signInsOfNetworks(draw: Draw) {
  const { addresses } = draw.random.pick(floods);
  const email = `${fresh(draw)}@example.com`;
  const from = { 'x-forwarded-for': draw.random.pick(addresses) };
  return post(signingIn(1), { i: { email, password: 'wrong' } }, from);
}

function refreshes(draw: Draw) {
  const token = draw.random.pick([
    draw.account?.refreshToken ?? 'none',
    randomBytes(32).toString('base64url'),
  ]);
  const count = draw.random.pick([1, 10]);
  return post(
    `mutation($t: String!) { ${times(count, (n) => `a${n}: refreshSession(refreshToken: $t) { __typename }`)} }`,
    { t: token },
  );
}

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Invalid credentials, each different. */
function credentials(draw: Draw) {
  const id = fresh(draw);
  const signed = `${base64({ alg: 'RS256', kid: id })}.${base64({ sub: id })}.${'s'.repeat(342)}`;
  const headers = draw.random.pick<Record<string, string>>([
    { authorization: `Bearer ${signed}` },
    { authorization: `Bearer ${'.'.repeat(8_000)}` },
    { authorization: `Bearer ${id}` },
    { authorization: `${'Bearer '.repeat(1_000)}x` },
    { 'x-api-key': `op_test_${id.padEnd(43, 'a')}` },
    { 'x-api-key': `op_test_${'a'.repeat(8_000)}` },
    { 'x-api-key': id, authorization: `Bearer ${signed}` },
    { 'x-buyer-ip': `203.0.113.${draw.random.int(1, 250)}`, 'x-api-key': `op_test_${id}` },
  ]);
  return post('{ me { id } }', {}, headers);
}

const placing = `mutation($i: PlaceOrderInput!) { placeOrder(input: $i) {
  __typename ... on Order { id lines { id sku name unitPrice { amount } product { name } } } } }`;

/** Orders that reserve stock and are not paid, and orders with the maximum number of lines. */
function orders({ random, known }: Draw) {
  const count = random.pick([1, 10, 1_000]);
  const skus = random.shuffled(known.skus).slice(0, count);
  const quantity = random.pick([1, 3_000]);
  return post(placing, {
    i: {
      idempotencyKey: randomUUID(),
      currency: 'EUR',
      lines: skus.map((sku) => ({ sku, quantity })),
      shippingAddress: addressOf('€'.repeat(200)),
      payment: { token: random.pick(['tok_action', 'tok_declined', 'tok_ok', 'tok_slow']) },
      note: '€'.repeat(2_000),
    },
  });
}

const quoting = `query($l: [OrderLineInput!]!) { quote(currency: "EUR", lines: $l, country: "DE") {
  __typename ... on Quote { lines { sku quantity available unitPrice { amount } total { amount } } } } }`;

function quotes({ random, known }: Draw) {
  const skus = random.shuffled(known.skus);
  const lines = skus.slice(0, random.pick([1, 100, 1_000])).map((sku) => ({ sku, quantity: 1 }));
  const repeated = Array.from({ length: 1_000 }, () => ({ sku: skus[0] ?? '', quantity: 1 }));
  return post(quoting, { l: random.pick([lines, lines, repeated]) });
}

export const accountAttacks: readonly Attack[] = [
  { name: 'H4 sign-ins', askers: either, hashesPasswords: true, request: signIns },
  {
    name: 'N4 sign-ins from many networks',
    askers: nobody,
    hashesPasswords: true,
    request: signInsOfNetworks,
  },
  { name: 'refreshes', askers: either, request: refreshes },
  { name: 'tokens and keys that are not good', askers: nobody, request: credentials },
  { name: 'M1 orders that nobody pays', askers: customer, request: orders },
  { name: 'quotes of a thousand lines', askers: either, request: quotes },
  {
    name: 'C3 timelines that grow',
    askers: customer,
    request: (draw) =>
      post(
        `mutation($id: ID!, $a: AddressInput!) { ${times(10, (n) => `a${n}: updateShippingAddress(orderId: $id, address: $a) { __typename ... on Order { timeline { id note } } }`)} }`,
        { id: draw.random.pick(draw.known.orderIds), a: addressOf(fresh(draw)) },
      ),
  },
];
