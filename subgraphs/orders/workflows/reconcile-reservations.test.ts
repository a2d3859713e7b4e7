import { beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopForFile } from '../testing/shop';

const shop = shopForFile();
beforeAll(async () => {
  shop.inventory.stock({ sku: 'A-1', onHand: 1_000 });
});

const hourSeconds = 3_600;
const stateOf = (orderId: string) => shop.inventory.reservations.get(orderId)?.state;

/** One run of another process, over reservations of this age. */
async function reconcile(heldSeconds = hourSeconds): Promise<void> {
  shop.inventory.heldSeconds = heldSeconds;
  await shop.otherProcess().workflows.reservations.runOnce();
}

async function pendingOrder() {
  const customerId = uuidV7();
  const placing = shop.place(person(customerId), { payment: { token: 'tok_async' } });
  const find = async () => {
    const text = `SELECT id FROM orders WHERE customer_id = $1 AND payment_status = 'PENDING'`;
    return (await shop.pool.query(text, [customerId])).rows[0]?.id as string | undefined;
  };
  await expect.poll(find).toBeDefined();
  return { id: (await find()) ?? '', placing };
}

describe('a reservation that is still held', () => {
  it.each(['deathBefore', 'deathAfter', 'lostRequest', 'lostAnswer'] as const)(
    'is confirmed if its order was accepted, after %s',
    async (fault) => {
      const { deaths } = shop.inventory.faults;
      const calls = shop.inventory.calls.length;
      shop.inventory.faults.plan('confirmReservations', fault);
      const { id, status } = await shop.place(person(uuidV7()));
      expect(status).toBe('CONFIRMED');
      await expect
        .poll(() => shop.inventory.calls.slice(calls).includes('confirmReservations'))
        .toBe(true);
      if (fault.startsWith('death')) {
        await expect.poll(() => shop.inventory.faults.deaths).toBe(deaths + 1);
      }
      await reconcile();
      expect(stateOf(id)).toBe('CONFIRMED');
      shop.inventory.faults.wake();
    },
  );

  it('is left to an order that is undecided, however old it is', async () => {
    const { id, placing } = await pendingOrder();
    await reconcile();
    expect(stateOf(id)).toBe('HELD');
    shop.bank.settle(`order-${id}-authorize`);
    await shop.endLeases();
    await shop.otherProcess().takeOver();
    expect((await placing).status).toBe('CONFIRMED');
    await expect.poll(() => stateOf(id)).toBe('CONFIRMED');
  });

  it('is released if its order ended', async () => {
    const { id, order } = await shop.place(person(uuidV7()), {
      payment: { token: 'tok_declined' },
    });
    expect(id).toBeUndefined();
    shop.inventory.reservations.set(order.id, { state: 'HELD', held: new Map() });
    await reconcile(60);
    expect(stateOf(order.id)).toBe('RELEASED');
  });

  it('is released without an order once none can be placed under its id any longer', async () => {
    const orderId = uuidV7();
    shop.inventory.reservations.set(orderId, { state: 'HELD', held: new Map() });
    await reconcile(60);
    expect(stateOf(orderId)).toBe('HELD');
    await reconcile();
    expect(stateOf(orderId)).toBe('RELEASED');
  });

  it('is found on any page', async () => {
    const orderIds = Array.from({ length: 1_100 }, () => uuidV7());
    for (const orderId of orderIds) {
      shop.inventory.reservations.set(orderId, { state: 'HELD', held: new Map() });
    }
    await reconcile();
    expect(new Set(orderIds.map(stateOf))).toEqual(new Set(['RELEASED']));
  });
});

it('counts a run that fails', async () => {
  shop.inventory.faults.plan('heldReservations', 'lostRequest');
  const { registry, workflows } = shop.otherProcess();
  workflows.reservations.schedule();
  await expect
    .poll(() => registry.metrics())
    .toContain('order_reservation_reconciliation_failures_total 1');
  await workflows.stop();
});
