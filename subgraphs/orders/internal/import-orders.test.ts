import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { importing, importOrder } from '../testing/importing';
import { person, shopForFile } from '../testing/shop';

const shop = shopForFile();

const orderOf = `query ($id: ID!) { order(id: $id) {
  status placedAt version total { amount currency } shipping { amount } payment { status }
  allowedActions lines { sku name quantity shippedQuantity unitPrice { amount } }
  timeline { type from to actor at } shippingAddress { recipient country } shipments { id }
} }`;

async function orderIdOf(invoice: string): Promise<string> {
  const { rows } = await shop.pool.query<{ order_id: string }>(
    'SELECT order_id FROM order_imports WHERE invoice = $1',
    [invoice],
  );
  return rows[0]?.order_id ?? '';
}

describe('importOrders', () => {
  it('keeps lines, dates and customer of a delivered order, a SKU twice too', async () => {
    const customerId = uuidV7();
    const { take } = importing(shop);
    const lines = [
      { sku: '85123A', name: 'Holder', quantity: 6, unitPriceMinor: '255' },
      { sku: '85123a', name: 'Holder', quantity: 1, unitPriceMinor: '295' },
    ];
    const given = importOrder({ invoice: '536365', customerId, lines, shippingMinor: '1800' });
    expect(await take(given)).toEqual(['CREATED']);
    const id = await orderIdOf('536365');
    const { data } = await shop.ask(person(customerId), orderOf, { id });
    const at = '2010-12-01T08:26:00.000Z';
    expect(data.order).toEqual({
      status: 'DELIVERED',
      placedAt: at,
      version: 1,
      total: { amount: '36.25', currency: 'GBP' },
      shipping: { amount: '18.00' },
      payment: { status: 'NONE' },
      allowedActions: [],
      lines: [
        { ...held('85123A', 6), unitPrice: { amount: '2.55' } },
        { ...held('85123a', 1), unitPrice: { amount: '2.95' } },
      ],
      timeline: [{ type: 'order.imported', from: null, to: 'DELIVERED', actor: 'system', at }],
      shippingAddress: { recipient: 'Customer 17850', country: 'GB' },
      shipments: [],
    });
    const { rows } = await shop.pool.query('SELECT * FROM effects');
    expect(rows).toEqual([]);
  });

  it('keeps orders of over a thousand lines', async () => {
    const lines = Array.from({ length: 1_114 }, (_, index) => ({
      sku: `S-${index}`,
      name: 'Thing',
      quantity: 1,
      unitPriceMinor: '100',
    }));
    const { take } = importing(shop);
    expect(await take(importOrder({ invoice: 'long', lines }))).toEqual(['CREATED']);
    const { rows } = await shop.pool.query(
      `SELECT count(*)::int AS lines FROM order_lines WHERE order_id = $1`,
      [await orderIdOf('long')],
    );
    expect(rows).toEqual([{ lines: 1_114 }]);
  });

  it('changes nothing when it is repeated, and reports an invoice that differs', async () => {
    const { take } = importing(shop);
    const given = importOrder({ invoice: 'again' });
    await take(given);
    const other = { ...given, shippingMinor: '1' };
    expect(await take(given, importOrder({ invoice: 'new' }))).toEqual(['UNCHANGED', 'CREATED']);
    expect(await take(other)).toEqual(['DIFFERS']);
  });

  it('writes an invoice once that two imports bring at the same moment', async () => {
    const { take } = importing(shop);
    const given = importOrder({ invoice: 'raced' });
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => take(given)));
    expect(outcomes.flat().sort()).toEqual(['CREATED', ...Array(5).fill('UNCHANGED')]);
  });

  it('refuses amounts that the API cannot represent, and invalid inputs', async () => {
    const { take, ask } = importing(shop);
    const lines = [{ sku: 'A', name: 'A', quantity: 999_999_999, unitPriceMinor: '9999999' }];
    expect(await take(importOrder({ invoice: 'huge', lines }))).toEqual(['TOO_LARGE']);
    const shippingMinor = '9'.repeat(28);
    expect(await take(importOrder({ invoice: 'far', shippingMinor }))).toEqual(['TOO_LARGE']);
    // The decimals of an unknown currency are unknown: an import stores its amounts for good.
    const currencies = ['gbp', 'UKP', 'JPN', 'XXX'].map((currency) => ({ currency }));
    const wrongs = [{ lines: [] }, { customerId: 'x' }, { shippingMinor: '-1' }, ...currencies];
    for (const wrong of wrongs) {
      const { codes } = await ask([importOrder({ invoice: 'wrong', ...wrong })]);
      expect(codes).toEqual(['BAD_USER_INPUT']);
    }
  });
});

const held = (sku: string, quantity: number) => ({
  sku,
  name: 'Holder',
  quantity,
  shippedQuantity: quantity,
});
