import { randomUUID } from 'node:crypto';
import {
  type Attack,
  addressOf,
  bytesFor,
  customer,
  type Draw,
  either,
  fresh,
  long,
  post,
} from './attack';

const placing = 'mutation($i: PlaceOrderInput!) { placeOrder(input: $i) { __typename } }';
const moving = `mutation($id: ID!, $a: AddressInput!) {
  updateShippingAddress(orderId: $id, address: $a) { __typename } }`;

const order = (draw: Draw, changed: object) => ({
  idempotencyKey: randomUUID(),
  currency: 'EUR',
  lines: [{ sku: draw.random.pick(draw.known.skus), quantity: 1 }],
  shippingAddress: addressOf('Ada Buyer'),
  payment: { token: 'tok_declined' },
  ...changed,
});

/** The text in one of the fields that accept text. */
function anywhere(draw: Draw, text: string) {
  const { random, known } = draw;
  const orderId = random.pick(known.orderIds);
  return random.pick([
    () => post(placing, { i: order(draw, { note: text }) }),
    () => post(placing, { i: order(draw, { shippingAddress: addressOf(text) }) }),
    () => post(placing, { i: order(draw, { idempotencyKey: text }) }),
    () => post(placing, { i: order(draw, { payment: { token: text } }) }),
    () => post(placing, { i: order(draw, { lines: [{ sku: text, quantity: 1 }] }) }),
    () => post(placing, { i: order(draw, { expectedTotal: text }) }),
    () => post(moving, { id: orderId, a: addressOf(text) }),
    () =>
      post('mutation($id: ID!, $r: String!) { cancelOrder(id: $id, reason: $r) { __typename } }', {
        id: orderId,
        r: text,
      }),
    () =>
      post('mutation($a: AddressInput!) { saveAddress(input: $a) { __typename } }', {
        a: { ...addressOf(text), label: text, phone: text },
      }),
    () =>
      post('query($t: String) { products(filter: { search: $t }) { totalCount } }', { t: text }),
    () => post('query($s: ID!) { product(sku: $s) { sku } }', { s: text }),
    () => post('query($n: String!) { orderByNumber(number: $n) { id } }', { n: text }),
    () => post('query($a: String) { orders(after: $a) { edges { cursor } } }', { a: text }),
    () =>
      post(
        'query($c: CountryCode!) { quote(currency: "EUR", lines: [], country: $c) { __typename } }',
        {
          c: text,
        },
      ),
    () =>
      post('mutation($t: String!) { refreshSession(refreshToken: $t) { __typename } }', {
        t: text,
      }),
  ])();
}

/** The text in one of the fields that accept a password. */
function asPassword(draw: Draw, text: string) {
  const email = `${fresh(draw)}@example.com`;
  return draw.random.pick([
    () =>
      post('mutation($i: LoginInput!) { login(input: $i) { __typename } }', {
        i: { email, password: text },
      }),
    () =>
      post('mutation($i: RegisterInput!) { register(input: $i) { __typename } }', {
        i: { email, password: text, name: 'Ada' },
      }),
    () =>
      post('mutation($p: String!) { changePassword(current: "x", new: $p) { __typename } }', {
        p: text,
      }),
    () => post('mutation($p: String!) { eraseAccount(password: $p) { __typename } }', { p: text }),
  ])();
}

/** Characters that are expensive to normalise, match or case-fold. */
const slow = [
  '\u0301\u0316',
  'e\u0301',
  '\u1100\u1161',
  'ﷺ',
  'İ',
  '4-',
  '4 ',
  'a@',
  'a.',
  '\u200d',
  '-',
];
const blank = [' ', '\t', '\u00a0', '\u2003', '\ufeff'];
const forbidden = ['\u0000', '\ud800', '\u001b[31m', '\u0007', '\u202e', '\n', '\udc00\ud800'];

/** Digits that almost form card numbers. */
const nearlyCards = (draw: Draw): string =>
  long(draw, bytesFor(draw), [
    '4242 4242 4242 424',
    '4111-1111-1111-1112 ',
    '3782 822463 10006 ',
    '0 ',
  ]);

export const textAttacks: readonly Attack[] = [
  {
    name: 'H3 texts that are slow to normalise',
    askers: either,
    request: (draw) => anywhere(draw, `a${long(draw, bytesFor(draw), slow)}`),
  },
  {
    name: 'H3 passwords that are slow to normalise',
    askers: either,
    hashesPasswords: true,
    request: (draw) => {
      const bytes = draw.random.pick([100, bytesFor(draw)]);
      return asPassword(draw, `a${long(draw, bytes, [...slow, ...forbidden])}`);
    },
  },
  {
    name: 'H3 texts that nearly hold card numbers',
    askers: customer,
    request: (draw) => anywhere(draw, nearlyCards(draw)),
  },
  {
    name: 'M2 blanks around a text',
    askers: either,
    request: (draw) => {
      const blanks = long(draw, bytesFor(draw), blank);
      return anywhere(draw, draw.random.pick([`x${blanks}`, `${blanks}x`, blanks]));
    },
  },
  {
    name: 'M8 characters that are not stored',
    askers: either,
    request: (draw) => anywhere(draw, `a${draw.random.pick(forbidden)}b`),
  },
  {
    name: 'H6 long literals',
    askers: customer,
    request: (draw) => {
      const text = `${fresh(draw)}${'x'.repeat(draw.random.pick([10_000, 90_000, 900_000]))}`;
      return draw.random.pick([
        () => post(`{ orderByNumber(number: "${text}") { id } }`),
        () => post(`{ product(sku: "${text}") { sku } }`),
        () => post(`{ products(filter: { search: "${text}" }) { totalCount } }`),
        () => post(`{ orders(filter: { number: "${text}" }) { edges { cursor } } }`),
        () => post(`{ orderByNumber(number: """${text}""") { id } }`),
      ])();
    },
  },
];
