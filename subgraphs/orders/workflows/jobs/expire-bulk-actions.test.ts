import { expect, it } from 'vitest';
import { ordersStore } from '../../store';
import { bulkActionsOf } from '../../testing/bulk';
import { testOrdersKeys } from '../../testing/orders-keys';
import { shopWith } from '../../testing/shop';
import { expireBulkActionsJob } from './cleanups';

const shop = shopWith({ sku: 'A-1', onHand: 100 });

it('deletes bulk actions that are older than 90 days, with their results', async () => {
  const bulk = bulkActionsOf(shop);
  const selection = { ids: await bulk.placed(1) };
  const old = await bulk.begin({ selection });
  const young = await bulk.begin({ selection });
  const age = `UPDATE bulk_actions SET created_at = now() - $2::interval WHERE id = $1`;
  await shop.pool.query(age, [old.id, '90 days 1 minute']);
  await shop.pool.query(age, [young.id, '89 days 23 hours']);
  const job = expireBulkActionsJob(ordersStore(shop.pool, testOrdersKeys));
  const run = { id: 'job', attempt: 1, signal: new AbortController().signal };
  expect(await job.run({}, run)).toEqual({ dropped: 1 });
  const { rows } = await shop.pool.query('SELECT bulk_action_id AS id FROM bulk_action_items');
  expect(rows).toEqual([{ id: young.id }]);
});
