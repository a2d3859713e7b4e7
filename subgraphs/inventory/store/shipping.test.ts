import { beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { stockRoomForFile } from '../testing/stock-room';
import type { StockLine } from './reservations';

const room = stockRoomForFile();
let orderId: string;
beforeEach(async () => {
  await room.empty();
  await room.given('TEA', { stock: { AMS: 2, BER: 5 } });
  await room.given('MUG', { stock: { BER: 9 } });
  orderId = uuidV7();
  const lines = [
    { sku: 'TEA', quantity: 6 },
    { sku: 'MUG', quantity: 4 },
  ];
  await room.store.reservations.reserve(orderId, lines);
});

const confirm = () => room.store.reservations.confirm([orderId]);
const ship = (
  lines: StockLine[] | null,
  { key = uuidV7(), warehouse = null as string | null, inputHash = 'same' } = {},
) => room.store.shipping.ship({ key, inputHash, orderId, lines, warehouse });

const everything = {
  parcels: [
    { warehouse: 'AMS', lines: [{ sku: 'TEA', quantity: 1 }] },
    {
      warehouse: 'BER',
      lines: [
        { sku: 'MUG', quantity: 4 },
        { sku: 'TEA', quantity: 5 },
      ],
    },
  ],
  shortages: [],
};

describe('shipping', () => {
  it('takes all that is held off the shelves, one parcel a warehouse', async () => {
    await confirm();
    expect(await ship(null)).toEqual(everything);
    expect(await room.levels('TEA')).toEqual({ AMS: [1, 0], BER: [0, 0] });
    expect(await room.levels('MUG')).toEqual({ BER: [5, 0] });
    expect(await room.store.reservations.allocationsByOrder([orderId])).toEqual([]);
    expect(await room.imbalances()).toEqual([]);
  });

  it('ships a part and leaves the rest held', async () => {
    await confirm();
    expect(await ship([{ sku: 'tea', quantity: 5 }])).toMatchObject({
      parcels: [{ warehouse: 'BER', lines: [{ sku: 'TEA', quantity: 5 }] }],
    });
    expect(await room.levels('TEA')).toEqual({ AMS: [2, 1], BER: [0, 0] });
    expect(await ship([{ sku: 'MUG', quantity: 3 }])).toMatchObject({ shortages: [] });
    expect(await room.levels('MUG')).toEqual({ BER: [6, 1] });
    expect(await room.imbalances()).toEqual([]);
  });

  it('ships from the named warehouse only', async () => {
    await confirm();
    expect(await ship([{ sku: 'TEA', quantity: 2 }], { warehouse: 'AMS' })).toEqual({
      parcels: [],
      shortages: [{ sku: 'TEA', requested: 2, available: 1 }],
    });
    expect(await ship(null, { warehouse: 'AMS' })).toMatchObject({
      parcels: [{ warehouse: 'AMS', lines: [{ sku: 'TEA', quantity: 1 }] }],
    });
  });

  it('ships nothing when one line asks for more than is held', async () => {
    await confirm();
    const outcome = await ship([
      { sku: 'TEA', quantity: 1 },
      { sku: 'MUG', quantity: 5 },
    ]);
    expect(outcome).toEqual({
      parcels: [],
      shortages: [{ sku: 'MUG', requested: 5, available: 4 }],
    });
    expect(await room.levels('TEA')).toEqual({ AMS: [2, 1], BER: [5, 5] });
  });

  it('books a key once and answers the same again, also in parallel', async () => {
    await confirm();
    const key = uuidV7();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => ship(null, { key })));
    for (const outcome of outcomes) expect(outcome).toEqual(everything);
    expect(await ship(null, { key })).toEqual(everything);
    expect(await room.levels('MUG')).toEqual({ BER: [5, 0] });
    expect(await room.imbalances()).toEqual([]);
  });

  it('has nothing under the key of another shipment, whose rest the next key ships', async () => {
    await confirm();
    const key = uuidV7();
    const [one, rest] = [1, 2].map((quantity) => [{ sku: 'MUG', quantity }]);
    await ship(one ?? null, { key });
    expect(await ship(rest ?? null, { key, inputHash: 'other' })).toEqual({
      parcels: [],
      shortages: [{ sku: 'MUG', requested: 2, available: 0 }],
    });
    expect(await ship(rest ?? null, { inputHash: 'other' })).toMatchObject({ shortages: [] });
    expect(await room.imbalances()).toEqual([]);
  });

  it('ships nothing that is not reserved, and does not use the key up', async () => {
    const key = uuidV7();
    const lines = [{ sku: 'TEA', quantity: 1 }];
    const reserved = orderId;
    orderId = uuidV7();
    expect(await ship(lines, { key })).toEqual({
      parcels: [],
      shortages: [{ sku: 'TEA', requested: 1, available: 0 }],
    });
    orderId = reserved;
    expect(await ship(lines, { key })).toMatchObject({ shortages: [] });
  });

  it('ships what is held already, because its order is decided before it is confirmed', async () => {
    expect(await ship([{ sku: 'MUG', quantity: 3 }])).toMatchObject({ shortages: [] });
    expect(await confirm()).toEqual([orderId]);
    expect(await ship([{ sku: 'MUG', quantity: 1 }])).toMatchObject({ shortages: [] });
    expect(await room.levels('MUG')).toEqual({ BER: [5, 0] });
  });

  it('ships or releases each unit, never both, when the two race', async () => {
    for (let round = 0; round < 30; round += 1) {
      orderId = uuidV7();
      await room.pool.query('UPDATE stock_levels SET on_hand = on_hand + 1');
      await room.pool.query(`INSERT INTO stock_movements
        (sku, warehouse, on_hand_delta, reserved_delta, kind)
        SELECT sku, warehouse, 1, 0, 'RECEIVED' FROM stock_levels`);
      await room.store.reservations.reserve(orderId, [{ sku: 'MUG', quantity: 1 }]);
      await confirm();
      const [outcome] = await Promise.all([
        ship(null),
        room.store.reservations.release(orderId),
        ship([{ sku: 'MUG', quantity: 1 }]),
      ]);
      expect(outcome?.shortages).toEqual([]);
      expect(await room.store.reservations.allocationsByOrder([orderId])).toEqual([]);
    }
    expect(await room.imbalances()).toEqual([]);
  });
});
