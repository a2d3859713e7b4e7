import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../../platform/testing/eventually';
import { uuidV7 } from '../../../platform/values/uuid';
import { ordersStore } from '../store';
import { importing, importOrder } from '../testing/importing';
import { testOrdersKeys } from '../testing/orders-keys';
import { person, shopForFile } from '../testing/shop';

const stats = `query ($from: DateTime!, $to: DateTime!, $bucket: StatsBucket!, $currency: Currency!) {
  orderStats(from: $from, to: $to, bucket: $bucket, currency: $currency) {
    at placed confirmed rejected cancelled revenue { amount currency } decidedMsP50 decidedMsP99
  }
}`;
const facts = `query ($after: DateTime) { orderStatsFacts(after: $after, first: 50) {
  day differences { bucket currency expected found } } }`;
const cancel = `mutation ($id: ID!) { cancelOrder(id: $id, reason: "Changed my mind") {
  ... on Order { status } } }`;
const hourMs = 3_600_000;
const dayMs = 86_400_000;
const importedAt = '2010-12-01T08:26:00.000Z';
const importedDay = { from: '2010-12-01T00:00:00Z', to: '2010-12-02T00:00:00Z', bucket: 'DAY' };

describe('orderStats', { timeout: 120_000 }, () => {
  let store: ReturnType<typeof ordersStore>;
  const support = person(uuidV7(), 'SUPPORT');
  const ada = person(uuidV7());
  const shop = shopForFile();
  beforeAll(() => {
    store = ordersStore(shop.pool, testOrdersKeys);
    shop.inventory.stock({ sku: 'A-1', onHand: 1_000 });
  });

  const passOn = () => store.outbox.relay(500, false, async () => 'appended');

  /** What `verify` reads: no day may have differences. */
  async function differences(): Promise<unknown[]> {
    const { data } = await shop.askInternal(facts);
    return data.orderStatsFacts.flatMap((day: { differences: unknown[] }) => day.differences);
  }

  afterEach(async () => expect(await differences()).toEqual([]));

  async function ask(range: object, viewer = support) {
    const { data, codes } = await shop.ask(viewer, stats, { currency: 'EUR', ...range });
    return codes.length > 0 ? codes : data.orderStats;
  }

  /** The sum of yesterday to tomorrow, so that a test at midnight passes too. */
  async function today() {
    const [from, to] = [-dayMs, dayMs].map((ms) => new Date(Date.now() + ms).toISOString());
    const points = await ask({ from, to, bucket: 'DAY' });
    const busy = points.filter(({ placed }: { placed: number }) => placed > 0);
    const sum = (key: string) =>
      busy.reduce((total: number, point: Record<string, number>) => total + (point[key] ?? 0), 0);
    const [placed, confirmed] = [sum('placed'), sum('confirmed')];
    return { placed, confirmed, rejected: sum('rejected'), cancelled: sum('cancelled'), busy };
  }

  it('counts an order by its status now, in the hour and day it was placed in', async () => {
    const { id, total } = await shop.place(ada);
    await shop.place(ada, { payment: { token: 'tok_declined' } });
    await shop.place(ada, { payment: { token: 'tok_review' } });
    expect((await today()).placed).toBe(0);
    await passOn();
    const counted = await today();
    expect(counted).toMatchObject({ placed: 3, confirmed: 1, rejected: 1, cancelled: 0 });
    // The order in review is neither rejected nor cancelled.
    expect(counted.busy[0].revenue).toEqual({
      amount: (2 * Number(total.amount)).toFixed(2),
      currency: 'EUR',
    });

    await shop.ask(ada, cancel, { id });
    await passOn();
    const later = await today();
    expect(later).toMatchObject({ placed: 3, confirmed: 0, rejected: 1, cancelled: 1 });
    expect(later.busy[0].revenue.amount).toBe(total.amount);

    const hour = Math.floor(Date.now() / hourMs) * hourMs;
    const range = [hour - hourMs, hour + hourMs].map((ms) => new Date(ms).toISOString());
    const hours = await ask({ from: range[0], to: range[1], bucket: 'HOUR' });
    const byHour = hours.map(({ placed }: { placed: number }) => placed);
    expect(byHour.reduce((sum: number, placed: number) => sum + placed)).toBe(3);
  });

  it('tells how long decisions took', async () => {
    const { id } = await shop.place(ada);
    await passOn();
    const { rows } = await shop.pool.query<{ ms: number }>(
      'SELECT extract(epoch FROM decided_at - placed_at)::float8 * 1000 AS ms FROM orders',
    );
    const times = rows.map(({ ms }) => Math.max(0, ms)).sort((a, b) => a - b);
    const { busy } = await today();
    const [point] = busy;
    const slowest = times.at(-1) ?? Number.NaN;
    expect(Math.abs(point.decidedMsP99 - slowest)).toBeLessThanOrEqual(slowest * 0.05 + 1);
    expect(point.decidedMsP50).toBeLessThanOrEqual(point.decidedMsP99);
    expect(id).toBeDefined();
  });

  it('does not count the wait for a buyer at their bank', async () => {
    const seconds = 'order_processing_duration_seconds_sum{outcome="confirmed"}';
    const summed = async () =>
      Number((await shop.registry.metrics()).split(`${seconds} `)[1]?.split('\n')[0] ?? 0);
    const before = await summed();
    const [paid, cancelled] = [
      await shop.place(ada, { payment: { token: 'tok_action' } }),
      await shop.place(ada, { payment: { token: 'tok_action' } }),
    ];
    const ids = [paid.id, cancelled.id];
    await shop.pool.query(
      `UPDATE orders SET placed_at = placed_at - interval '4 minutes',
         awaited_at = awaited_at - interval '4 minutes' WHERE id = ANY($1)`,
      [ids],
    );
    const key = `order-${paid.id}-authorize`;
    shop.bank.settle(key);
    await shop.callback(key);
    await shop.ask(ada, cancel, { id: cancelled.id });
    const decided = async () => {
      const { rows } = await shop.pool.query(
        `SELECT count(*)::int AS orders FROM orders WHERE id = ANY($1) AND decided_at IS NOT NULL`,
        [ids],
      );
      return rows[0]?.orders === 2;
    };
    await eventually('decided', decided);
    await passOn();
    const { busy } = await today();
    for (const { decidedMsP99 } of busy) expect(decidedMsP99).toBeLessThan(120_000);
    expect((await summed()) - before).toBeLessThan(120);
  });

  it('counts each event once, also while the stream is down', async () => {
    const { placed } = await today();
    await shop.place(ada);
    const withoutStream = () => store.outbox.relay(500, false, async () => 'unavailable');
    await withoutStream();
    await withoutStream();
    await passOn();
    expect((await today()).placed).toBe(placed + 1);
  });

  it('has a point for each bucket, also where nothing happened or in another currency', async () => {
    const empty = { placed: 0, confirmed: 0, rejected: 0, cancelled: 0 };
    const range = { from: '2026-03-28T23:30:00Z', to: '2026-03-29T01:00:00Z', bucket: 'HOUR' };
    const undecided = { decidedMsP50: null, decidedMsP99: null };
    expect(await ask({ ...range, currency: 'JPY' })).toEqual(
      ['2026-03-28T23:00:00.000Z', '2026-03-29T00:00:00.000Z'].map((at) => ({
        at,
        ...empty,
        ...undecided,
        revenue: { amount: '0', currency: 'JPY' },
      })),
    );
  });

  it('counts imported orders in the background, which were decided elsewhere', async () => {
    const { take, cancel: cancelImported } = importing(shop);
    const customerId = uuidV7();
    await take(
      importOrder({ invoice: '1', customerId }),
      importOrder({ invoice: '2', placedAt: importedAt }),
    );
    expect(await ask({ ...importedDay, currency: 'GBP' })).toEqual(['SERVICE_UNAVAILABLE']);
    expect(await ask({ ...importedDay, from: importedDay.to, to: '2010-12-03T00:00:00Z' })).toEqual(
      [expect.objectContaining({ placed: 0 })],
    );
    await shop.place(ada);
    shop.subgraph.startWork();
    const counted = () => ask({ ...importedDay, currency: 'GBP' });
    await eventually('counted', async () => (await counted())[0] !== 'SERVICE_UNAVAILABLE');
    expect(await counted()).toMatchObject([
      { placed: 2, confirmed: 2, revenue: { amount: '30.60' }, decidedMsP50: null },
    ]);
    await cancelImported({
      invoice: 'C1',
      customerId,
      sku: '85123A',
      quantity: 6,
      cancelledAt: '2010-12-24T10:00:00.000Z',
    });
    await eventually('counted again', async () => (await counted())[0].cancelled === 1);
    expect(await counted()).toMatchObject([
      { placed: 2, confirmed: 1, revenue: { amount: '15.30' }, decidedMsP50: null },
    ]);
  });

  it('counts a day again from its orders, whatever the outbox still holds', async () => {
    await shop.place(ada);
    await shop.pool.query('UPDATE order_stats SET placed = placed + 7');
    expect(await differences()).not.toEqual([]);
    await shop.pool.query(
      `INSERT INTO order_stats_stale SELECT DISTINCT date_trunc('day', at, 'UTC') FROM order_stats`,
    );
    while ((await store.orderStats.recountDay()) !== null);
    await eventually('no event left', async () => !(await store.outbox.isWaiting()));
  });

  it('refuses more than 400 points, and a range that ends before it begins', async () => {
    const from = '2026-01-01T00:00:00Z';
    const hoursOn = (hours: number) => new Date(Date.parse(from) + hours * hourMs).toISOString();
    expect(await ask({ from, to: hoursOn(400), bucket: 'HOUR' })).toHaveLength(400);
    expect(await ask({ from, to: hoursOn(401), bucket: 'HOUR' })).toEqual(['BAD_USER_INPUT']);
    expect(await ask({ from, to: hoursOn(-1), bucket: 'HOUR' })).toEqual(['BAD_USER_INPUT']);
    expect(await ask({ from, to: from, bucket: 'HOUR' })).toEqual([]);
  });
});
