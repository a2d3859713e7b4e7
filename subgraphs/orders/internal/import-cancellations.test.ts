import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { importing, importOrder } from '../testing/importing';
import { shopForFile } from '../testing/shop';

const shop = shopForFile();

const lines = [
  { sku: 'A', name: 'Cup', quantity: 6, unitPriceMinor: '100' },
  { sku: 'B', name: 'Bowl', quantity: 2, unitPriceMinor: '300' },
];

const back = (customerId: string, invoice: string, given: object) => ({
  invoice,
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
    expect(await cancel(back(customerId, 'C1', {}))).toEqual(['APPLIED']);
    expect(await stateOf('1')).toEqual({
      status: 'DELIVERED',
      version: 2,
      reason: null,
      returned: [6, 0],
      events: ['order.imported', 'order.returned'],
    });
    const rest = { sku: 'B', quantity: 1 };
    const outcomes = await cancel(
      back(customerId, 'C2', rest),
      back(customerId, 'C3', rest),
      back(customerId, 'C3', rest),
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
    const cancellation = back(customerId, 'C4', { quantity: 2 });
    await cancel(cancellation);
    const before = await stateOf('2');
    expect(await cancel(cancellation)).toEqual(['UNCHANGED']);
    expect(await stateOf('2')).toEqual(before);
  });

  it('applies a corrected row later, alone or in its whole cancellation', async () => {
    const customerId = uuidV7();
    const { take, cancel } = importing(shop);
    await take(importOrder({ invoice: '4', customerId, lines }));
    const stored = back(customerId, 'C8', { sku: 'B', quantity: 1 });
    const corrected = back(customerId, 'C8', { quantity: 2 });
    expect(await cancel(stored)).toEqual(['APPLIED']);
    expect(await cancel(corrected)).toEqual(['APPLIED']);
    expect(await cancel(corrected, stored)).toEqual(['UNCHANGED', 'UNCHANGED']);
    const more = back(customerId, 'C8', { quantity: 1 });
    expect(await cancel(more, corrected, stored)).toEqual(['APPLIED', 'UNCHANGED', 'UNCHANGED']);
    expect(await stateOf('4')).toMatchObject({ returned: [3, 1], version: 4 });
  });

  it('says so if a stored line has another quantity now, which may be another line', async () => {
    const customerId = uuidV7();
    const { take, cancel } = importing(shop);
    await take(importOrder({ invoice: '5', customerId, lines }));
    const line = (quantity: number, invoice = 'C10') => back(customerId, invoice, { quantity });
    expect(await cancel(line(1), line(100))).toEqual(['APPLIED', 'MORE_THAN_ORDERED']);
    expect(await cancel(line(2))).toEqual(['DIFFERS']);
    expect(await cancel(line(2, 'C10-2'))).toEqual(['APPLIED']);
    expect(await cancel(line(1), line(2))).toEqual(['UNCHANGED', 'APPLIED']);
    expect(await stateOf('5')).toMatchObject({ returned: [5, 0] });
  });

  it('takes the longest cancellation that is imported', async () => {
    const { cancel } = importing(shop);
    const line = back(uuidV7(), 'C11', {});
    expect(await cancel(...Array(20_500).fill(line))).toHaveLength(20_500);
  });

  it('leaves later orders, other customers and other SKUs alone', async () => {
    const customerId = uuidV7();
    const { take, cancel } = importing(shop);
    await take(importOrder({ invoice: '3', customerId, lines }));
    const outcomes = await cancel(
      back(customerId, 'C5', { cancelledAt: '2010-11-01T00:00:00.000Z' }),
      back(uuidV7(), 'C6', {}),
      back(customerId, 'C7', { sku: 'C' }),
    );
    expect(outcomes).toEqual(Array(3).fill('NOTHING_TO_CANCEL'));
    expect(await stateOf('3')).toMatchObject({ returned: [0, 0], version: 1 });
  });
});
