import fc from 'fast-check';
import { expect, it } from 'vitest';
import { databaseForFile } from '../../../../platform/testing/database';
import { inventoryStore } from '..';

const database = databaseForFile('inventory');

/** What the triggers should have written, and what they have. */
const differences = `
  WITH due AS (
    SELECT word, product_closeness(name), sku::text, active, currency, price_minor, name, created_at
    FROM products, unnest(search_words((name || ' ' || sku::text) COLLATE "C")) AS has (word)
  ), there AS (
    SELECT word, closeness, sku::text, active, currency, price_minor, name, created_at
    FROM product_words
  )
  (TABLE due EXCEPT TABLE there) UNION ALL (TABLE there EXCEPT TABLE due)
  UNION ALL SELECT word, 0, NULL, NULL, NULL, NULL, NULL, NULL FROM due
  WHERE word NOT IN (SELECT word FROM catalogue_words)`;

const product = fc.record({
  sku: fc.constantFrom('A-1', 'B 2', 'C_3', 'd.4'),
  name: fc.constantFrom('Mug', 'Mug mug', 'Äpfel & Birnen', 'ÄPFEL', 'Tea-pot 1e5', "L'été"),
  description: fc.constantFrom(null, 'x'),
  priceMinor: fc.bigInt({ min: 0n, max: 3n }),
  currency: fc.constantFrom('EUR', 'JPY'),
  active: fc.boolean(),
});
const products = fc.uniqueArray(product, { selector: ({ sku }) => sku, maxLength: 4 });

it('keeps the words of products, whatever is written in whatever order', async () => {
  const { products: store } = inventoryStore(database.pool);
  const writes = fc.array(
    fc.tuple(fc.constantFrom('upsert', 'create', 'delete', 'truncate'), products),
    {
      maxLength: 6,
    },
  );
  await fc.assert(
    fc.asyncProperty(writes, async (all) => {
      for (const [write, rows] of all) {
        if (write === 'upsert') await store.upsert(rows, []);
        if (write === 'create') await store.create(rows);
        if (write === 'delete') {
          const skus = rows.map(({ sku }) => sku.toLowerCase());
          const remove = `WITH noted AS (DELETE FROM product_imports WHERE sku = ANY($1::citext[]))
            DELETE FROM products WHERE sku = ANY($1::citext[])`;
          await database.pool.query(remove, [skus]);
        }
        if (write === 'truncate') await database.pool.query('TRUNCATE products CASCADE');
        expect((await database.pool.query(differences)).rows).toEqual([]);
      }
    }),
    { numRuns: 30 },
  );
});

it('writes no word of a product that is written again without a change', async () => {
  const { products: store } = inventoryStore(database.pool);
  const same = { sku: 'S-1', name: 'Same', description: null, currency: 'EUR', active: true };
  const versions = () => database.pool.query(`SELECT xmin FROM product_words WHERE sku = 'S-1'`);
  await store.upsert([{ ...same, priceMinor: 1n }], []);
  const { rows: before } = await versions();
  expect(before).toHaveLength(3);
  await store.upsert([{ ...same, priceMinor: 1n, description: 'new' }], []);
  expect((await versions()).rows).toEqual(before);
});
