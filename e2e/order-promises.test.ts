import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Client as Connection } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AdjustStockDocument } from '../client/documents';
import type { Client } from './harness/client';
import { demoAccount, orderOf } from './harness/people';
import { eventually, newFolder, Shop } from './harness/shop';
import { onEachTopology } from './harness/topologies';

/** What of an outcome the promises are about, whichever mutation it is of. */
const outcome = `__typename
  ... on UserError { code }
  ... on ConflictError { currentVersion }
  ... on OrderStateError { orderStatus: status }
  ... on PaymentDeclinedError { declineCode order { ...seen } }
  ... on Order { ...seen }`;
const seen = `fragment seen on Order {
  id status version total { amount } payment { status nextAction { redirectUrl } }
  shipments { id }
}`;
const mutations = {
  place: `mutation ($input: PlaceOrderInput!) { answer: placeOrder(input: $input) { ${outcome} } }`,
  ship: `mutation ($input: ShipOrderInput!) { answer: shipOrder(input: $input) {
    __typename ... on UserError { code } ... on ConflictError { currentVersion }
    ... on OrderStateError { orderStatus: status } ... on Order { ...seen } } }`,
  refund: `mutation ($input: RefundOrderInput!) { answer: refundOrder(input: $input) {
    __typename ... on UserError { code } ... on ConflictError { currentVersion }
    ... on OrderStateError { orderStatus: status } ... on Order { ...seen } } }`,
  cancel: `mutation ($id: ID!, $expectedVersion: Int) {
    answer: cancelOrder(id: $id, reason: "changed my mind", expectedVersion: $expectedVersion) {
      __typename ... on UserError { code } ... on ConflictError { currentVersion }
      ... on OrderStateError { orderStatus: status } ... on Order { ...seen } } }`,
  review: `mutation ($id: ID!, $expectedVersion: Int) {
    answer: reviewOrder(id: $id, approve: true, note: "fine", expectedVersion: $expectedVersion) {
      __typename ... on UserError { code } ... on ConflictError { currentVersion }
      ... on OrderStateError { orderStatus: status } ... on Order { ...seen } } }`,
  deliver: `mutation ($id: ID!, $expectedVersion: Int) {
    answer: deliverOrder(id: $id, expectedVersion: $expectedVersion) {
      __typename ... on UserError { code } ... on ConflictError { currentVersion }
      ... on OrderStateError { orderStatus: status } ... on Order { ...seen } } }`,
  moveTo: `mutation ($id: ID!, $address: AddressInput!, $expectedVersion: Int) {
    answer: updateShippingAddress(
      orderId: $id, address: $address, expectedVersion: $expectedVersion
    ) {
      __typename ... on UserError { code } ... on ConflictError { currentVersion }
      ... on OrderStateError { orderStatus: status } ... on Order { ...seen } } }`,
} as const;

interface Seen {
  readonly __typename: string;
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly total: { readonly amount: string };
  readonly payment: {
    readonly status: string;
    readonly nextAction: { readonly redirectUrl: string } | null;
  };
  readonly shipments: readonly { readonly id: string }[];
  readonly code?: string;
  readonly currentVersion?: number;
  readonly orderStatus?: string;
  readonly declineCode?: string;
  readonly order?: Seen;
}

async function run(caller: Client, verb: keyof typeof mutations, variables: object): Promise<Seen> {
  const query = `${mutations[verb]} ${seen}`;
  const { data, errors } = await caller.post({ query, variables });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return (data as { answer: Seen }).answer;
}

/** What the money did in the end, by what was done to the order after it was placed. */
const tokens: readonly [token: string, status: string, ledger: string[], declineCode?: string][] = [
  ['tok_ok', 'CONFIRMED', ['authorization']],
  ['tok_slow', 'CONFIRMED', ['authorization']],
  ['tok_async', 'CONFIRMED', ['authorization']],
  ['tok_flaky', 'CONFIRMED', ['authorization']],
  ['tok_lost_answer', 'CONFIRMED', ['authorization']],
  ['tok_review', 'IN_REVIEW', ['authorization']],
  ['tok_capture_fails', 'CONFIRMED', ['authorization']],
  ['tok_action', 'PENDING', []],
  ['tok_declined', 'REJECTED', [], 'card_declined'],
  ['tok_insufficient_funds', 'REJECTED', [], 'insufficient_funds'],
];

