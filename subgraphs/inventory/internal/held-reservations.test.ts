import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { roomWith } from '../testing/stock-room';

const room = roomWith({ Tea: { stock: { BER: 50 } } });

const list = `query ($after: ID, $first: Int!, $seconds: Int!) {
  heldReservations(after: $after, first: $first, olderThanSeconds: $seconds) {
    orderId heldSeconds } }`;

describe('heldReservations', () => {
  it('lists those that are old enough and still held, page after page', async () => {
    const orderIds = Array.from({ length: 5 }, () => uuidV7()).sort();
    const [first, second, young, firm = '', released = ''] = orderIds;
    for (const orderId of orderIds) {
      await room.store.reservations.reserve(orderId, [{ sku: 'TEA', quantity: 1 }]);
    }
    await room.store.reservations.confirm([firm]);
    await room.store.reservations.release(released);
    await room.pool.query(
      `UPDATE reservations SET created_at = now() - interval '1 hour' WHERE order_id <> $1`,
      [young],
    );
    const pageAfter = async (after: string | null | undefined, seconds: number) => {
      const { data } = await room.call(list, { after, first: 1, seconds });
      return data.heldReservations;
    };
    expect(await pageAfter(null, 900)).toEqual([{ orderId: first, heldSeconds: 3_600 }]);
    expect(await pageAfter(first, 900)).toMatchObject([{ orderId: second }]);
    expect(await pageAfter(second, 900)).toEqual([]);
    expect(await pageAfter(second, 0)).toMatchObject([{ orderId: young }]);
  });

  it('refuses cursors that are none, and pages that are too long', async () => {
    for (const wrong of [{ after: 'x' }, { first: 1_001 }, { first: 0 }]) {
      const { codes } = await room.call(list, { first: 1, seconds: 0, ...wrong });
      expect(codes).toEqual(['BAD_USER_INPUT']);
    }
  });
});
