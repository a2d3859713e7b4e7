import { beforeEach, expect, it } from 'vitest';
import { guardedTables } from '../../../config/guarded-tables';
import { DataKeys } from '../../../platform/encryption/data-keys';
import { openApplicationPool } from '../../../platform/testing/application-pool';
import { openForFile } from '../../../platform/testing/open-for-file';
import { uuidV7 } from '../../../platform/values/uuid';
import { testOrdersKeys } from '../testing/orders-keys';
import { person, shopForFile } from '../testing/shop';

const insufficientPrivilege = '42501';
const shop = shopForFile();
/** The role that serves, as a statement that somebody smuggled into it would have it. */
const application = openForFile(() => openApplicationPool(shop, guardedTables.orders));

const owner = async (text: string, ...values: unknown[]) =>
  (await shop.pool.query(text, values)).rows;
const smuggled = async (text: string, ...values: unknown[]) =>
  (await application.pool.query(text, values)).rows;

beforeEach(() => owner('TRUNCATE erased_customers'));

it.each(guardedTables.orders ?? [])('rows of %s are only added', async (table) => {
  await expect(smuggled(`DELETE FROM ${table}`)).rejects.toMatchObject({
    code: insufficientPrivilege,
  });
  const [rights] = await smuggled(
    `SELECT has_table_privilege($1, 'INSERT') AS add, has_any_column_privilege($1, 'UPDATE') AS change`,
    table,
  );
  expect(rights).toEqual({ add: true, change: false });
});

it('a data key is kept while an order has an address under it, and destroyed after that', async () => {
  shop.inventory.stock({ sku: 'A-1', onHand: 10 });
  const { id } = await shop.place(person(uuidV7()));
  const keys = new DataKeys(application.pool, testOrdersKeys);
  expect(await keys.rotate()).toBe('d2');
  await owner(`UPDATE data_keys SET retired_at = retired_at - interval '1 hour'`);
  expect(await smuggled(`SELECT destroy_data_key('d1') AS done`)).toEqual([{ done: false }]);
  await owner(`UPDATE orders SET shipping_address = '{}' WHERE id = $1`, id);
  expect(await keys.destroy('d1', async () => false)).toBe('destroyed');
});

it('an erased customer is known for 30 days, whatever the caller says', async () => {
  const [young, old] = [uuidV7(), uuidV7()];
  await smuggled(
    `INSERT INTO erased_customers (customer_id, erased_at, heard_at)
     VALUES ($1, now(), now() - interval '29 days'), ($2, now(), now() - interval '31 days')`,
    young,
    old,
  );
  expect(await smuggled('SELECT forget_erased_customers(0, 100) AS forgotten')).toEqual([
    { forgotten: 1 },
  ]);
  expect(await owner('SELECT customer_id AS id FROM erased_customers')).toEqual([{ id: young }]);
});

it('an erasure is replaced by a newer one alone', async () => {
  const id = uuidV7();
  const record = (at: string) =>
    smuggled('SELECT record_erasures(ARRAY[$1::uuid], ARRAY[$2::timestamptz])', id, at);
  for (const day of ['02', '01', '03']) await record(`2026-11-${day}T00:00:00Z`);
  await record('2026-11-02T12:00:00Z');
  expect(await owner('SELECT erased_at AS at FROM erased_customers')).toEqual([
    { at: new Date('2026-11-03T00:00:00Z') },
  ]);
});
