import { Registry } from 'prom-client';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../../../platform/telemetry/logger';
import { openForFile } from '../../../platform/testing/open-for-file';
import { uuidV7 } from '../../../platform/values/uuid';
import { inventoryMetrics } from '../metrics';
import { stockRoom } from '../testing/stock-room';
import { expireReservations, reservationExpiry } from './expire-reservations';

const room = openForFile(stockRoom);
beforeAll(async () => {
  await room.given('TEA', { stock: { BER: 500 } });
});

const parts = () => ({
  store: room.store,
  metrics: inventoryMetrics(new Registry()),
  logger: createLogger({ level: 'silent', pretty: false, name: 'test' }),
});

async function held(count: number): Promise<string[]> {
  const orderIds = Array.from({ length: count }, () => uuidV7());
  for (const orderId of orderIds) {
    await room.store.reservations.reserve(orderId, [{ sku: 'TEA', quantity: 1 }], 900);
  }
  return orderIds;
}

const overdue = (orderIds: string[]) =>
  room.pool.query(
    `UPDATE reservations SET expires_at = now() - interval '1 s' WHERE order_id = ANY($1)`,
    [orderIds],
  );

describe('the expiry of reservations', () => {
  it('releases what is past its time, in batches, and nothing else', async () => {
    const [late, fresh, confirmed] = [await held(120), await held(2), await held(1)];
    await overdue([...late, ...confirmed]);
    await room.store.reservations.confirm(confirmed[0] ?? '');
    expect(await expireReservations(parts())).toBe(120);
    expect(await room.levels('TEA')).toEqual({ BER: [500, 3] });
    expect(await expireReservations(parts())).toBe(0);
    expect(await room.imbalances()).toEqual([]);
    for (const orderId of [...fresh, ...confirmed]) {
      await room.store.reservations.release(orderId);
    }
  });

  it('releases each once when several processes run it', async () => {
    await overdue(await held(20));
    const counts = await Promise.all([parts(), parts(), parts()].map((p) => expireReservations(p)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20);
    expect(await room.levels('TEA')).toEqual({ BER: [500, 0] });
    expect(await room.imbalances()).toEqual([]);
  });

  it('runs again and again until it is stopped, also after a failure', async () => {
    const works = parts();
    let failures = 0;
    const store = {
      reservations: {
        ...room.store.reservations,
        expired: async (limit: number) => {
          failures += 1;
          if (failures === 1) throw new Error('the database was away');
          return room.store.reservations.expired(limit);
        },
      },
    };
    const expiry = reservationExpiry({ ...works, store, pauseMs: 5 });
    await overdue(await held(1));
    expiry.start();
    expiry.start();
    await vi.waitFor(async () => expect(await room.levels('TEA')).toEqual({ BER: [500, 0] }), {
      timeout: 5_000,
    });
    await expiry.stop();
    const runs = failures;
    await overdue(await held(1));
    await new Promise((done) => setTimeout(done, 50));
    expect(failures).toBe(runs);
    expect((await works.metrics.expiryFailures.get()).values[0]?.value).toBe(1);
  });
});
