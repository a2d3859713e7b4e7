import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../../../config/schema';
import { uuidV7 } from '../../../../platform/values/uuid';
import { type OrdersStore, ordersStore } from '../../store';
import { importing, importOrder } from '../../testing/importing';
import { testOrdersKeys } from '../../testing/orders-keys';
import { person, shopForFile } from '../../testing/shop';
import { demandDays, forecastDemand } from './forecast-demand';

const dayMs = 86_400_000;
const customerId = uuidV7();
const cancel = `mutation ($id: ID!) { cancelOrder(id: $id, reason: "x") { ... on Order { status } } }`;

const shop = shopForFile();
let store: OrdersStore;
beforeAll(async () => {
  store = ordersStore(shop.pool, testOrdersKeys);
  shop.inventory.stock({ sku: 'A-1', onHand: 1_000 });
});
beforeEach(async () => {
  await shop.pool.query(`TRUNCATE daily_demand, daily_demand_stale, demand_forecasts,
    cancellation_imports, order_imports, orders CASCADE`);
});

const configuration = parseConfiguration({ environment: 'development' });
const dependencies = () => ({ store, configuration });
const run = (now = new Date()) =>
  forecastDemand(dependencies(), { signal: new AbortController().signal }, now);

let invoices = 0;
const sale = (daysAgo: number, sku: string, quantity: number, given: object = {}) => {
  invoices += 1;
  const placedAt = new Date(Date.now() - daysAgo * dayMs).toISOString();
  const lines = [{ sku, name: sku, quantity, unitPriceMinor: '100' }];
  return importOrder({ invoice: `${invoices}`, customerId, placedAt, lines, ...given });
};
const returned = (daysAgo: number, sku: string, quantity: number) => ({
  invoice: `C${daysAgo}-${sku}`,
  customerId,
  sku,
  quantity,
  cancelledAt: new Date(Date.now() - daysAgo * dayMs).toISOString(),
});

/** Units by SKU and by the age of their day in days. */
async function demand(): Promise<Record<string, Record<number, number>>> {
  const { rows } = await shop.pool.query<{ sku: string; ago: number; units: number }>(
    `SELECT sku, (now() AT TIME ZONE 'UTC')::date - day AS ago, units FROM daily_demand`,
  );
  const found: Record<string, Record<number, number>> = {};
  for (const { sku, ago, units } of rows) {
    const key = sku.toUpperCase();
    found[key] = { ...found[key], [ago]: units };
  }
  return found;
}

describe('daily demand', { timeout: 120_000 }, () => {
  it('is the sum of what was ordered, imported orders included', async () => {
    await importing(shop).take(sale(3, 'B-1', 5), sale(3, 'b-1', 2), sale(40, 'B-1', 9));
    await run();
    expect(await demand()).toEqual({ 'B-1': { 3: 7, 40: 9 } });
  });

  it.each([
    ['is taken away from its day if cancelled within 14 days', 13.9, {}],
    ['stays if returned later', 14.1, { 30: 9 }],
  ])('of an imported order %s', async (_what, afterDays, left) => {
    const { take, cancel: cancelImported } = importing(shop);
    await take(sale(30, 'B-1', 9), sale(50, 'B-2', 1));
    await run();
    expect(await demand()).toEqual({ 'B-1': { 30: 9 }, 'B-2': { 50: 1 } });
    await cancelImported(returned(30 - afterDays, 'B-1', 9));
    await run();
    expect((await demand())['B-1'] ?? {}).toEqual(left);
  });

  it('keeps the rest of what was cancelled in part, also once its buyer is erased', async () => {
    const { take, cancel: cancelImported } = importing(shop);
    await take(sale(30, 'B-1', 9));
    await cancelImported(returned(25, 'B-1', 4), returned(10, 'B-1', 2));
    await shop.pool.query('UPDATE order_events SET note = NULL');
    await run();
    expect(await demand()).toEqual({ 'B-1': { 30: 5 } });
  });

  it('is counted up to a limit, so that a wrong column of an import stops no forecast', async () => {
    const wrong = Array.from({ length: 3 }, () => sale(3, 'B-1', 999_999_999));
    await importing(shop).take(...wrong, sale(5, 'B-2', 1));
    await run();
    expect(await demand()).toEqual({ 'B-1': { 3: 2_147_483_647 }, 'B-2': { 5: 1 } });
  });

  it('counts live orders that are neither rejected nor cancelled', async () => {
    const ada = person(uuidV7());
    const line = { lines: [{ sku: 'A-1', quantity: 3 }] };
    const [kept, cancelled] = [await shop.place(ada, line), await shop.place(ada, line)];
    await shop.place(ada, { ...line, payment: { token: 'tok_declined' } });
    const tomorrow = new Date(Date.now() + dayMs);
    await run(tomorrow);
    expect(Object.values(await demand())).toEqual([expect.objectContaining({ 0: 6 })]);
    await shop.ask(ada, cancel, { id: cancelled.id });
    await run(tomorrow);
    expect(await demand()).toEqual({ 'A-1': { 0: 3 } });
    expect(kept.id).toBeDefined();
  });

  it('counts no day twice, and takes what an import adds to a day later', async () => {
    const { take } = importing(shop);
    await take(sale(200, 'B-1', 5));
    expect((await run()).days).toBe(16);
    expect((await run()).days).toBe(15);
    await take(sale(200, 'B-1', 1));
    expect((await run()).days).toBe(16);
    expect(await demand()).toEqual({ 'B-1': { 200: 6 } });
  });

  it(`is kept for ${demandDays} days`, async () => {
    await importing(shop).take(sale(demandDays, 'B-1', 1), sale(demandDays + 1, 'B-1', 1));
    await run();
    expect(await demand()).toEqual({ 'B-1': { [demandDays]: 1 } });
    await run(new Date(Date.now() + dayMs));
    expect(await demand()).toEqual({});
  });
});

