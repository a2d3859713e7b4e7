import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { roomWith } from '../testing/stock-room';

const room = roomWith({ Tea: { stock: { BER: 5 }, priceMinor: 1250 } });

const confirm = 'mutation ($orderId: ID!) { confirmReservation(orderId: $orderId) }';

const confirmed = async (orderId: string) =>
  (await room.call(confirm, { orderId })).data.confirmReservation;

describe('confirmReservation', () => {
  it('makes what is held firm, in one statement, however often', async () => {
    const orderId = uuidV7();
    await room.store.reservations.reserve(orderId, [{ sku: 'TEA', quantity: 1 }]);
    const statements = await room.statementsOf(async () => {
      expect(await confirmed(orderId)).toBe('CONFIRMED');
    });
    expect(statements).toBe(1);
    expect(await confirmed(orderId)).toBe('CONFIRMED');
  });

  it('answers null where nothing is held', async () => {
    const orderId = uuidV7();
    expect(await confirmed(orderId)).toBeNull();
    await room.store.reservations.release(orderId);
    expect(await confirmed(orderId)).toBeNull();
  });

  it('refuses an order that is no uuid', async () => {
    expect((await room.call(confirm, { orderId: 'x' })).codes).toEqual(['BAD_USER_INPUT']);
  });
});
