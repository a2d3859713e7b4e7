import { beforeAll, describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../../../config/schema';
import { storedText } from '../../../../platform/testing/stored-text';
import { uuidV7 } from '../../../../platform/values/uuid';
import { ordersStore } from '../../store';
import { bulkActionsOf } from '../../testing/bulk';
import { testOrdersKeys } from '../../testing/orders-keys';
import { person, shopForFile } from '../../testing/shop';
import { finishErasuresJob } from './finish-erasures';

/** Nobody else writes this, so what is left of it was written about the person. */
const marker = 'Zweibein';
const marks = () => storedText(shop.pool).then((text) => text.match(/Zweibein-\w+/g)?.sort() ?? []);

const shop = shopForFile();
let store: ReturnType<typeof ordersStore>;
beforeAll(async () => {
  store = ordersStore(shop.pool, testOrdersKeys);
  shop.inventory.stock({ sku: 'A-1', onHand: 1_000 });
});

async function erase(userId: string): Promise<void> {
  await store.erasures.hear([{ userId, erasedAt: new Date() }]);
  await store.erasures.sweep(100);
}

function finish(): Promise<unknown> {
  const configuration = parseConfiguration({ environment: 'test' });
  const job = finishErasuresJob({ store, configuration });
  return job.run({}, { id: 'job', attempt: 1, signal: new AbortController().signal });
}

const run = (statement: string, ...values: unknown[]) => shop.pool.query(statement, values);

/** An order with everything that a provider may have said about its payment. */
async function paidOrder(
  paymentStatus: string,
  status = 'SHIPPED',
): Promise<{ id: string; userId: string }> {
  const userId = uuidV7();
  const { id } = await shop.place(person(userId));
  await run(
    `UPDATE orders SET payment_status = $2::"PaymentStatus", status = $3::"OrderStatus",
       payment_brand = '${marker}-brand', payment_last4 = '${marker}-last4',
       payment_reference = '${marker}-payment',
       payment_return_url = 'https://shop.example/${marker}-return',
       risk = '{"facts": {"marker": "${marker}-risk"}}',
       payment_action = '{"redirectUrl": "https://bank.example/${marker}-action"}',
       attention = '{"since": "2026-11-26T00:00:00Z", "step": "VOID", "reason": "${marker}-reason"}'
     WHERE id = $1`,
    id,
    paymentStatus,
    status,
  );
  await run(
    `UPDATE effects SET outcome = '{"reference": "${marker}-effect"}'
     WHERE order_id = $1 AND kind = 'RESERVE'`,
    id,
  );
  return { id, userId };
}

describe('an erased order', () => {
  it.each([
    ['VOIDED', 'CANCELLED'],
    ['DECLINED', 'REJECTED'],
  ])('keeps nothing of a payment that is %s, its order %s', async (paymentStatus, status) => {
    const { id, userId } = await paidOrder(paymentStatus, status);
    expect(await marks()).toContain(`${marker}-payment`);
    await erase(userId);
    expect(await marks()).toEqual([]);
    const { rows } = await run(`SELECT attention->>'step' AS step FROM orders WHERE id = $1`, id);
    expect(rows).toEqual([{ step: 'VOID' }]);
  });

  it.each([
    ['money can be refunded', 'CAPTURED'],
    ['the bank may return a refund', 'REFUNDED'],
  ])('keeps ids of the provider while %s, and no longer', async (_, paymentStatus) => {
    const { id, userId } = await paidOrder(paymentStatus);
    await erase(userId);
    const ids = [`${marker}-effect`, `${marker}-payment`];
    expect(await marks()).toEqual(ids);
    await run(`UPDATE orders SET updated_at = now() - interval '179 days' WHERE id = $1`, id);
    expect(await finish()).toMatchObject({ payments: 0 });
    expect(await marks()).toEqual(ids);
    await run(`UPDATE orders SET updated_at = now() - interval '181 days' WHERE id = $1`, id);
    expect(await finish()).toMatchObject({ payments: 1 });
    expect(await marks()).toEqual([]);
  });

  it('keeps them until its open effects are done', async () => {
    const { id, userId } = await paidOrder('VOIDED');
    await run(`INSERT INTO effects (order_id, kind, seq) VALUES ($1, 'RELEASE', 1)`, id);
    await erase(userId);
    expect(await finish()).toMatchObject({ payments: 0 });
    expect(await marks()).toContain(`${marker}-payment`);
    await run(`UPDATE effects SET state = 'DONE' WHERE order_id = $1`, id);
    expect(await finish()).toMatchObject({ payments: 1 });
    expect(await marks()).toEqual([]);
  });

  it('keeps them until the order has ended', async () => {
    const { id, userId } = await paidOrder('NONE', 'PENDING');
    await erase(userId);
    expect(await finish()).toMatchObject({ payments: 0 });
    expect(await marks()).toContain(`${marker}-payment`);
    await run(`UPDATE orders SET status = 'REJECTED' WHERE id = $1`, id);
    expect(await finish()).toMatchObject({ payments: 1 });
    expect(await marks()).toEqual([]);
  });

  it('keeps them while a refused step waits for a decision', async () => {
    const { id, userId } = await paidOrder('NONE');
    await run(
      `INSERT INTO effects (order_id, kind, seq, state) VALUES ($1, 'VOID', 1, 'REFUSED')`,
      id,
    );
    await erase(userId);
    expect(await finish()).toMatchObject({ payments: 0 });
    expect(await marks()).toContain(`${marker}-payment`);
    await run('UPDATE orders SET attention = NULL WHERE id = $1', id);
    expect(await finish()).toMatchObject({ payments: 1 });
    expect(await marks()).toEqual([]);
  });

  it('stores nothing that a step learns afterwards', async () => {
    const { id, userId } = await paidOrder('VOIDED');
    await erase(userId);
    const order = await store.journal.read(id);
    if (order === null) throw new Error('the order is gone');
    const attention = { since: '2026-11-26T00:00:00Z', step: 'VOID', reason: `${marker}-later` };
    const redirectUrl = `https://bank.example/${marker}-later`;
    const paymentAction = { redirectUrl, clientSecret: null, expiresAt: attention.since };
    const paid = { paymentBrand: `${marker}-later`, paymentLast4: `${marker}-later` };
    const set = { ...paid, attention, paymentAction };
    expect(await store.journal.write({ order, set, leaseSeconds: 0 })).toMatchObject({
      paymentBrand: null,
      attention: { ...attention, reason: 'erased' },
    });
    expect(await marks()).toEqual([]);
  });
});

it('removes texts that the previous version added to an order after its erasure', async () => {
  const [gone, here] = [uuidV7(), uuidV7()];
  const orders = [await shop.place(person(gone)), await shop.place(person(here))];
  await erase(gone);
  for (const { id } of orders) {
    await run('UPDATE orders SET updated_at = now() WHERE id = $1', id);
    await run(
      `UPDATE order_events SET note = '${marker}-note' WHERE order_id = $1 AND seq = 1`,
      id,
    );
    await run(
      `INSERT INTO refunds (id, order_id, seq, amount_minor, reason)
       VALUES ($1, $2, 1, 1, '${marker}-refund')`,
      uuidV7(),
      id,
    );
  }
  expect(await finish()).toMatchObject({ lateTexts: 1 });
  expect(await marks()).toEqual([`${marker}-note`, `${marker}-refund`]);
  await erase(here);
  expect(await marks()).toEqual([]);
});

describe('a bulk action with an erased order', () => {
  async function startedErasure(): Promise<{ id: string; userId: string }> {
    const userId = uuidV7();
    const { id: orderId } = await shop.place(person(userId));
    const given = { selection: { ids: [orderId] }, reason: `${marker}-reason` };
    const { id } = await bulkActionsOf(shop).begin(given);
    await run(
      `UPDATE bulk_action_items SET message = '${marker}-message' WHERE bulk_action_id = $1`,
      id,
    );
    return { id, userId };
  }
  const end = (id: string) => run('UPDATE bulk_actions SET finished_at = now() WHERE id = $1', id);

  it('loses its texts with the account once it has ended', async () => {
    const { id, userId } = await startedErasure();
    await end(id);
    expect(await marks()).toEqual([`${marker}-message`, `${marker}-reason`]);
    await erase(userId);
    expect(await marks()).toEqual([]);
  });

  it('keeps its reason while it needs it for other orders', async () => {
    const { id, userId } = await startedErasure();
    await erase(userId);
    expect(await finish()).toMatchObject({ bulkActions: 0 });
    expect(await marks()).toEqual([`${marker}-reason`]);
    await end(id);
    expect(await finish()).toMatchObject({ bulkActions: 1 });
    expect(await marks()).toEqual([]);
  });

  it('stays as it is without one', async () => {
    const { id } = await startedErasure();
    await end(id);
    expect(await finish()).toMatchObject({ bulkActions: 0 });
    expect(await marks()).toEqual([`${marker}-message`, `${marker}-reason`]);
  });
});
