import { beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { orderNumber } from '../domain/order-number';
import { shardOf } from '../domain/shard';
import type { Fault } from '../testing/faults';
import { newOrder } from '../testing/new-order';
import { openShop, orderInput, person, placeOrder, type Shop, shopForFile } from '../testing/shop';

type Process = ReturnType<Shop['otherProcess']>;

const shop = shopForFile();
beforeAll(async () => {
  shop.inventory.stock({ sku: 'A-1', onHand: 1_000 });
});

/** Every step of the saga, on whichever side of its effect the process may die. */
const steps = ['reserveStock', 'authorize'] as const;
const deaths: Fault[] = ['deathBefore', 'deathAfter'];
const crashPoints = steps.flatMap((step) => deaths.map((fault) => ({ step, fault })));

const faultsOf = (step: string) =>
  (step === 'authorize' || step === 'void' || step === 'capture' ? shop.bank : shop.inventory)
    .faults;

async function orderOf(customerId: string) {
  const { rows } = await shop.pool.query(
    `SELECT id, status, payment_status, version FROM orders WHERE customer_id = $1`,
    [customerId],
  );
  return rows[0] as { id: string; status: string; payment_status: string; version: number };
}

async function decisionsOf(orderId: string): Promise<string[]> {
  const { rows } = await shop.pool.query(
    `SELECT type FROM order_events WHERE order_id = $1 AND type <> 'order.placed' ORDER BY seq`,
    [orderId],
  );
  return rows.map(({ type }) => type);
}

async function openEffects(orderId: string): Promise<string[]> {
  const { rows } = await shop.pool.query(
    `SELECT kind FROM effects WHERE order_id = $1 AND state = 'PENDING'`,
    [orderId],
  );
  return rows.map(({ kind }) => kind);
}

/** Places an order whose process dies at the crash point, as soon as it gets there. */
async function abandon(step: string, fault: Fault, token: string) {
  const customerId = uuidV7();
  faultsOf(step).plan(step, fault);
  const reached = faultsOf(step).deaths + 1;
  const input = orderInput({ payment: { token } });
  const answer = shop.ask(person(customerId), placeOrder, { input });
  await expect.poll(() => faultsOf(step).deaths, { interval: 5 }).toBe(reached);
  return { customerId, answer };
}

/** An order whose process died as soon as it was stored. */
async function leftBehind({ placing }: Pick<Process['store'], 'placing'>): Promise<string> {
  const customerId = uuidV7();
  const id = uuidV7(shardOf(customerId));
  const { shippingAddress } = orderInput();
  const mine = { id, customerId, shippingAddress, idempotencyKey: id, actor: 'customer' };
  const order = newOrder({ ...mine, leaseSeconds: 0 });
  await placing.place(order, () => orderNumber(shardOf(customerId)));
  return id;
}

describe('an order whose process dies', () => {
  it.each(crashPoints)('$fault of $step is decided once by another', async ({ step, fault }) => {
    const { customerId } = await abandon(step, fault, 'tok_ok');
    const other = shop.otherProcess();
    expect(await other.takeOver()).toBe(0);

    await shop.endLeases();
    expect(await other.takeOver()).toBe(1);
    const { id, status } = await orderOf(customerId);
    expect(status).toBe('CONFIRMED');
    expect(await openEffects(id)).toEqual([]);

    // The first process was only stopped, and wakes up: everything it does is refused or repeated.
    faultsOf(step).wake();
    await other.workflows.stop();
    expect(await decisionsOf(id)).toEqual(['order.confirmed']);
    const effects = shop.inventory.effects.filter((effect) => effect.endsWith(id));
    expect(effects).toEqual([`reserve ${id}`, `confirm ${id}`]);
    expect(shop.bank.ledger.filter(({ key }) => key.includes(id))).toHaveLength(1);
  });

  it('leaves no effect open that an earlier version opened', async () => {
    const { customerId } = await abandon('authorize', 'deathBefore', 'tok_ok');
    const { id } = await orderOf(customerId);
    await shop.pool.query(`INSERT INTO effects (order_id, kind) VALUES ($1, 'CONFIRM')`, [id]);
    await shop.endLeases();
    await shop.otherProcess().takeOver();
    expect((await orderOf(customerId)).status).toBe('CONFIRMED');
    expect(await openEffects(id)).toEqual([]);
    faultsOf('authorize').wake();
  });

  it('is answered to the waiting client once another process has decided it', async () => {
    const { answer } = await abandon('authorize', 'deathAfter', 'tok_ok');
    await shop.endLeases();
    await shop.otherProcess().takeOver();
    expect((await answer).data.placeOrder.status).toBe('CONFIRMED');
  });

  it.each(deaths)('$0 of the release of a refused order is undone by another', async (fault) => {
    const before = shop.inventory.available('A-1');
    const { customerId, answer } = await abandon('releaseReservation', fault, 'tok_declined');
    const { id, status } = await orderOf(customerId);
    expect(status).toBe('REJECTED');
    expect(await openEffects(id)).toEqual(['RELEASE']);
    await shop.endLeases();
    await shop.otherProcess().takeOver();
    expect(shop.inventory.available('A-1')).toBe(before);
    expect(await openEffects(id)).toEqual([]);
    expect((await answer).data.placeOrder.__typename).toBe('PaymentDeclinedError');
    faultsOf('releaseReservation').wake();
  });

  it('is taken over in the same poll as all others, however many a process has left', async () => {
    const other = shop.otherProcess();
    const ids = await Promise.all(Array.from({ length: 21 }, () => leftBehind(other.store)));
    expect(await other.takeOver()).toBe(ids.length);
    const statuses = await other.store.openWork.statusesOf(ids);
    expect(new Set(statuses.values())).toEqual(new Set(['CONFIRMED']));
  });

  it('holds up no other when this version cannot read its journal', async () => {
    const other = shop.otherProcess();
    const [newer, id] = await Promise.all([leftBehind(other.store), leftBehind(other.store)]);
    const setInput = `UPDATE effects SET input = $2 WHERE order_id = $1 AND kind = 'AUTHORIZE'`;
    await shop.pool.query(setInput, [newer, '{}']);
    expect(await other.takeOver()).toBe(1);
    expect(await other.store.openWork.statusesOf([newer, id])).toEqual(
      new Map([
        [newer, 'PENDING'],
        [id, 'CONFIRMED'],
      ]),
    );
    await shop.pool.query(setInput, [newer, null]);
    await shop.endLeases();
    expect(await other.takeOver()).toBe(1);
  });

  it('goes to one of many processes that poll at once', async () => {
    const { customerId } = await abandon('reserveStock', 'deathBefore', 'tok_ok');
    await shop.endLeases();
    const others = Array.from({ length: 5 }, () => shop.otherProcess().takeOver());
    expect((await Promise.all(others)).reduce((sum, taken) => sum + taken, 0)).toBe(1);
    expect((await orderOf(customerId)).status).toBe('CONFIRMED');
    faultsOf('reserveStock').wake();
  });

  it('is not taken over while its lease lasts', async () => {
    const { customerId } = await abandon('authorize', 'deathBefore', 'tok_ok');
    expect(await shop.otherProcess().takeOver()).toBe(0);
    expect((await orderOf(customerId)).status).toBe('PENDING');
    faultsOf('authorize').wake();
    await expect.poll(async () => (await orderOf(customerId)).status).toBe('CONFIRMED');
  });
});

describe('an order that waits for its payment', () => {
  async function placePending() {
    const customerId = uuidV7();
    const placing = shop.place(person(customerId), { payment: { token: 'tok_async' } });
    await expect.poll(async () => (await orderOf(customerId))?.payment_status).toBe('PENDING');
    return { customerId, placing, ...(await orderOf(customerId)) };
  }

  it('queries the provider when its callback is lost', async () => {
    const { id, placing } = await placePending();
    shop.bank.settle(`order-${id}-authorize`);
    await shop.endLeases();
    await shop.otherProcess().takeOver();
    expect((await placing).status).toBe('CONFIRMED');
  });

  it('is refused as timed out when its reservation ran out, and everything is undone', async () => {
    const { id, customerId, placing } = await placePending();
    shop.inventory.expire(id); // by a process of an earlier version
    shop.bank.settle(`order-${id}-authorize`);
    await shop.endLeases();
    await shop.otherProcess().takeOver();
    expect(await placing).toMatchObject({ status: 'REJECTED', statusReason: 'timed_out' });
    await expect.poll(() => openEffects(id)).toEqual([]);
    expect((await orderOf(customerId)).payment_status).toBe('VOIDED');
    expect(shop.bank.ledger.filter(({ key }) => key.includes(id)).map(({ kind }) => kind)).toEqual([
      'authorization',
      'void',
    ]);
  });

  it('is refused as timed out when the bank never answers', async () => {
    const { id, placing } = await placePending();
    await shop.pool.query(
      `UPDATE orders SET placed_at = now() - interval '16 minutes' WHERE id = $1`,
      [id],
    );
    await shop.endLeases();
    await shop.otherProcess().takeOver();
    expect(await placing).toMatchObject({ status: 'REJECTED', statusReason: 'timed_out' });
    expect(shop.inventory.reservations.get(id)?.state).toBe('RELEASED');
  });
});

describe('a provider that is slow', () => {
  it('decides the order after its request was answered, in the same run', async () => {
    shop.bank.faults.plan('authorize', ...Array<Fault>(2).fill('lostRequest'));
    const placed = await shop.answeredAfter(1, () => shop.place(person(uuidV7())));
    expect(placed.status).toBe('PENDING');
    const { store } = shop.otherProcess();
    const read = () => store.journal.read(placed.id);
    await expect.poll(async () => (await read())?.leaseUntil).toBeNull();
    expect(await read()).toMatchObject({ status: 'CONFIRMED' });
  });
});

describe('a provider that is down', () => {
  it('leaves the order PENDING, and the worker resumes when it is back', async () => {
    const slow = await openShop();
    slow.inventory.stock({ sku: 'A-1' });
    slow.bank.faults.plan('authorize', ...Array<Fault>(9).fill('lostRequest'));
    const placed = await slow.givingUpAfter(300, () => slow.place(person(uuidV7())));
    expect(placed.status).toBe('PENDING');
    await expect
      .poll(() => slow.otherProcess().store.journal.read(placed.id))
      .toMatchObject({
        leaseUntil: null,
      });
    // An order that has little time left is due again when it is over.
    await slow.pool.query(`UPDATE orders SET placed_at = now() - interval '14 minutes 30 seconds'`);
    await slow.pool.query(`UPDATE effects SET attempts = 11`);
    slow.bank.faults.plan('authorize', ...Array<Fault>(9).fill('lostRequest'));
    await slow.endLeases();
    await slow.givingUpAfter(300, () => slow.otherProcess().takeOver());
    const { rows } = await slow.pool.query(
      `SELECT max(e.next_at) - min(o.placed_at) <= interval '15 minutes 2 seconds' AS "isInTime",
         max(e.attempts) AS attempts
       FROM effects e JOIN orders o ON o.id = e.order_id`,
    );
    expect(rows).toEqual([{ isInTime: true, attempts: 12 }]);
    slow.bank.faults.clear();
    await slow.pool.query('UPDATE orders SET placed_at = now()');
    await slow.endLeases();
    slow.subgraph.startWork();
    await expect
      .poll(async () => (await slow.otherProcess().store.journal.read(placed.id))?.status, {
        interval: 100,
      })
      .toBe('CONFIRMED');
    await slow.close();
  });
});
