import { describe, expect, it } from 'vitest';
import { openForFile } from '../../../platform/testing/open-for-file';
import { uuidV7 } from '../../../platform/values/uuid';
import { importing, importOrder } from '../testing/importing';
import { openShop } from '../testing/shop';

const shop = openForFile(openShop);

const lines = [
  { sku: 'A', name: 'Cup', quantity: 6, unitPriceMinor: '100' },
  { sku: 'B', name: 'Bowl', quantity: 2, unitPriceMinor: '300' },
];

const back = (customerId: string, invoice: string, position: number, given: object) => ({
  invoice,
  position,
  customerId,
  sku: 'a',
  quantity: 6,
  cancelledAt: '2010-12-24T12:00:00.000Z',
  ...given,
});

async function stateOf(invoice: string) {
  const { rows } = await shop.pool.query(
    `SELECT o.status::text, o.version, o.status_reason AS reason,
      array_agg(l.returned_quantity ORDER BY l.position) AS returned,
      (SELECT array_agg(e.type ORDER BY e.seq) FROM order_events e WHERE e.order_id = o.id) AS events
     FROM order_imports i JOIN orders o ON o.id = i.order_id JOIN order_lines l ON l.order_id = o.id
     WHERE i.invoice = $1 GROUP BY o.id`,
    [invoice],
  );
  return rows[0];
}

describe('importCancellations', () => {
  it('gives back a line, and cancels the order once all of it came back', async () => {
    const customerId = uuidV7();
    const { take, cancel } = importing(shop);
    await take(importOrder({ invoice: '1', customerId, lines }));
    expect(await cancel(back(customerId, 'C1', 0, {}))).toEqual(['APPLIED']);
    expect(await stateOf('1')).toEqual({
      status: 'DELIVERED',
      version: 2,
      reason: null,
      returned: [6, 0],
      events: ['order.imported', 'order.returned'],
    });
    const rest = { sku: 'B', quantity: 1 };
    const outcomes = await cancel(
      back(customerId, 'C2', 0, rest),
      back(customerId, 'C3', 0, rest),
      back(customerId, 'C3', 1, rest),
    );
    expect(outcomes).toEqual(['APPLIED', 'APPLIED', 'MORE_THAN_ORDERED']);
    expect(await stateOf('1')).toEqual({
      status: 'CANCELLED',
      version: 4,
      reason: 'cancelled_by_customer',
      returned: [6, 2],
      events: ['order.imported', 'order.returned', 'order.returned', 'order.cancelled'],
    });
  });

  it('changes nothing when it is repeated', async () => {
    const customerId = uuidV7();
    const { take, cancel } = importing(shop);
    await take(importOrder({ invoice: '2', customerId, lines }));
    const cancellation = back(customerId, 'C4', 0, { quantity: 2 });
    await cancel(cancellation);
    const before = await stateOf('2');
    expect(await cancel(cancellation)).toEqual(['UNCHANGED']);
    expect(await stateOf('2')).toEqual(before);
  });

  it('leaves later orders, other customers and other SKUs alone', async () => {
    const customerId = uuidV7();
    const { take, cancel } = importing(shop);
    await take(importOrder({ invoice: '3', customerId, lines }));
    const outcomes = await cancel(
      back(customerId, 'C5', 0, { cancelledAt: '2010-11-01T00:00:00.000Z' }),
      back(uuidV7(), 'C6', 0, {}),
      back(customerId, 'C7', 0, { sku: 'C' }),
    );
    expect(outcomes).toEqual(Array(3).fill('NOTHING_TO_CANCEL'));
    expect(await stateOf('3')).toMatchObject({ returned: [0, 0], version: 1 });
  });
});
