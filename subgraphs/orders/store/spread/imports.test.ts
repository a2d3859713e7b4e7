import { expect, test } from 'vitest';
import { uuidV7 } from '../../../../platform/values/uuid';
import type { ImportedOrder } from '../../domain/imported-order';
import { shardOf, shards } from '../../domain/shard';
import type { OrdersStore } from '../orders-store';
import { spreadImports } from './imports';
import { ShardMap } from './shard-map';

/** A database that has these invoices. */
function databaseOf(name: string, range: { from: number; to: number }, invoices: string[]) {
  const orderImports = {
    digestsOf: async () => new Map(invoices.map((invoice) => [invoice, 'digest'])),
    take: async (orders: readonly ImportedOrder[]) =>
      orders.map(({ invoice }) => (invoices.includes(invoice) ? 'UNCHANGED' : 'CREATED')),
  };
  return { name, ranges: [range], store: { orderImports } as unknown as OrdersStore };
}

test('an invoice whose old rows a move has left behind is the same order', async () => {
  const customerId = uuidV7();
  const shard = shardOf(customerId);
  const own = databaseOf('own', { from: shard, to: shard }, ['moved']);
  const ranges = [
    { from: 0, to: shard - 1 },
    { from: shard + 1, to: shards - 1 },
  ].filter(({ from, to }) => from <= to);
  const old = { ...databaseOf('old', { from: 0, to: 0 }, ['moved', 'other']), ranges };
  const { orderImports } = spreadImports(new ShardMap([old, own]));
  const orders = ['moved', 'other', 'new'].map((invoice) => ({ customerId, invoice }));
  expect(await orderImports.take(orders as ImportedOrder[])).toEqual([
    'UNCHANGED',
    'DIFFERS',
    'CREATED',
  ]);
});
