import type { Client } from 'pg';
import { fillCatalogue } from '../../../testing/fill/catalogue';
import { fillReservations } from '../../../testing/fill/orders';
import { fillPeople } from '../../../testing/fill/people';
import type { BenchShop } from '../../bench-shop';
import { roomsOf } from '../../filled-shop';
import type { Account, Accounts } from '../accounts';
import { fillLargestOrders, fillWebhooks } from './largest-orders';

export const productsCount = 2_000;
const people = { customers: 500, entries: 2_000 };
/** Only these customers have orders; the others start empty. */
const largeCustomersCount = 3;
const ordersEach = 100;

/** A description takes at most 6,000 bytes in JSON, quotes included. */
const longProducts = `
  UPDATE products SET description = repeat('€', 1999), name = rpad(name, 200, '…')
  WHERE starts_with(sku::text, 'GEN-')`;

const plenty = `UPDATE stock_levels SET on_hand = 1000000 WHERE starts_with(sku::text, 'GEN-')`;

const addresses = `
  INSERT INTO addresses (id, user_id, label, recipient, line1, line2, city, region, postal_code,
    country, phone)
  SELECT md5('address' || owner || place)::uuid, owner, repeat('€', 100), repeat('€', 200),
    repeat('€', 200), repeat('€', 200), repeat('€', 100), repeat('€', 100), '10115', 'DE', '1'
  FROM unnest($1::uuid[]) AS owner, generate_series(1, 50) AS place`;

const apiKeys = `
  INSERT INTO api_keys (id, user_id, name, prefix, scopes)
  SELECT md5('key' || owner || place)::uuid, owner, repeat('€', 100), 'op_test_abcd',
    ARRAY['ORDERS_READ', 'ORDERS_WRITE']::"Scope"[]
  FROM unnest($1::uuid[]) AS owner, generate_series(1, 90) AS place`;

const idsOf = (accounts: readonly Account[], ...roles: readonly string[]): string[] =>
  accounts.filter(({ role }) => roles.includes(role)).map(({ id }) => id);

/** Fills the attackers' accounts up to the limits of an account. */
export async function fillLargest(shop: BenchShop, { attackers }: Accounts): Promise<void> {
  const rooms = await roomsOf(shop);
  const { users, inventory, orders } = rooms;
  try {
    await fillCatalogue(inventory, productsCount);
    await inventory.query(longProducts);
    await inventory.query(plenty);
    await fillPeople(users, people);
    const customers = idsOf(attackers, 'CUSTOMER').slice(0, largeCustomersCount);
    await users.query(addresses, [idsOf(attackers, 'CUSTOMER', 'PARTNER')]);
    await users.query(apiKeys, [idsOf(attackers, 'PARTNER', 'ADMIN')]);
    await fillWebhooks(orders, idsOf(attackers, 'PARTNER', 'ADMIN'));
    await fillLargestOrders(orders, customers, ordersEach);
    await fillReservations(orders, inventory);
    for (const room of Object.values(rooms) as Client[]) await room.query('VACUUM ANALYZE');
    await orders.query('CHECKPOINT');
  } finally {
    await Promise.all((Object.values(rooms) as Client[]).map((room) => room.end()));
  }
}
