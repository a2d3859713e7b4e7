import { beforeEach, describe, expect, it } from 'vitest';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import { uuidV7 } from '../../../platform/values/uuid';
import { orderInput, person, placeOrder, shopForFile } from '../testing/shop';

/**
 * An account holds at most 10 units of a product, or 5 % of what is available, in orders that it has
 * not paid; half of that without a verified address, three times with a paid order.
 */

const verified = new Set<string>();
let isUsersDown = false;
let usersCalls = 0;
const users: ServiceCall = async <Data>(_query: string, { userId }: Record<string, unknown>) => {
  usersCalls += 1;
  if (isUsersDown) throw new Error('Users is down.');
  return { verified: verified.has(String(userId)) } as Data;
};

const shop = shopForFile({ users });
let buyer: ReturnType<typeof account>;
beforeEach(() => {
  isUsersDown = false;
  buyer = account();
});

const payment = { token: 'tok_action' };
const stocked = (onHand = 100): string => {
  const sku = `U-${uuidV7()}`;
  shop.inventory.stock({ sku, onHand });
  return sku;
};

function account(standing: 'unverified' | 'verified' = 'unverified') {
  const userId = uuidV7();
  if (standing === 'verified') verified.add(userId);
  const viewer = person(userId);
  const place = (sku: string, quantity: number, given: object = {}) =>
    shop.place(viewer, { lines: [{ sku, quantity }], payment, ...given });
  return {
    userId,
    viewer,
    place,
    /** The status of the order, or the code of the error. */
    outcome: async (sku: string, quantity: number) => {
      const { status, codes } = await place(sku, quantity);
      return status ?? codes[0];
    },
    cancel: (id: string) =>
      shop.ask(viewer, `mutation { cancelOrder(id: "${id}", reason: "no") { __typename } }`),
  };
}

/** An account that has a delivered order, and whose money the shop has. */
async function payingAccount() {
  const paying = account();
  await pay(paying.userId);
  return paying;
}

async function pay(userId: string, refundedMinor = 0): Promise<void> {
  const sku = stocked();
  const { id } = await shop.place(person(userId), { lines: [{ sku, quantity: 1 }] });
  await shop.pool.query(
    `UPDATE orders SET captured_minor = total_minor, refunded_minor = total_minor * $2
     WHERE id = $1`,
    [id, refundedMinor],
  );
}

const ageBy = (userId: string, interval: string) =>
  shop.pool.query(
    `UPDATE orders SET placed_at = placed_at - $2::interval, decided_at = decided_at - $2::interval
     WHERE customer_id = $1`,
    [userId, interval],
  );

async function statusOf(id: string): Promise<string | undefined> {
  const { rows } = await shop.pool.query<{ status: string }>(
    'SELECT status FROM orders WHERE id = $1',
    [id],
  );
  return rows[0]?.status;
}

