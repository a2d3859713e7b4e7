import { beforeEach, expect, it } from 'vitest';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import { downloaded, pageOf, preparing, requested } from '../testing/data-exports';
import { eraseAccount } from '../testing/documents';
import { password, usersRoomForFile } from '../testing/users-room';

const room = usersRoomForFile();
let ada: string;
beforeEach(async () => {
  await room.database.pool.query('DELETE FROM data_exports');
  ada = await room.account({ password });
});

const run = (statement: string, ...values: unknown[]) =>
  room.database.pool.query(statement, values);
/** Ends the pause before the next attempt, or the lease of a dead process. */
const passTime = () => run(`UPDATE data_exports SET lease_until = now() - interval '1 second'`);
const rowOf = async (id: string) =>
  (await run('SELECT attempts, parts, ready_at, failed_at FROM data_exports WHERE id = $1', id))
    .rows[0];

const away: ServiceCall = () => Promise.reject(new Error('Orders is down.'));

it('writes orders page by page into pieces, and cuts no character', async () => {
  // Three bytes a character, so that the borders of the pieces are within characters.
  const orders = Array.from({ length: 4 }, (_, n) => ({ n, note: '€'.repeat(300_000) }));
  const pages: ServiceCall = async <Data>(_: string, { after }: Record<string, unknown>) => {
    const n = Number(after ?? 0);
    const besides = n === 0 ? { bulkActions: [] } : null;
    return pageOf<Data>([orders[n] ?? {}], n === 3 ? null : String(n + 1), besides);
  };
  const id = await requested(room, ada);
  expect(await preparing(room, pages).runOnce()).toBe(1);
  const exported = JSON.parse(String(await downloaded(room, id, ada)));
  expect(exported).toMatchObject({ account: { id: ada }, ordersComplete: true, bulkActions: [] });
  expect(exported.orders).toEqual(orders);
  expect((await rowOf(id))?.parts).toBeGreaterThan(7);
});

it('leaves older orders out past 50 MB, and says so', async () => {
  const asked: number[] = [];
  const order = { note: 'x'.repeat(4_000_000) };
  const endless: ServiceCall = async <Data>(_: string, variables: Record<string, unknown>) => {
    const charactersMax = Number(variables.charactersMax);
    asked.push(charactersMax);
    if (charactersMax > JSON.stringify(order).length) return pageOf<Data>([order], 'more');
    return { exportedOrders: { orders: '[]', next: 'more', isCut: true } } as Data;
  };
  const id = await requested(room, ada);
  await preparing(room, endless).runOnce();
  const file = await downloaded(room, id, ada);
  expect(file?.length).toBeLessThanOrEqual(50_000_000);
  const { orders, ordersComplete } = JSON.parse(String(file));
  expect([orders.length, ordersComplete]).toEqual([asked.length - 1, false]);
  expect(orders.length).toBeGreaterThan(2);
});

it('starts again after a failure, and gives up after five attempts', async () => {
  const id = await requested(room, ada);
  expect(await preparing(room, away).runOnce()).toBe(1);
  // It waits for its pause.
  expect(await preparing(room).runOnce()).toBe(0);
  for (let attempt = 2; attempt <= 5; attempt += 1) {
    await passTime();
    await preparing(room, away).runOnce();
  }
  expect(await rowOf(id)).toMatchObject({ attempts: 5, failed_at: expect.any(Date) });
  await passTime();
  expect(await preparing(room).runOnce()).toBe(0);
  expect(await downloaded(room, id, ada)).toBeNull();
  // Another one may be requested.
  expect(await requested(room, ada)).not.toBe(id);
});

it('gives up after five attempts whose processes were killed', async () => {
  const id = await requested(room, ada);
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    expect(await room.store.dataExports.claim(60)).toMatchObject({ attempts: attempt });
    await passTime();
  }
  await preparing(room).runOnce();
  expect(await rowOf(id)).toMatchObject({ ready_at: null, failed_at: expect.any(Date) });
  expect(await requested(room, ada)).not.toBe(id);
});

it('is taken over from a process that died, which can no longer write to it', async () => {
  const id = await requested(room, ada);
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  let isHeld = false;
  const hanging: ServiceCall = async <Data>() => {
    isHeld = true;
    await held;
    return pageOf<Data>([{ number: 'of the dead' }]);
  };
  const dead = preparing(room, hanging).runOnce();
  await expect.poll(() => isHeld, { timeout: 20_000 }).toBe(true);
  expect(await preparing(room).runOnce()).toBe(0);
  await passTime();
  expect(await preparing(room).runOnce()).toBe(1);
  release();
  await dead;
  expect(JSON.parse(String(await downloaded(room, id, ada))).orders).toEqual([{ number: '1' }]);
});

it('is deleted with its pieces when its time is over, and with the account', async () => {
  const count = async () => (await run('SELECT FROM data_export_parts')).rowCount;
  const id = await requested(room, ada);
  await preparing(room).runOnce();
  await run(`UPDATE data_exports SET expires_at = now() + interval '1 minute' WHERE id = $1`, id);
  await preparing(room).runOnce();
  expect(await count()).toBeGreaterThan(0);
  await run("UPDATE data_exports SET expires_at = now() - interval '1 second' WHERE id = $1", id);
  await preparing(room).runOnce();
  expect(await count()).toBe(0);

  await requested(room, ada);
  await preparing(room).runOnce();
  expect(await count()).toBeGreaterThan(0);
  await room.as(ada, 'CUSTOMER')(eraseAccount);
  expect(await count()).toBe(0);
});

it('opens a piece that an earlier version stored', () => {
  const stored = 'E_xospy_9SaXck7uojYLXHYS3IiLS_IVTrm9mM4AHuae6kYH4KNCvwqJ';
  const id = '0198c0de-0000-7000-8000-000000000001';
  const piece = preparing(room).open(Buffer.from(stored, 'base64url'), id, 0);
  expect(piece?.toString()).toBe('{"name":"Ada"}');
});
