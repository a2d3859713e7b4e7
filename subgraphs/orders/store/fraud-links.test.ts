import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { usualFraudRules } from '../../../config/schema/fraud';
import { DataKeys } from '../../../platform/encryption/data-keys';
import { uuidV7 } from '../../../platform/values/uuid';
import type { StoredRisk } from '../domain/fraud';
import { type LinkHashes, linkedOrders, noLinks } from '../domain/fraud-links';
import { testOrdersKeys } from '../testing/orders-keys';
import { person, shopForFile } from '../testing/shop';
import { ordersStore } from '.';

const shop = shopForFile({ fraud: usualFraudRules });
let store: ReturnType<typeof ordersStore>;
beforeAll(() => {
  store = ordersStore(shop.pool, testOrdersKeys);
  shop.inventory.stock({ sku: 'A-1', onHand: 100_000 });
});

let place = 0;
/** An address and a network that no other test of the file has. */
beforeEach(() => {
  place += 1;
});
const network = () => `198.51.100.${place}`;
const street = () => `Elm Street ${place}`;

const addressOf = (line1: string, given: object = {}) => ({
  recipient: 'Ada Lovelace',
  line1,
  city: 'Bonn',
  postalCode: '53111',
  country: 'DE',
  ...given,
});

interface Placing {
  readonly userId?: string;
  readonly from?: string;
  readonly line1?: string;
  readonly given?: object;
  readonly token?: string;
  readonly quantity?: number;
}

/** A placed order with what is stored about its risk. */
async function order({ userId = uuidV7(), from, line1, given, token, quantity }: Placing = {}) {
  const buyer = { ...person(userId), address: from ?? `203.0.113.${Math.random()}` };
  const placed = await shop.place(buyer, {
    lines: [{ sku: 'A-1', quantity: quantity ?? 1 }],
    shippingAddress: addressOf(line1 ?? uuidV7(), given),
    payment: { token: token ?? 'tok_ok' },
  });
  const id: string = placed.id ?? placed.order.id;
  const { rows } = await shop.pool.query<{ risk: StoredRisk }>(
    'SELECT risk FROM orders WHERE id = $1',
    [id],
  );
  return { id, status: placed.status, ...rows[0]?.risk };
}

const links = async (given: Placing) => (await order(given)).facts?.links;
const age = (interval: string) =>
  shop.pool.query('UPDATE fraud_links SET at = at - $1::interval', [interval]);
const stored = async (): Promise<number> => {
  const { rows } = await shop.pool.query('SELECT count(*)::int AS count FROM fraud_links');
  return rows[0].count;
};

/** Fewer orders of others are not counted. */
const halfOf = (rule: keyof typeof usualFraudRules) => usualFraudRules[rule] / 2;

describe('accounts with the same shipping address', () => {
  it('are counted once each from half of the rule on, however the address is written', async () => {
    const userId = uuidV7();
    for (let times = 0; times < 4; times += 1) {
      expect(await links({ userId, line1: street() })).toBeUndefined();
    }
    const line1 = ` ${street().toUpperCase().replace(' ', '-')}. `;
    const given = { recipient: 'Somebody else', phone: '+49 228 1', city: 'BONN' };
    expect(await links({ line1, given })).toEqual({ ...noLinks, addressAccounts: 1 });
    expect(await links({ userId, line1: street() })).toBeUndefined();
    await order({ line1 });
    expect(await links({ line1 })).toMatchObject({ addressAccounts: 3 });
    expect(await links({ userId, line1: street() })).toMatchObject({ addressAccounts: 3 });
    expect(await links({ line1: `${street()}a` })).toBeUndefined();
  });

  it('do not count after a day', async () => {
    for (let times = 0; times < halfOf('addressAccountsPerDay'); times += 1) {
      await order({ line1: street() });
    }
    await age('25 hours');
    expect(await links({ line1: street() })).toBeUndefined();
  });
});

describe('orders of one network address', () => {
  it('count by account, and as tests of a card if they are small or declined', async () => {
    const from = network();
    for (let times = 0; times < 4; times += 1) await order({ from, token: 'tok_declined' });
    expect(await links({ from, quantity: 1_000 })).toBeUndefined();
    expect(await links({ from })).toEqual({ ...noLinks, networkAccounts: 5, networkTests: 4 });
    await shop.pool.query(`UPDATE orders SET subtotal_minor = 500, shipping_minor = 0, tax_minor = 0,
      total_minor = 500 WHERE status = 'CONFIRMED'`);
    expect(await links({ from })).toMatchObject({ networkAccounts: 6, networkTests: 6 });
    await age('2 hours');
    expect(await links({ from })).toMatchObject({ networkAccounts: 7, networkTests: 0 });
  });

  it('are read up to the newest ones, however many a buyer has', async () => {
    const [from, userId] = [network(), uuidV7()];
    for (let times = 0; times < 10; times += 1) await order({ from });
    for (let times = 0; times < linkedOrders - 5; times += 1) await order({ from, userId });
    expect(await links({ from, userId })).toMatchObject({ networkAccounts: 5 });
  });

  it('lead to a review where many accounts try cards', async () => {
    const from = network();
    for (let tries = 0; tries < 15; tries += 1) await order({ from, token: 'tok_declined' });
    const tried = await order({ from });
    expect(tried.status).toBe('IN_REVIEW');
    expect(tried.assessment?.reasons.map(({ code }) => code)).toEqual([
      'card_testing',
      'shared_network',
      'new_account',
    ]);
  });

  it('count for an account that changes its network, too', async () => {
    const userId = uuidV7();
    await order({ userId, token: 'tok_declined' });
    await order({ userId, token: 'tok_declined' });
    expect((await order({ userId })).facts).toMatchObject({ cardTests: 2 });
  });
});

