import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { decimalFromMinor } from '../../../platform/values/money';
import { uuidV7 } from '../../../platform/values/uuid';
import type { OrderStatus } from '../domain/order';
import { type Command, OrderModel, refundOf } from '../testing/order-model';
import { orderInput, person, shopForFile } from '../testing/shop';

/** Sequences that are tried, and how long one may be. */
const sequencesMax = 40;
const commandsMax = 10;
const deadlineMs = 120_000;

const result = '__typename ... on Order { status version }';
const mutations = {
  cancel: `mutation ($id: ID!) { answer: cancelOrder(id: $id, reason: "because") { ${result} } }`,
  review: `mutation ($id: ID!, $approve: Boolean!) {
    answer: reviewOrder(id: $id, approve: $approve, note: "looked") { ${result} } }`,
  ship: `mutation ($input: ShipOrderInput!) { answer: shipOrder(input: $input) { ${result} } }`,
  deliver: `mutation ($id: ID!) { answer: deliverOrder(id: $id) { ${result} } }`,
  refund: `mutation ($input: RefundOrderInput!) {
    answer: refundOrder(input: $input) { ${result} } }`,
  moveTo: `mutation ($id: ID!, $address: AddressInput!) {
    answer: updateShippingAddress(orderId: $id, address: $address) { ${result} } }`,
} as const;

const fault = fc.constantFrom('none', 'none', 'lostRequest', 'lostAnswer', 'takenOver');
const command: fc.Arbitrary<Command> = fc
  .tuple(
    fc.oneof(
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('cancel' as const),
          by: fc.constantFrom('owner' as const, 'support' as const),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('review' as const),
          approve: fc.boolean(),
        }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constant('ship' as const),
          units: fc.tuple(fc.nat(2), fc.nat(2)),
        }),
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('deliver' as const) }) },
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constant('refund' as const),
          percent: fc.integer({ min: 0, max: 101 }),
          returned: fc.nat(2),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('moveTo' as const),
          city: fc.constantFrom('Berlin', 'Bremen'),
        }),
      },
    ),
    fault,
  )
  .map(([what, its]) => ({ ...what, fault: its }) as Command);

const tokens = fc.constantFrom('tok_ok', 'tok_ok', 'tok_review', 'tok_declined');
const history = fc.tuple(tokens, fc.array(command, { minLength: 1, maxLength: commandsMax }));

/** The second time is answered as the first, which a random history seldom has. */
const restCancelledTwice: Command[] = [
  { kind: 'ship', units: [1, 1], fault: 'none' },
  { kind: 'cancel', by: 'support', fault: 'none' },
  { kind: 'cancel', by: 'support', fault: 'none' },
];

/** An address of before is as late as a new one, which a random history seldom has, either. */
const movedAfterShipping: Command[] = [
  { kind: 'moveTo', city: 'Berlin', fault: 'none' },
  { kind: 'ship', units: [1, 1], fault: 'none' },
  { kind: 'moveTo', city: 'Berlin', fault: 'none' },
];

const skus = ['A-1', 'B-2'];
const quantities = [4, 3];
const clerk = person(uuidV7(), 'WAREHOUSE');
const support = person(uuidV7(), 'SUPPORT');

const shop = shopForFile();
let other: ReturnType<typeof shop.otherProcess>;
beforeAll(async () => {
  other = shop.otherProcess();
  for (const sku of skus) shop.inventory.stock({ sku, onHand: 100_000 });
});

interface Tried {
  readonly id: string;
  readonly owner: ReturnType<typeof person>;
  readonly currency: string;
}

function requestOf(what: Command, { id, owner, currency }: Tried, capturedMinor: bigint) {
  const idempotencyKey = `key-${uuidV7()}`;
  switch (what.kind) {
    case 'cancel':
      return { viewer: what.by === 'owner' ? owner : support, variables: { id } };
    case 'review':
      return { viewer: support, variables: { id, approve: what.approve } };
    case 'deliver':
      return { viewer: clerk, variables: { id } };
    case 'moveTo': {
      const address = { ...orderInput().shippingAddress, city: what.city };
      return { viewer: owner, variables: { id, address } };
    }
    case 'ship': {
      const some = skus.map((sku, index) => ({ sku, quantity: what.units[index] ?? 0 }));
      const lines = some.filter(({ quantity }) => quantity > 0);
      const input = {
        orderId: id,
        lines: lines.length > 0 ? lines : null,
        carrier: 'DHL',
        trackingCode: 'JD',
        idempotencyKey,
      };
      return { viewer: clerk, variables: { input } };
    }
    case 'refund': {
      const amount = decimalFromMinor(refundOf(what.percent, capturedMinor), currency);
      const lines =
        what.returned > 0 ? [{ sku: 'A-1', quantity: what.returned, restock: true }] : null;
      const input = { orderId: id, amount, reason: 'broken', lines, idempotencyKey };
      return { viewer: support, variables: { input } };
    }
  }
}

