import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { roomWith } from '../testing/stock-room';

const room = roomWith({ Tea: { stock: { BER: 5 }, priceMinor: 1250 } });

const releaseReservation = 'mutation ($orderId: ID!) { releaseReservation(orderId: $orderId) }';

const release = (orderId: string) => room.call(releaseReservation, { orderId });
const tea = [{ sku: 'TEA', quantity: 2 }];

describe('releaseReservation', () => {
  it('frees what is held, however often it is called', async () => {
    const orderId = uuidV7();
    await room.store.reservations.reserve(orderId, tea);
    for (let time = 0; time < 2; time += 1) {
      expect((await release(orderId)).data.releaseReservation).toBe('RELEASED');
    }
    expect(await room.levels('TEA')).toEqual({ BER: [5, 0] });
  });

  it('frees units that a released reservation still holds, with a movement', async () => {
    const orderId = uuidV7();
    await room.store.reservations.reserve(orderId, tea);
    await room.pool.query(`UPDATE reservations SET state = 'RELEASED' WHERE order_id = $1`, [
      orderId,
    ]);
    for (let time = 0; time < 2; time += 1) await release(orderId);
    expect(await room.levels('TEA')).toEqual({ BER: [5, 0] });
    const { rows } = await room.pool.query(
      `SELECT reserved_delta AS units FROM stock_movements WHERE reference = $1 AND kind = 'RELEASED'`,
      [orderId],
    );
    expect(rows).toEqual([{ units: -2 }]);
  });

  it('refuses an order that is no uuid', async () => {
    expect((await release('x')).codes).toEqual(['BAD_USER_INPUT']);
  });
});
