import { describe, expect, it } from 'vitest';
import { ChangedOrders } from './changed-orders';
import { changedOrdersKeptMax } from './limits';

function changed(...ids: readonly string[]): ChangedOrders {
  const orders = new ChangedOrders();
  for (const id of ids) orders.add(id);
  return orders;
}

describe('the changes behind a position', () => {
  it('have each order once, where it changed last', () => {
    const orders = changed('a', 'b', 'a', 'c', 'a');
    expect(orders.after(0, 10)).toEqual({ ids: ['b', 'c', 'a'], next: 5, hasGap: false });
  });

  it('come in batches, none of which is lost or repeated', () => {
    const orders = changed('a', 'b', 'c');
    const first = orders.after(0, 2);
    orders.add('a');
    const second = orders.after(first.next, 2);
    expect([first.ids, second.ids]).toEqual([
      ['a', 'b'],
      ['c', 'a'],
    ]);
    expect(orders.after(second.next, 2)).toEqual({ ids: [], next: 4, hasGap: false });
  });

  it('say when the bus may have lost some, once', () => {
    const orders = changed('a');
    const before = orders.position;
    orders.miss();
    orders.add('b');
    const batch = orders.after(before, 10);
    expect(batch).toMatchObject({ ids: ['b'], hasGap: true });
    expect(orders.after(batch.next, 10).hasGap).toBe(false);
    expect(orders.after(0, 1)).toMatchObject({ ids: ['a'], hasGap: true });
  });

  it('are kept up to a limit, behind which the stream learns that some are missing', () => {
    const orders = new ChangedOrders();
    for (let count = 0; count <= changedOrdersKeptMax; count += 1) orders.add(`order ${count}`);
    const { ids, next, hasGap } = orders.after(0, 2 * changedOrdersKeptMax);
    expect([ids.length, ids.at(-1), hasGap]).toEqual([
      Math.ceil((changedOrdersKeptMax + 1) / 2),
      `order ${changedOrdersKeptMax}`,
      true,
    ]);
    expect(orders.after(next, 1)).toMatchObject({ ids: [], hasGap: false });
  });

  it('of few orders that change often take no more room, and none is missing', () => {
    const orders = new ChangedOrders();
    for (let count = 0; count < 5 * changedOrdersKeptMax; count += 1) orders.add(`${count % 3}`);
    const { ids, hasGap } = orders.after(0, 10);
    expect([[...ids].sort(), hasGap]).toEqual([['0', '1', '2'], false]);
  });
});