onEachTopology((topology) => {
  let shop: Shop;
  let customer: Client;
  let support: Client;
  let warehouse: Client;

  beforeAll(async () => {
    shop = await Shop.start({}, newFolder(), topology);
    customer = await demoAccount(shop.client, 'customer');
    support = await demoAccount(shop.client, 'support');
    warehouse = await demoAccount(shop.client, 'warehouse');
  });
  afterAll(() => shop?.close());

  const sku = 'DEMO-0100';
  async function place(token = 'tok_ok', quantity = 1): Promise<Seen> {
    const answer = await run(customer, 'place', orderOf([[sku, quantity]], token));
    if (answer.__typename !== 'Order') throw new Error(JSON.stringify(answer));
    return answer;
  }

  const parcel = (orderId: string, more: object = {}) => ({
    input: { orderId, carrier: 'DHL', trackingCode: 'JD1', idempotencyKey: randomUUID(), ...more },
  });
  const money = (orderId: string, amount: string, more: object = {}) => ({
    input: { orderId, amount, reason: 'broken', idempotencyKey: randomUUID(), ...more },
  });

  const read = async (id: string): Promise<Seen> => {
    const query = `query ($id: ID!) { order(id: $id) { ...seen } } ${seen}`;
    return ((await support.post({ query, variables: { id } })).data as { order: Seen }).order;
  };
  const ledgerOf = async (id: string) =>
    (await shop.ledgerOf(id)).map(({ kind, amount }) => `${kind} ${amount}`);
  const kindsOf = async (id: string) => (await shop.ledgerOf(id)).map(({ kind }) => kind);

  async function inTheEnd(id: string, status: string, ledger: string[]): Promise<void> {
    await eventually(`${id} ${status} with ${ledger}`, async () => {
      const kinds = await kindsOf(id);
      return (await read(id)).status === status && kinds.join() === ledger.join();
    });
  }

  async function shipped(token = 'tok_ok', quantity = 1): Promise<Seen> {
    const { id } = await place(token, quantity);
    await run(warehouse, 'ship', parcel(id));
    return eventually('the capture', async () => {
      const order = await read(id);
      return order.payment.status === 'CAPTURED' && order;
    });
  }

  describe('each token of the sandbox', () => {
    test.each(tokens)('%s leads to %s', async (token, status, ledger, declineCode) => {
      const answer = await run(customer, 'place', orderOf([[sku, 1]], token));
      expect(answer.declineCode).toBe(declineCode);
      const { id } = answer.order ?? answer;
      await inTheEnd(id, status, ledger);
      const amounts = (await shop.ledgerOf(id)).map(({ amount }) => amount);
      expect(amounts).toEqual(ledger.map(() => answer.total.amount));
    });

    test('tok_action is authorised by the page that the buyer is sent to', async () => {
      const { id, status, payment } = await place('tok_action');
      expect({ status, isAsked: payment.nextAction !== null }).toEqual({
        status: 'PENDING',
        isAsked: true,
      });
      const page = await fetch(payment.nextAction?.redirectUrl ?? '');
      expect(page.status).toBe(200);
      await inTheEnd(id, 'CONFIRMED', ['authorization']);
      expect((await read(id)).payment.nextAction).toBeNull();
    });

    test('tok_capture_fails is captured by the second attempt, once', async () => {
      const { id, total } = await shipped('tok_capture_fails');
      expect(await ledgerOf(id)).toEqual([
        `authorization ${total.amount}`,
        `capture ${total.amount}`,
      ]);
    });
  });

  describe('an idempotency key', () => {
    test('ships once, also five times at the same moment', async () => {
      const { id } = await place('tok_ok', 2);
      const same = parcel(id, { lines: [{ sku, quantity: 1 }] });
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => run(warehouse, 'ship', same)),
      );
      for (const answer of answers) {
        expect(answer).toMatchObject({ __typename: 'Order', status: 'PARTIALLY_SHIPPED' });
        expect(answer.shipments).toHaveLength(1);
      }
      await inTheEnd(id, 'PARTIALLY_SHIPPED', ['authorization', 'capture']);
      const other = { input: { ...same.input, carrier: 'UPS' } };
      expect((await run(warehouse, 'ship', other)).code).toBe('IDEMPOTENCY_KEY_REUSED');
    });

    test('refunds once, also five times at the same moment', async () => {
      const { id } = await shipped();
      const same = money(id, '0.50');
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => run(support, 'refund', same)),
      );
      for (const answer of answers) expect(answer.__typename).toBe('Order');
      await inTheEnd(id, 'SHIPPED', ['authorization', 'capture', 'refund']);
      const other = { input: { ...same.input, amount: '0.51' } };
      expect((await run(support, 'refund', other)).code).toBe('IDEMPOTENCY_KEY_REUSED');
      expect((await run(support, 'refund', money(id, '0.50'))).__typename).toBe('Order');
      await inTheEnd(id, 'SHIPPED', ['authorization', 'capture', 'refund', 'refund']);
    });

    test('counts stock once, also five times at the same moment', async () => {
      const counted = { sku: 'DEMO-0101', warehouse: 'BER', delta: 3, reason: 'found' };
      const { data } = await warehouse.post({ query: '{ warehouses { code } }' });
      const [first] = (data as { warehouses: { code: string }[] }).warehouses;
      const line = { ...counted, warehouse: first?.code ?? '' };
      const onHandAfter = async (delta: number, idempotencyKey: string) => {
        const input = [{ ...line, delta }];
        const { adjustStock } = await warehouse.run(AdjustStockDocument, { input, idempotencyKey });
        if (adjustStock?.__typename !== 'AdjustStockPayload') return adjustStock?.code;
        return adjustStock.levels[0]?.onHand;
      };
      const before = Number(await onHandAfter(1, randomUUID()));
      const key = randomUUID();
      const answers = await Promise.all(Array.from({ length: 5 }, () => onHandAfter(3, key)));
      expect(answers).toEqual(Array(5).fill(before + 3));
      expect(await onHandAfter(4, key)).toBe('IDEMPOTENCY_KEY_REUSED');
    });

    test('is not used up by an input that was refused', async () => {
      const idempotencyKey = randomUUID();
      const refused = [
        orderOf([], 'tok_ok', { idempotencyKey }),
        orderOf([['NO-SUCH-THING', 1]], 'tok_ok', { idempotencyKey }),
        orderOf([[sku, 1]], 'tok_ok', { idempotencyKey, expectedTotal: '0.01' }),
      ];
      const codes = [];
      for (const input of refused) codes.push((await run(customer, 'place', input)).code);
      expect(codes).toEqual(['VALIDATION', 'UNKNOWN_PRODUCT', 'PRICE_CHANGED']);
      const { id } = await run(customer, 'place', orderOf([[sku, 1]], 'tok_ok', { idempotencyKey }));

      const early = money(id, '1.00', { idempotencyKey });
      expect((await run(support, 'refund', early)).code).toBe('ORDER_STATE');
      const beyond = parcel(id, { idempotencyKey, lines: [{ sku, quantity: 2 }] });
      expect((await run(warehouse, 'ship', beyond)).code).toBe('VALIDATION');
      const rest = parcel(id, { idempotencyKey });
      expect((await run(warehouse, 'ship', rest)).status).toBe('SHIPPED');
      await inTheEnd(id, 'SHIPPED', ['authorization', 'capture']);
      const tooMuch = money(id, '9999.00', { idempotencyKey });
      expect((await run(support, 'refund', tooMuch)).code).toBe('REFUND_TOO_LARGE');
      expect((await run(support, 'refund', early)).__typename).toBe('Order');
    });
  });

  describe('an order that somebody else wrote', () => {
    test('is a conflict where the version was sent, whatever was to be done', async () => {
      const standing = await place('tok_ok');
      const reviewed = await place('tok_review');
      const left = await shipped();
      const address = { ...orderOf([], '').input.shippingAddress, city: 'Bremen' };
      const old = { expectedVersion: 1 };
      const asked: [string, () => Promise<Seen>, Seen][] = [
        ['cancel', () => run(customer, 'cancel', { id: standing.id, ...old }), standing],
        ['moveTo', () => run(customer, 'moveTo', { id: standing.id, address, ...old }), standing],
        ['ship', () => run(warehouse, 'ship', parcel(standing.id, old)), standing],
        ['review', () => run(support, 'review', { id: reviewed.id, ...old }), reviewed],
        ['deliver', () => run(warehouse, 'deliver', { id: left.id, ...old }), left],
        ['refund', () => run(support, 'refund', money(left.id, '0.10', old)), left],
      ];
      for (const [what, ask, { id }] of asked) {
        const { version } = await read(id);
        expect([what, await ask()]).toEqual([
          what,
          { __typename: 'ConflictError', code: 'CONFLICT', currentVersion: version },
        ]);
        expect((await read(id)).version).toBe(version);
      }
    });

    test('is told by its state where no version was sent', async () => {
      const { id } = await place('tok_ok');
      await run(customer, 'cancel', { id });
      const answers = [
        await run(warehouse, 'ship', parcel(id)),
        await run(support, 'refund', money(id, '0.10')),
        await run(support, 'review', { id }),
        await run(warehouse, 'deliver', { id }),
      ];
      expect(answers.map(({ code, orderStatus }) => [code, orderStatus])).toEqual(
        Array(4).fill(['ORDER_STATE', 'CANCELLED']),
      );
    });
  });

  describe('a cancellation', () => {
    test('wins or loses against a shipment at the same moment, never both', async () => {
      for (let round = 0; round < 5; round += 1) {
        const { id } = await place();
        const [sent, gone] = await Promise.all([
          run(warehouse, 'ship', parcel(id)),
          run(customer, 'cancel', { id }),
        ]);
        const isSent = sent.__typename === 'Order';
        expect(isSent ? sent.status : sent.orderStatus).toBe(isSent ? 'SHIPPED' : 'CANCELLED');
        expect(isSent ? gone.orderStatus : gone.status).toBe(isSent ? 'SHIPPED' : 'CANCELLED');
        const ledger = ['authorization', isSent ? 'capture' : 'void'];
        await inTheEnd(id, isSent ? 'SHIPPED' : 'CANCELLED', ledger);
      }
    });

    test('at the moment in which the buyer pays leaves nothing paid', async () => {
      for (let round = 0; round < 5; round += 1) {
        const { id, payment } = await place('tok_action');
        const [page, gone] = await Promise.all([
          fetch(payment.nextAction?.redirectUrl ?? ''),
          run(customer, 'cancel', { id }),
        ]);
        await page.text();
        expect(gone.status).toBe('CANCELLED');
        await eventually('as much let go of as was held', async () => {
          const kinds = await kindsOf(id);
          return kinds.length === 0 || kinds.join() === 'authorization,void';
        });
        expect((await read(id)).status).toBe('CANCELLED');
      }
    });
  });

  describe.runIf(topology === 'many processes')('the process that has an order, killed', () => {
    let orders: Connection;
    beforeAll(async () => {
      orders = await shop.database('orders');
    });
    afterAll(() => orders?.end());

    const pidOf = (command: string): number => {
      const list = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
      const line = list.split('\n').find((one) => {
        const [, parent] = /^ *\d+ +(\d+) /.exec(one) ?? [];
        return Number(parent) === shop.process.pid && one.includes(command);
      });
      if (!line) throw new Error(`There is no process of ${command}.`);
      return Number.parseInt(line, 10);
    };

    test('leaves it to another, which decides it, and its buyer is charged once', async () => {
      const order = orderOf([[sku, 1]], 'tok_slow', { note: randomUUID() });
      // The answer is lost with the process: what became of it is asked with the key.
      const lost = run(customer, 'place', order).catch(() => null);
      const id = await eventually('the order is begun', async () => {
        const { rows } = await orders.query('SELECT id FROM orders WHERE note = $1', [
          order.input.note,
        ]);
        return rows[0]?.id as string | undefined;
      });
      process.kill(pidOf('subgraphs/orders/main.js --no-work'), 'SIGKILL');
      const diedAt = performance.now();
      await lost;
      await eventually('the decision', async () => {
        const { rows } = await orders.query('SELECT status FROM orders WHERE id = $1', [id]);
        return rows[0]?.status === 'CONFIRMED';
      });
      const seconds = ((performance.now() - diedAt) / 1_000).toFixed(1);
      console.info(`decided by another process ${seconds} s after the kill -9`);
      const again = await eventually('orders to be back', () =>
        run(customer, 'place', order).catch(() => null),
      );
      expect(again).toMatchObject({ id, status: 'CONFIRMED' });
      expect(await kindsOf(id)).toEqual(['authorization']);
    });
  });
});
