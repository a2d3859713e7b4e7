import { beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopForFile } from '../testing/shop';

/** An account has at most 10 orders that wait for their buyer, each for 5 minutes. */

const waitingMax = 10;
const shop = shopForFile();
let buyer: Viewer & { readonly kind: 'user' };
beforeEach(() => {
  buyer = person(uuidV7()) as typeof buyer;
  shop.inventory.stock({ sku: 'A-1', onHand: 1_000 });
});

const payment = { token: 'tok_action' };
const place = (given: object = {}) => shop.place(buyer, { payment, ...given });
const placeMany = (count: number) => Promise.all(Array.from({ length: count }, () => place()));

interface Row {
  readonly id: string;
  readonly status: string;
  readonly reason: string | null;
  readonly payment: string;
}

async function ordersOf(viewer: typeof buyer): Promise<Row[]> {
  const { rows } = await shop.pool.query<Row>(
    `SELECT id, status, status_reason AS reason, payment_status AS payment
     FROM orders WHERE customer_id = $1 ORDER BY placed_at`,
    [viewer.userId],
  );
  return rows;
}

const waiting = (rows: readonly Row[]) =>
  rows.filter(({ status, payment: paid }) => status === 'PENDING' && paid === 'ACTION_REQUIRED');

describe('orders that wait for their buyer', () => {
  it('hold their stock for 5 minutes', async () => {
    const before = shop.inventory.available('A-1');
    const { id } = await place();
    expect(shop.inventory.available('A-1')).toBe(before - 2);
    const age = (interval: string) =>
      shop.pool.query(`UPDATE orders SET placed_at = now() - $2::interval WHERE id = $1`, [
        id,
        interval,
      ]);
    await age('4 minutes 50 seconds');
    await shop.endLeases();
    await shop.otherProcess().takeOver();
    await expect.poll(async () => nextLookSeconds(id)).toBeLessThanOrEqual(11);
    expect(waiting(await ordersOf(buyer))).toHaveLength(1);
    await age('5 minutes 1 second');
    await shop.endLeases();
    await shop.otherProcess().takeOver();
    await expect.poll(() => shop.inventory.available('A-1')).toBe(before);
    expect(await ordersOf(buyer)).toMatchObject([{ status: 'REJECTED', reason: 'timed_out' }]);
  });

  it('are at most 10 of an account; the next one is RATE_LIMITED and holds nothing', async () => {
    await placeMany(waitingMax);
    const before = shop.inventory.available('A-1');
    const entries = shop.bank.ledger.length;
    expect((await place()).codes).toEqual(['RATE_LIMITED']);
    expect(shop.inventory.available('A-1')).toBe(before);
    const refused = (await ordersOf(buyer)).filter(({ status }) => status === 'REJECTED');
    expect(refused).toMatchObject([{ reason: expect.stringMatching(/^payment_declined: /) }]);
    await expect
      .poll(async () => (await ordersOf(buyer)).map(({ payment: paid }) => paid))
      .toContain('VOIDED');
    expect(shop.bank.ledger).toHaveLength(entries);
    expect((await shop.place(person(uuidV7()), { payment })).status).toBe('PENDING');
  });

  it('stay at most 10 when 30 are placed at the same time, by the same or other processes', async () => {
    const answers = await placeMany(30);
    expect(answers.filter(({ status }) => status === 'PENDING')).toHaveLength(waitingMax);
    expect(answers.filter(({ codes }) => codes[0] === 'RATE_LIMITED')).toHaveLength(20);
    const rows = await ordersOf(buyer);
    expect(waiting(rows)).toHaveLength(waitingMax);
    const held = rows.filter(({ id }) => shop.inventory.reservations.get(id)?.state === 'HELD');
    expect(held).toHaveLength(waitingMax);
  });

  it('leave other orders of the account alone', async () => {
    await placeMany(waitingMax);
    expect((await shop.place(buyer)).status).toBe('CONFIRMED');
  });

  it('make room when one is cancelled, and the key of the refused one is free', async () => {
    const [first] = await placeMany(waitingMax);
    const again = { idempotencyKey: `key-${uuidV7()}` };
    expect((await place(again)).codes).toEqual(['RATE_LIMITED']);
    expect((await place(again)).codes).toEqual(['RATE_LIMITED']);
    await shop.ask(
      buyer,
      `mutation { cancelOrder(id: "${first?.id}", reason: "no") { __typename } }`,
    );
    const placed = await place(again);
    expect(placed.status).toBe('PENDING');
    expect((await place(again)).id).toBe(placed.id);
  });

  it('answer one order to parallel requests with one key', async () => {
    await placeMany(waitingMax - 1);
    const idempotencyKey = `key-${uuidV7()}`;
    const answers = await Promise.all(Array.from({ length: 8 }, () => place({ idempotencyKey })));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(waiting(await ordersOf(buyer))).toHaveLength(waitingMax);
  });
});

/** Seconds until the order is looked at again; 100 while somebody works on it. */
async function nextLookSeconds(id: string): Promise<number> {
  const { rows } = await shop.pool.query<{ seconds: number }>(
    `SELECT CASE WHEN min(next_at) > now()
       THEN extract(epoch FROM min(next_at) - now())::float8 ELSE 100 END AS seconds
     FROM effects WHERE order_id = $1 AND state = 'PENDING'`,
    [id],
  );
  return rows[0]?.seconds ?? 0;
}