describe('the nightly forecast', { timeout: 120_000 }, () => {
  const forecasts = async () => {
    const { rows } = await shop.pool.query(`SELECT sku, expected, low, high,
      lead_time_days AS days, lead_time_expected AS mean, lead_time_high AS most
      FROM demand_forecasts ORDER BY sku`);
    return rows;
  };
  const daily = (sku: string, days: number, quantity: number) =>
    Array.from({ length: days }, (_, index) => sale(index + 1, sku, quantity));
  const week = (units: number) => Array(7).fill(units);
  const leadTime = (units: number) => ({ days: 14, mean: units, most: units });

  it('expects what was sold every day, and leaves out what is too new', async () => {
    await importing(shop).take(...daily('OLD', 120, 4), ...daily('NEW', 55, 4));
    expect(await run()).toEqual({ days: 120, forecasts: 1, expired: 0 });
    const [old] = await forecasts();
    // All days of the shop are alike up to the 55th day before; after that it sells twice as much,
    // which leaves the factors of weekdays as they are: each weekday has the same share.
    expect(old.sku).toBe('OLD');
    expect(old.expected.reduce((sum: number, units: number) => sum + units)).toBeCloseTo(28, 1);
  });

  it('replaces the forecast of last night, or deletes it if the SKU has none now', async () => {
    await importing(shop).take(...daily('OLD', 150, 4), ...daily('OTHER', 150, 2));
    await run();
    expect(await forecasts()).toEqual([
      { sku: 'OLD', expected: week(4), low: week(4), high: week(4), ...leadTime(14 * 4) },
      { sku: 'OTHER', expected: week(2), low: week(2), high: week(2), ...leadTime(14 * 2) },
    ]);
    await shop.pool.query(`DELETE FROM order_lines WHERE sku = 'OTHER'`);
    await shop.pool.query(
      `INSERT INTO daily_demand_stale SELECT DISTINCT day FROM daily_demand ON CONFLICT DO NOTHING`,
    );
    expect(await run(new Date(Date.now() + dayMs))).toMatchObject({ forecasts: 1, expired: 1 });
    const [left, ...more] = await forecasts();
    expect([left.sku, more]).toEqual(['OLD', []]);
    // A day without a sale: each method falls, and that weekday sells less than others.
    expect(Math.max(...left.expected)).toBeLessThan(4.1);
  });

  it('makes none in a shop with little history', async () => {
    await importing(shop).take(...daily('OLD', 97, 4));
    expect(await run()).toMatchObject({ forecasts: 0 });
    expect(await forecasts()).toEqual([]);
  });

  it('stops between two batches when its process does', async () => {
    await importing(shop).take(...daily('OLD', 150, 4));
    const { signal } = { signal: AbortSignal.abort() };
    expect(await forecastDemand(dependencies(), { signal })).toMatchObject({
      days: 0,
      forecasts: 0,
    });
  });
});
