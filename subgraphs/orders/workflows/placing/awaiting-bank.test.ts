import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { statementsOf } from '../../../../platform/testing/statements';
import { uuidV7 } from '../../../../platform/values/uuid';
import { person, shopForFile } from '../../testing/shop';

const shop = shopForFile();
beforeAll(async () => {
  shop.inventory.stock({ sku: 'A-1', onHand: 1_000 });
});
afterEach(() => shop.pool.query('DELETE FROM effects'));

/** An order whose bank has not decided while its request waited. */
async function placed(token: string): Promise<string> {
  const given = { payment: { token } };
  return (await shop.givingUpAfter(2_000, () => shop.place(person(uuidV7()), given))).id;
}

/** An order that waits for its bank, due to be looked up. */
async function waitingOrder(token: string): Promise<string> {
  const id = await placed(token);
  await shop.endLeases();
  shop.inventory.calls.length = 0;
  return id;
}

const orderOf = async (id: string) => {
  const { rows } = await shop.pool.query(
    `SELECT o.status, o.status_reason AS reason, round(extract(epoch FROM e.next_at - now())) AS due
      FROM orders o JOIN effects e ON e.order_id = o.id AND e.kind = 'AUTHORIZE' WHERE o.id = $1`,
    [id],
  );
  return rows[0] as { status: string; reason: string | null; due: string };
};

test('the first query comes after 4 s, or after 16 s while the buyer is at the bank', async () => {
  const [async, action] = [await placed('tok_async'), await placed('tok_action')];
  expect(Number((await orderOf(async)).due)).toBeLessThanOrEqual(4);
  expect(Number((await orderOf(action)).due)).toBeGreaterThan(8);
});

test.each(['tok_async', 'tok_action'])('a query of %s asks the provider only', async (token) => {
  const id = await waitingOrder(token);
  const statements = await statementsOf(shop.pool, async () => {
    expect(await shop.otherProcess().takeOver()).toBe(1);
  });
  // The event of placing is announced whenever the relay likes.
  const sent = statements.filter((name) => name !== 'notify');
  expect(sent).toEqual(['take-over', 'read-taken', 'write-journal-cu']);
  expect(shop.inventory.calls).toEqual([]);
  expect((await orderOf(id)).status).toBe('PENDING');
});

test('an order whose payment was authorised is accepted with the stock that it holds', async () => {
  const id = await waitingOrder('tok_action');
  shop.bank.settle(`order-${id}-authorize`);
  await shop.otherProcess().takeOver();
  expect(shop.inventory.calls[0]).toBe('reserveStock');
  expect(shop.inventory.effects.filter((effect) => effect === `reserve ${id}`)).toHaveLength(1);
  expect((await orderOf(id)).status).toBe('CONFIRMED');
  // The confirmation follows the decision, and is no call of the next test.
  await expect.poll(() => shop.inventory.calls).toContain('confirmReservations');
});

test('an order whose stock was released in the meantime is not accepted', async () => {
  const id = await waitingOrder('tok_action');
  shop.inventory.expire(id);
  shop.bank.settle(`order-${id}-authorize`);
  await shop.otherProcess().takeOver();
  expect(await orderOf(id)).toMatchObject({ status: 'REJECTED', reason: 'timed_out' });
  const kinds = shop.bank.ledger.filter(({ key }) => key.includes(id)).map(({ kind }) => kind);
  expect(kinds).toEqual(['authorization', 'void']);
});

test('the clock of a process that is an hour ahead ends no wait', async () => {
  const id = await waitingOrder('tok_action');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
  try {
    await shop.otherProcess().takeOver();
  } finally {
    vi.useRealTimers();
  }
  expect((await orderOf(id)).status).toBe('PENDING');
});

test('an order that the buyer declined is rejected, and its stock released', async () => {
  const id = await waitingOrder('tok_action');
  shop.bank.settle(`order-${id}-authorize`, { outcome: 'declined', declineCode: 'refused' });
  await shop.otherProcess().takeOver();
  expect(shop.inventory.calls).toEqual(['releaseReservation']);
  expect(await orderOf(id)).toMatchObject({ status: 'REJECTED', reason: 'payment_declined' });
});

test('an order whose payment was voided at the bank is rejected, and waits for nobody', async () => {
  const id = await waitingOrder('tok_action');
  shop.bank.settle(`order-${id}-authorize`, { outcome: 'voided' });
  await shop.otherProcess().takeOver();
  expect(await orderOf(id)).toMatchObject({ status: 'REJECTED', reason: 'timed_out' });
  const { rows } = await shop.pool.query(
    'SELECT payment_status AS payment FROM orders WHERE id = $1',
    [id],
  );
  expect(rows).toEqual([{ payment: 'VOIDED' }]);
  expect(shop.bank.ledger.filter(({ key }) => key.includes(id))).toEqual([]);
});
