import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keyOf, person, stockRoomForFile } from '../testing/stock-room';

interface Entry {
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: string | null;
}

const upsertProducts = `mutation ($input: [ProductInput!]!) {
  upsertProducts(input: $input) { accepted }
}`;
const updateProduct = `mutation ($input: UpdateProductInput!) {
  updateProduct(input: $input) { __typename }
}`;
const adjustStock = `mutation ($key: String!) {
  adjustStock(idempotencyKey: $key, input: [{
    sku: "TEA", warehouse: "BERLIN", delta: 5, reason: "Counted by Grace"
  }]) { __typename }
}`;

const room = stockRoomForFile();
const admin = person('ADMIN');
beforeAll(async () => {
  await room.given('TEA', { stock: { BERLIN: 1 } });
});
beforeEach(() => room.pool.query('DELETE FROM audit_outbox'));

async function waiting(): Promise<Entry[]> {
  const { rows } = await room.pool.query<Entry>(
    'SELECT actor, action, subject, detail FROM audit_outbox ORDER BY subject',
  );
  return rows;
}

const product = (sku: string) => ({ sku, name: 'Tea', price: '12.50', currency: 'EUR' });

/** Users is down here, so that entries stay where they were written. */
describe('the entries for the audit log', () => {
  it('name each product that a key wrote', async () => {
    const key = keyOf('ADMIN', 'INVENTORY_WRITE');
    const input = [product('A-1'), product('A-2'), { ...product('A-3'), name: '' }];
    await room.ask(key, upsertProducts, { input });
    const detail = '{"priceMinor":"1250","currency":"EUR","active":true}';
    const entry = { actor: expect.stringMatching(/^ApiKey:/), action: 'product.upsert', detail };
    expect(await waiting()).toEqual([
      { ...entry, subject: 'Product:A-1' },
      { ...entry, subject: 'Product:A-2' },
    ]);
  });

  it('name what was changed of a product, and nothing where nothing was', async () => {
    const input = { sku: 'tea', version: 1, price: '9.99' };
    await room.ask(admin, updateProduct, { input });
    const detail = '{"priceMinor":"999"}';
    expect(await waiting()).toMatchObject([{ action: 'product.update', detail }]);
    const { data } = await room.ask(admin, updateProduct, { input });
    expect(data).toMatchObject({ updateProduct: { __typename: 'ConflictError' } });
    expect(await waiting()).toHaveLength(1);
  });

  it('name a product by its SKU in the catalogue, however the caller writes it', async () => {
    const input = [product('tea'), product('B-1')];
    await room.ask(admin, upsertProducts, { input });
    expect(await waiting()).toMatchObject([{ subject: 'Product:B-1' }, { subject: 'Product:TEA' }]);
  });

  it('name each adjustment once, without what was said of it', async () => {
    const key = 'counted-on-monday';
    await Promise.all([1, 2, 3].map(() => room.ask(admin, adjustStock, { key })));
    const detail = '{"warehouse":"BERLIN","delta":5}';
    expect(await waiting()).toMatchObject([
      { action: 'stock.adjust', subject: 'Product:TEA', detail },
    ]);
  });
});