describe('an unpaid order', () => {
  it('cannot take the whole stock of the shop', async () => {
    const skus = Array.from({ length: 20 }, () => stocked());
    const lines = skus.map((sku) => ({ sku, quantity: 100 }));
    const entries = shop.bank.ledger.length;
    const { codes } = await shop.place(buyer.viewer, { lines, payment });
    expect(codes).toEqual(['RATE_LIMITED']);
    expect(skus.map((sku) => shop.inventory.available(sku))).toEqual(skus.map(() => 100));
    expect(shop.bank.ledger).toHaveLength(entries);
    const second = await shop.place(account().viewer, { lines: lines.slice(0, 1) });
    expect(second.status).toBe('CONFIRMED');
  });

  it('is refused with what to do, and its key is free', async () => {
    const sku = stocked();
    const idempotencyKey = uuidV7();
    const input = orderInput({ idempotencyKey, payment, lines: [{ sku, quantity: 6 }] });
    const { errors } = await shop.subgraph.execute(
      { query: placeOrder, variables: { input } },
      { viewer: buyer.viewer, requestId: 'test', signal: new AbortController().signal },
    );
    expect(errors).toMatchObject([
      {
        message: `Your unpaid orders may hold 5 units of ${sku} at present, and hold or recently held 0. Order fewer, or verify your e-mail address, or try again in 3600 s.`,
        extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 3600 },
      },
    ]);
    const refused = () =>
      shop.pool.query(
        'SELECT status, status_reason AS reason, payment_status FROM orders WHERE customer_id = $1',
        [buyer.userId],
      );
    const reason = `payment_declined: too many units of ${sku} in unpaid orders of the account`;
    await expect
      .poll(async () => (await refused()).rows)
      .toEqual([{ status: 'REJECTED', payment_status: 'VOIDED', reason }]);
    verified.add(buyer.userId);
    expect((await buyer.place(sku, 6, { idempotencyKey })).status).toBe('PENDING');
  });

  it('within the limit asks neither users nor inventory for more', async () => {
    const sku = stocked();
    const askedBefore = usersCalls;
    shop.inventory.calls.length = 0;
    expect((await buyer.place(sku, 5)).status).toBe('PENDING');
    expect(shop.inventory.calls).toEqual(['pricedProducts', 'reserveStock']);
    expect(usersCalls).toBe(askedBefore);
  });

  it('is not limited if it does not wait', async () => {
    const sku = stocked();
    expect((await buyer.place(sku, 100, { payment: { token: 'tok_ok' } })).status).toBe(
      'CONFIRMED',
    );
  });
});

describe('the limit of a product', () => {
  it.each([
    ['5 units without a verified address', 'unverified', 5],
    ['10 units with one', 'verified', 10],
  ] as const)('is %s', async (_, standing, unitsMax) => {
    const sku = stocked();
    const one = account(standing);
    expect(await one.outcome(sku, unitsMax + 1)).toBe('RATE_LIMITED');
    expect(await one.outcome(sku, unitsMax)).toBe('PENDING');
    expect(await one.outcome(sku, 1)).toBe('RATE_LIMITED');
    expect(shop.inventory.available(sku)).toBe(100 - unitsMax);
    expect(await one.outcome(stocked(), 1)).toBe('PENDING');
  });

  it('is 30 units with a paid order, also without a verified address', async () => {
    const sku = stocked();
    const paying = await payingAccount();
    expect(await paying.outcome(sku, 31)).toBe('RATE_LIMITED');
    expect(await paying.outcome(sku, 30)).toBe('PENDING');
  });

  it('does not rise with an order that was refunded whole', async () => {
    await pay(buyer.userId, 1);
    expect(await buyer.outcome(stocked(), 6)).toBe('RATE_LIMITED');
  });

  it('is 5 % of what is available if that is more', async () => {
    const sku = stocked(1_000);
    const one = account('verified');
    expect(await one.outcome(sku, 51)).toBe('RATE_LIMITED');
    expect(await one.outcome(sku, 30)).toBe('PENDING');
    // 970 units are available now, of which 5 % are 48.
    expect(await one.outcome(sku, 19)).toBe('RATE_LIMITED');
    expect(await one.outcome(sku, 18)).toBe('PENDING');
  });

  it('counts a SKU in any case', async () => {
    const sku = stocked();
    expect(await buyer.outcome(sku, 5)).toBe('PENDING');
    expect(await buyer.outcome(sku.toLowerCase(), 1)).toBe('RATE_LIMITED');
  });

  it('is that of an unverified account while users does not answer', async () => {
    const one = account('verified');
    isUsersDown = true;
    const sku = stocked();
    expect(await one.outcome(sku, 6)).toBe('RATE_LIMITED');
    expect(await one.outcome(sku, 5)).toBe('PENDING');
  });

  it('holds when 20 orders are placed at the same time', async () => {
    const sku = stocked();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => buyer.outcome(sku, 1)));
    expect(outcomes.filter((outcome) => outcome === 'PENDING')).toHaveLength(5);
    expect(outcomes.filter((outcome) => outcome === 'RATE_LIMITED')).toHaveLength(15);
    expect(shop.inventory.available(sku)).toBe(95);
  });

  it('holds for an order that another process resumes', async () => {
    const sku = stocked(1_000);
    expect(await resumed(account('verified'), sku, 51)).toBe('REJECTED');
    expect(shop.inventory.available(sku)).toBe(1_000);
    expect(await resumed(account('verified'), sku, 50)).toBe('PENDING');
    expect(shop.inventory.available(sku)).toBe(950);
  });
});

