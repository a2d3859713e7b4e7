import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopForFile } from '../testing/shop';

const facts = `query ($after: DateTime, $first: Int!) { rows: orderStatsFacts(after: $after, first: $first) {
  day differences { bucket at currency expected found } } }`;

const figures = (placed: number, revenue: number) =>
  `placed ${placed}, confirmed 0, rejected 0, cancelled 0, revenue ${revenue}, decided {}`;

const shop = shopForFile();

const read = async (after: string | null = null, first = 50) => {
  const { data, codes } = await shop.askInternal(facts, { after, first });
  return codes.length > 0 ? codes : data.rows;
};

const keep = (at: string) =>
  shop.pool.query(`INSERT INTO order_stats VALUES ('EUR', 'DAY', $1, 1, 0, 0, 0, 700, '{}')`, [at]);

describe('the facts of order statistics', () => {
  it('are none in a shop without orders', async () => {
    expect(await read()).toEqual([]);
  });

  it('have pages of days with orders, or with figures alone', async () => {
    await keep('2026-01-03T00:00Z');
    await keep('2026-02-03T00:00Z');
    shop.inventory.stock({ sku: 'A-1', onHand: 10 });
    await shop.place(person(uuidV7()));
    await shop.pool.query(`UPDATE orders SET placed_at = '2026-01-20T23:59:59.999Z'`);
    const [first, second, third] = await read();
    expect(first).toEqual({
      day: '2026-01-03T00:00:00.000Z',
      differences: [
        {
          bucket: 'DAY',
          at: '2026-01-03T00:00:00.000Z',
          currency: 'EUR',
          expected: 'nothing',
          found: figures(1, 700),
        },
      ],
    });
    expect(second.day).toBe('2026-01-20T00:00:00.000Z');
    expect(await read(first.day, 1)).toEqual([second]);
    expect(await read(second.day)).toEqual([third]);
    expect(await read(third.day)).toEqual([]);
  });

  it('say nothing of a day that is still to be counted', async () => {
    await shop.pool.query(`INSERT INTO order_stats_stale VALUES ('2026-01-03T00:00Z')`);
    const [first] = await read();
    expect(first.differences).toEqual([]);
  });

  it('are at most 50 days', async () => {
    expect(await read(null, 51)).toEqual(['BAD_USER_INPUT']);
  });
});