/** Plans the fault for every step that a command may begin with; unmet faults are cleared later. */
function disturb({ fault: its }: Command): void {
  if (its !== 'lostRequest' && its !== 'lostAnswer') return;
  for (const step of ['shipStock', 'releaseReservation', 'restockReturns']) {
    shop.inventory.faults.plan(step, its);
  }
  for (const step of ['capture', 'void', 'refund']) shop.bank.faults.plan(step, its);
}

async function ask(what: Command, order: Tried, capturedMinor: bigint) {
  const { viewer, variables } = requestOf(what, order, capturedMinor);
  disturb(what);
  const asking = shop.ask(viewer, mutations[what.kind], variables);
  if (what.fault === 'takenOver') {
    await shop.endLeases();
    await other.takeOver();
  }
  const { data, codes } = await asking;
  await settled(order.id);
  shop.inventory.faults.clear();
  shop.bank.faults.clear();
  return { answer: data?.answer, codes };
}

async function settled(id: string): Promise<void> {
  const open = async () => {
    const { rows } = await shop.pool.query(
      `SELECT kind FROM effects WHERE order_id = $1 AND state = 'PENDING'`,
      [id],
    );
    // What a former owner left is taken over, as it would be once its lease is over.
    if (rows.length > 0) {
      await shop.endLeases();
      await other.takeOver();
    }
    return rows;
  };
  await expect.poll(open, { interval: 20 }).toEqual([]);
}

async function read(id: string) {
  const order = await other.store.journal.read(id);
  if (order === null) throw new Error('The order is gone.');
  return order;
}

function moneyOf(id: string, kind: string): bigint {
  return shop.bank.ledger
    .filter((entry) => entry.kind === kind && entry.key.includes(id))
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

/** Stock, money and lines are those of the model, however often anything was tried. */
async function expectLike(model: OrderModel, id: string, availableBefore: number): Promise<void> {
  const order = await read(id);
  expect(order.status).toBe(model.status);
  expect(order.capturedMinor).toBe(moneyOf(id, 'capture'));
  expect(order.refundedMinor).toBe(model.refundedMinor);
  expect(moneyOf(id, 'refund')).toBe(model.refundedMinor);
  const lines = await other.store.reads.lines([id]);
  expect(lines.map((line) => [line.shippedQuantity, line.cancelledQuantity])).toEqual(
    model.lines.map(({ shipped, cancelled }) => [shipped, cancelled]),
  );
  const isAll = model.lines.every(({ shipped, quantity }) => shipped === quantity);
  if (isAll) expect(order.capturedMinor).toBe(order.totalMinor);
  const voids = shop.bank.ledger.filter(({ kind, key }) => kind === 'void' && key.includes(id));
  expect(voids).toHaveLength(model.isVoided ? 1 : 0);
  const [first] = model.lines;
  const isHeld = !['REJECTED', 'CANCELLED'].includes(model.status);
  const gone = first && isHeld ? first.quantity - first.cancelled - first.returned : 0;
  expect(shop.inventory.available('A-1')).toBe(availableBefore - gone);
}

it(`does what its model does, in ${sequencesMax} histories`, {
  timeout: deadlineMs,
}, async () => {
  const property = fc.asyncProperty(history, async ([token, commands]) => {
    const availableBefore = shop.inventory.available('A-1');
    const owner = person(uuidV7());
    const lines = skus.map((sku, index) => ({ sku, quantity: quantities[index] }));
    const placed = await shop.place(owner, { payment: { token }, lines });
    const { id, status } = placed.order ?? placed;
    await settled(id);
    const model = new OrderModel(
      status as OrderStatus,
      quantities.map((quantity) => ({ quantity, shipped: 0, cancelled: 0, returned: 0 })),
    );
    for (const what of commands) {
      const before = await read(id);
      const expected = model.apply(what, before.capturedMinor);
      const tried = { id, owner, currency: before.currency };
      const { answer, codes } = await ask(what, tried, before.capturedMinor);
      expect(codes).toEqual([]);
      expect(answer.__typename).toBe(expected);
      if (expected !== 'Order') expect((await read(id)).version).toBe(before.version);
      await expectLike(model, id, availableBefore);
    }
  });
  const examples: [[string, Command[]]][] = [restCancelledTwice, movedAfterShipping].map(
    (commands) => [['tok_ok', commands]],
  );
  await fc.assert(property, { numRuns: sequencesMax, endOnFailure: true, examples });
});
