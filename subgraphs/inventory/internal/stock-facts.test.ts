import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { roomWith } from '../testing/stock-room';

const room = roomWith({
  Tea: { stock: { BER: 5, HAM: 2 } },
  BARE: {},
  ZINC: { stock: { BER: 1 } },
});

const stock = `query ($after: ID, $first: Int!) { stockFacts(after: $after, first: $first) {
  lastSku levels { sku warehouse onHand reserved movedOnHand movedReserved allocated } } }`;

describe('the facts of the stock', () => {
  it('return the sums of the movements and reservations of each level', async () => {
    await room.store.reservations.reserve(uuidV7(), [{ sku: 'TEA', quantity: 6 }]);
    const { data } = await room.call(stock, { first: 10 });
    expect(data.stockFacts.lastSku).toBe('ZINC');
    const [ber, ham, zinc] = data.stockFacts.levels;
    expect(zinc).toMatchObject({ sku: 'ZINC', warehouse: 'BER', onHand: 1, reserved: 0 });
    for (const level of [ber, ham]) {
      expect(level).toMatchObject({
        sku: 'Tea',
        movedOnHand: `${level.onHand}`,
        movedReserved: `${level.reserved}`,
        allocated: `${level.reserved}`,
      });
    }
    expect(ber.reserved + ham.reserved).toBe(6);
  });

  it('come product by product, also past those without stock', async () => {
    const pages = [];
    for (let after: string | null = null; ; ) {
      const { data } = await room.call(stock, { after, first: 1 });
      pages.push(data.stockFacts);
      after = data.stockFacts.lastSku;
      if (after === null) break;
    }
    expect(pages.map(({ lastSku, levels }) => [lastSku, levels.length])).toEqual([
      ['BARE', 0],
      ['Tea', 2],
      ['ZINC', 1],
      [null, 0],
    ]);
  });

  it('know of movements at a warehouse that has no stock of it', async () => {
    await room.pool.query(
      `INSERT INTO stock_movements (sku, warehouse, on_hand_delta, reserved_delta, kind)
       VALUES ('BARE', 'BER', 3, 0, 'RECEIVED')`,
    );
    const { data } = await room.call(stock, { first: 1 });
    expect(data.stockFacts.levels).toMatchObject([{ sku: 'BARE', onHand: 0, movedOnHand: '3' }]);
  });

  it('refuse pages without a bound and cursors that are none', async () => {
    for (const variables of [{ first: 0 }, { first: 501 }, { first: 1, after: '\u0000' }]) {
      expect((await room.call(stock, variables)).codes).toEqual(['BAD_USER_INPUT']);
    }
  });
});
