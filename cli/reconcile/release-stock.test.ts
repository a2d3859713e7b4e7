import { beforeEach, expect, test } from 'vitest';
import type { AuditEntry } from '../../platform/audit/entry';
import { openForFile } from '../../platform/testing/open-for-file';
import { uuidV7 } from '../../platform/values/uuid';
import { stockRoom } from '../../subgraphs/inventory/testing/stock-room';
import type { ReservationFacts } from '../../verify/facts';
import { releaseStock } from './release-stock';

const room = openForFile(stockRoom);
beforeEach(async () => {
  await room.empty();
  await room.given('Tea', { stock: { BER: 5 } });
});

async function reservationOf(): Promise<ReservationFacts> {
  const orderId = uuidV7();
  await room.store.reservations.reserve(orderId, [{ sku: 'TEA', quantity: 2 }]);
  await room.store.reservations.confirm([orderId]);
  const [reservation] = await room.store.integrity.reservationsOf([orderId]);
  if (reservation === undefined) throw new Error('Nothing was reserved.');
  return reservation;
}

/** @param answers whether the order is unknown, for each look-up. */
function releasing(...answers: boolean[]) {
  const recorded: AuditEntry[] = [];
  return {
    recorded,
    isUnknown: async () => answers.shift() ?? true,
    record: async (entry: AuditEntry) => void recorded.push(entry),
    release: (orderId: string) => room.store.reservations.release(orderId),
  };
}

test('the stock of a lost order is released once, under one audit entry', async () => {
  const reservation = await reservationOf();
  const all = releasing();
  for (let times = 0; times < 2; times += 1) {
    expect(await releaseStock(reservation, all)).toBe('released');
  }
  expect(await room.levels('TEA')).toEqual({ BER: [5, 0] });
  const [first, second] = all.recorded;
  expect(first).toMatchObject({
    action: 'stock.release_lost',
    subject: `Order:${reservation.orderId}`,
    detail: '{"state":"CONFIRMED","held":[{"sku":"Tea","quantity":2}]}',
  });
  expect(second?.id).toBe(first?.id);
});

test.each([
  ['exists', [false], 0],
  ['appears after the first look-up', [true, false], 1],
])('the stock of an order that %s is left', async (_when, answers, entries) => {
  const reservation = await reservationOf();
  const all = releasing(...answers);
  expect(await releaseStock(reservation, all)).toBe('order-exists');
  expect(await room.levels('TEA')).toEqual({ BER: [5, 2] });
  expect(all.recorded).toHaveLength(entries);
});