describe('accounts with the same card', () => {
  const card = () => `tok_ok:card ${place}`;

  it('are counted when the payment is authorised, and lead to a review', async () => {
    const userId = uuidV7();
    const token = card();
    const own = [await order({ userId, token }), await order({ userId, token })];
    const others = [await order({ token }), await order({ token }), await order({ token })];
    const all = [...own, ...others];
    expect(all.map(({ facts }) => facts?.links?.cardAccounts)).toEqual([
      undefined,
      undefined,
      1,
      2,
      3,
    ]);
    expect(all.map(({ status }) => status)).toEqual([
      'CONFIRMED',
      'CONFIRMED',
      'CONFIRMED',
      'CONFIRMED',
      'IN_REVIEW',
    ]);
    expect(others[2]?.assessment?.reasons[0]).toMatchObject({ code: 'shared_card' });
    expect(await links({ token: `tok_ok:other ${place}` })).toBeUndefined();
  });

  const use = (hashes: LinkHashes, fingerprint: string) => ({
    hashes,
    fingerprint,
    rules: { ...usualFraudRules, smallTotalMinor: 500 },
  });
  const alone = () => ({ address: String(place), network: null });

  async function change() {
    const { id } = await order();
    const row = await store.journal.read(id);
    if (row === null) throw new Error('The order vanished.');
    return { order: row, leaseSeconds: 0 };
  }

  it('are found by another process, after a restart for example', async () => {
    await order({ token: card() });
    const { fraudLinks } = shop.otherProcess().store;
    const found = await fraudLinks.storeUnlinked(await change(), use(alone(), `card ${place}`));
    expect(found).toEqual({ links: { ...noLinks, cardAccounts: 1 } });
  });

  it('change nothing in an order that another process has changed', async () => {
    const late = await change();
    await shop.pool.query('UPDATE orders SET epoch = epoch + 1 WHERE id = $1', [late.order.id]);
    await order({ token: card() });
    const before = await stored();
    for (const fingerprint of [`unused ${place}`, `card ${place}`]) {
      const { fraudLinks } = store;
      expect(await fraudLinks.storeUnlinked(late, use(alone(), fingerprint))).toBeNull();
      expect(await fraudLinks.store(late, use(alone(), fingerprint))).toBeNull();
    }
    expect(await stored()).toBe(before);
  });
});

describe('what is stored', () => {
  it('is a keyed hash, which the order itself loses when it is decided', async () => {
    const from = network();
    const { hashes, facts } = await order({ from, line1: street() });
    expect([hashes, facts]).toEqual([undefined, expect.any(Object)]);
    const { fingerprint } = await new DataKeys(shop.pool, testOrdersKeys).current();
    const hash = Buffer.from(fingerprint(`fraud network:${from}`), 'hex').readBigInt64BE();
    const { rows } = await shop.pool.query('SELECT FROM fraud_links WHERE hash = $1', [hash]);
    expect(rows).toHaveLength(1);
  });

  it('goes with the account, and with the orders that arrive later', async () => {
    const userId = uuidV7();
    await order({ userId });
    const of = async () => {
      const { rows } = await shop.pool.query(
        'SELECT count(*)::int AS count FROM fraud_links WHERE customer_id = $1',
        [userId],
      );
      return rows[0].count;
    };
    expect(await of()).toBe(2);
    await store.erasures.hear([{ userId, erasedAt: new Date() }]);
    expect(await of()).toBe(0);
    await order({ userId });
    expect(await of()).toBe(2);
    await store.erasures.sweep(100);
    expect(await of()).toBe(0);
  });

  it('goes after a day', async () => {
    await order();
    await age('25 hours');
    const old = await stored();
    await order();
    expect(await store.fraudLinks.forget(1)).toBe(1);
    expect(await store.fraudLinks.forget(10_000)).toBe(old - 1);
    expect(await stored()).toBe(2);
  });
});

describe('while the rules are off', () => {
  const quiet = shopForFile();

  it('nothing is stored or counted', async () => {
    quiet.inventory.stock({ sku: 'A-1', onHand: 10 });
    const placed = await quiet.place(person(uuidV7()), { payment: { token: 'tok_ok:anna' } });
    const { rows } = await quiet.pool.query(
      `SELECT risk, (SELECT count(*)::int FROM fraud_links) AS links
       FROM orders WHERE id = $1`,
      [placed.id],
    );
    expect(rows).toMatchObject([{ links: 0, risk: { facts: { ordersLastHour: 1 } } }]);
    expect(JSON.stringify(rows)).not.toMatch(/hashes|cardTests/);
  });
});