/** The status of an order whose process died before the payment, after another one resumed it. */
async function resumed(one: ReturnType<typeof account>, sku: string, quantity: number) {
  const { faults } = shop.bank;
  faults.plan('authorize', 'deathBefore');
  const dead = faults.deaths + 1;
  const answer = one.place(sku, quantity);
  await expect.poll(() => faults.deaths, { interval: 5 }).toBe(dead);
  await shop.endLeases();
  await shop.otherProcess().takeOver();
  faults.wake();
  await answer;
  const { rows } = await shop.pool.query<{ status: string }>(
    'SELECT status FROM orders WHERE customer_id = $1',
    [one.userId],
  );
  return rows[0]?.status;
}

describe('the units of a wait', () => {
  it('count for an hour after it was cancelled', async () => {
    const sku = stocked();
    const { id } = await buyer.place(sku, 5);
    await buyer.cancel(id);
    expect(shop.inventory.available(sku)).toBe(100);
    expect(await buyer.outcome(sku, 1)).toBe('RATE_LIMITED');
    await ageBy(buyer.userId, '59 minutes');
    expect(await buyer.outcome(sku, 1)).toBe('RATE_LIMITED');
    await ageBy(buyer.userId, '1 minute');
    expect(await buyer.outcome(sku, 5)).toBe('PENDING');
  });

  it('count for an hour after the time of the buyer was over', async () => {
    const sku = stocked();
    const { id } = await buyer.place(sku, 5);
    await ageBy(buyer.userId, '6 minutes');
    await shop.endLeases();
    const other = shop.otherProcess();
    await expect
      .poll(async () => {
        await other.takeOver();
        return shop.inventory.available(sku);
      })
      .toBe(100);
    expect(await statusOf(id)).toBe('REJECTED');
    expect(await buyer.outcome(sku, 1)).toBe('RATE_LIMITED');
    await ageBy(buyer.userId, '60 minutes');
    expect(await buyer.outcome(sku, 5)).toBe('PENDING');
  });

  it('do not count once the order is paid, even if it is cancelled later', async () => {
    const sku = stocked();
    const { id } = await buyer.place(sku, 5);
    const key = `order-${id}-authorize`;
    shop.bank.settle(key);
    await shop.callback(key);
    await expect.poll(() => statusOf(id)).toBe('CONFIRMED');
    expect((await buyer.cancel(id)).codes).toEqual([]);
    expect(await statusOf(id)).toBe('CANCELLED');
    expect(await buyer.outcome(sku, 5)).toBe('PENDING');
  });

  it('count if the bank declines', async () => {
    const sku = stocked();
    const { id } = await buyer.place(sku, 5);
    const key = `order-${id}-authorize`;
    shop.bank.settle(key, { outcome: 'declined', declineCode: 'authentication_failed' });
    await shop.callback(key);
    await expect.poll(() => statusOf(id)).toBe('REJECTED');
    expect(await buyer.outcome(sku, 1)).toBe('RATE_LIMITED');
  });

  it('do not count if the order never waited', async () => {
    const sku = stocked();
    expect(await buyer.outcome(sku, 6)).toBe('RATE_LIMITED');
    const declined = await buyer.place(sku, 6, { payment: { token: 'tok_declined' } });
    expect(declined.__typename).toBe('PaymentDeclinedError');
    expect(await buyer.outcome(sku, 5)).toBe('PENDING');
  });
});
