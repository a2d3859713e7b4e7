import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopWith } from '../testing/shop';

const migration = readFileSync(
  path.resolve('prisma/orders/migrations/20261126051500_hashed_keys/migration.sql'),
  'utf8',
);

const shop = shopWith({ sku: 'A-1', onHand: 100 });

it('finds a key again that was stored as its text before the migration', async () => {
  const buyer = person(uuidV7());
  const idempotencyKey = 'ada@example.com/?order=1';
  const { id } = await shop.place(buyer, { idempotencyKey });
  const keys = () => shop.pool.query('SELECT key FROM idempotency_keys WHERE order_id = $1', [id]);
  const hashed = (await keys()).rows;
  expect(JSON.stringify(hashed)).not.toContain('ada');
  await shop.pool.query('UPDATE idempotency_keys SET key = $2 WHERE order_id = $1', [
    id,
    idempotencyKey,
  ]);
  await shop.pool.query(migration);
  expect((await keys()).rows).toEqual(hashed);
  expect((await shop.place(buyer, { idempotencyKey })).id).toBe(id);
});
