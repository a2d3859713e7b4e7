import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  AdjustStock,
  CancelOrder,
  PlaceOrder,
  Product,
  Products,
  type ProductsQuery,
  RefundOrder,
  ShipOrder,
  Stock,
  UpsertProducts,
  Warehouses,
} from '../../client/src/generated/operations';
import { repositoryRoot } from '../../platform/process/repository-root';
import type { Topology } from '../../testing/started-shop';
import { ask } from '../harness/ask';
import { demoClient } from '../harness/demo-client';
import { eachFieldOnce } from '../harness/each-field-once';
import { newCustomer, orderOf, placedOrder } from '../harness/people';
import { eventually, type Shop } from '../harness/shop';

interface Priced {
  readonly price: { amount: string };
  readonly de: object;
  readonly us: object;
}

/** The catalogue, as visitors see it and staff changes it. */
export function browseCatalogue(shop: Shop, topology: Topology): void {
  const admin = demoClient(shop, 'admin');

  test('a visitor browses the demo shop page by page and meets each product once', async () => {
    const seen: string[] = [];
    let after: string | null | undefined = null;
    do {
      const { products }: ProductsQuery = await shop.client.run(Products, {
        first: 60,
        after,
        sort: 'PRICE_ASC' as const,
      });
      if (!products) throw new Error('there is no catalogue');
      expect(products.totalCount).toBe(200);
      seen.push(...products.nodes.map(({ sku }) => sku));
      after = products.pageInfo.hasNextPage ? products.pageInfo.endCursor : null;
    } while (after);
    expect(new Set(seen).size).toBe(200);
    expect(seen).toHaveLength(200);
  });

  test('a visitor finds products by words and by SKU, with price and availability', async () => {
    const { products } = await shop.client.run(Products, {
      filter: { search: 'woodland mug' },
      first: 3,
    });
    expect(products?.nodes[0]).toMatchObject({ name: 'Woodland Mug', available: 3_000 });
    expect(products?.nodes[0]?.price.currency).toBe('EUR');
  });

  test('the gross price of a product is its price with the tax of the country', async () => {
    const query = `{ products(first: 20) { edges { node { price { amount }
      de: grossPrice(country: "DE") { amount currency } us: grossPrice(country: "US") { amount } } } } }`;
    const { data, errors } = await shop.client.post({ query });
    expect(errors).toEqual([]);
    const { products } = data as { products: { edges: { node: Priced }[] } };
    expect(products.edges).toHaveLength(20);
    for (const { node } of products.edges) {
      const cents = Math.round(Number(node.price.amount) * 100);
      // 19 percent in Germany, none by default.
      const gross = (Math.floor((cents * 119 + 50) / 100) / 100).toFixed(2);
      expect(node.de).toEqual({ amount: gross, currency: 'EUR' });
      expect(node.us).toEqual(node.price);
    }
  });

  test('staff see the gross price of a product that is not for sale, others do not', async () => {
    const sku = `OFF-${randomUUID().slice(0, 8)}`;
    const input = [{ sku, name: 'Old Kettle', price: '10', currency: 'EUR', active: false }];
    await admin.run(UpsertProducts, { input });
    const query = `{ product(sku: "${sku}") { sku grossPrice(country: "DE") { amount } } }`;
    const forStaff = await admin.post({ query });
    expect(forStaff.data).toEqual({ product: { sku, grossPrice: { amount: '11.90' } } });
    const forOthers = await shop.client.post({ query });
    expect([forOthers.data, forOthers.errors]).toEqual([{ product: null }, []]);
  });

  test('what an administrator adds and stocks can be sold at once', async () => {
    const sku = `NEW-${randomUUID().slice(0, 8)}`;
    const { upsertProducts } = await admin.run(UpsertProducts, {
      input: [
        { sku, name: 'Copper Kettle', price: '39.9', currency: 'EUR' },
        { sku: 'bad sku ✗', name: 'Nothing', price: '1.00', currency: 'EUR' },
      ],
    });
    expect(upsertProducts?.accepted).toBe(1);
    expect(upsertProducts?.rejected.map((row) => row.index)).toEqual([1]);

    const { warehouses } = await admin.run(Warehouses, {});
    const warehouse = warehouses?.[0]?.code ?? 'none';
    const { adjustStock } = await admin.run(AdjustStock, {
      idempotencyKey: randomUUID(),
      input: [{ sku, warehouse, delta: 2, reason: 'first delivery' }],
    });
    expect(adjustStock).toMatchObject({ __typename: 'AdjustStockPayload' });

    const buyer = await newCustomer(shop.client);
    const { placeOrder } = await buyer.run(PlaceOrder, orderOf([[sku, 2]], 'tok_ok'));
    expect(placeOrder).toMatchObject({ __typename: 'Order', status: 'CONFIRMED' });
    expect(await shop.client.run(Product, { sku })).toMatchObject({
      product: { available: 0, price: { amount: '39.90' } },
    });
    const { product } = await admin.run(Stock, { sku });
    expect(product?.stock).toMatchObject([
      { onHand: 2, reserved: 2, warehouse: { code: warehouse } },
    ]);
  });

  // One topology is enough: with many processes, the order must also fit into the responses
  // between them.
  describe.runIf(topology === 'many processes')(
    'the largest legal order, each field selected once',
    () => {
      const api = buildSchema(
        readFileSync(path.join(repositoryRoot, 'gateway/api.graphql'), 'utf8'),
      );
      const query = `query Whole($id: ID!) { order(id: $id)${eachFieldOnce(api, 'Order', 11)} }`;
      const skus = Array.from({ length: 1_000 }, (_, index) => `LARGEST-${index}`);

      async function whole(id: string) {
        const answer = await admin.post({ query, variables: { id } });
        const { cost } = answer.extensions as { cost: { requested: number; budget: number } };
        expect([answer.status, answer.errors]).toEqual([200, []]);
        expect(cost.requested).toBeLessThanOrEqual(2_000);
        // biome-ignore lint/suspicious/noExplicitAny: the selection is made of the schema.
        return (answer.data as any).order;
      }

      beforeAll(async () => {
        const { warehouses } = await admin.run(Warehouses, {});
        const codes = (warehouses ?? []).map(({ code }) => code);
        expect(codes).toHaveLength(3);
        // The longest texts: JSON escapes a quote, and UTF-8 has three bytes for a euro sign.
        const texts = { name: '€'.repeat(200), description: '"'.repeat(2_999) };
        for (let from = 0; from < skus.length; from += 50) {
          const input = skus
            .slice(from, from + 50)
            .map((sku) => ({ sku, ...texts, price: '9.99', currency: 'EUR' }));
          const { upsertProducts } = await admin.run(UpsertProducts, { input });
          expect(upsertProducts).toMatchObject({ accepted: 50, rejected: [] });
        }
        for (const warehouse of codes) {
          const input = skus.map((sku) => ({ sku, warehouse, delta: 2, reason: 'delivery' }));
          const stocked = { input, idempotencyKey: randomUUID() };
          const { adjustStock } = await admin.run(AdjustStock, stocked);
          expect(adjustStock).toMatchObject({ __typename: 'AdjustStockPayload' });
        }
      });

      async function place(quantity: number): Promise<string> {
        const lines = skus.map((sku): [string, number] => [sku, quantity]);
        const { id } = await placedOrder(admin, lines);
        // A busy machine may need longer than placeOrder waits for the decision.
        const read = 'query ($id: ID!) { order(id: $id) { status } }';
        await eventually('the decision', async () => {
          const { order } = await ask(admin, read, { id });
          return order.status === 'CONFIRMED';
        });
        return id;
      }

      test('fits while it is reserved, shipped and returned', async () => {
        const id = await place(6);
        const reserved = await whole(id);
        expect(reserved.lines).toHaveLength(1_000);
        expect(reserved.lines[999].product.stock).toHaveLength(3);
        expect(reserved.allocations).toHaveLength(3_000);
        const { shipOrder } = await admin.run(ShipOrder, {
          input: { orderId: id, carrier: 'DHL', trackingCode: 'JD', idempotencyKey: randomUUID() },
        });
        expect(shipOrder).toMatchObject({ __typename: 'Order', status: 'SHIPPED' });
        const { refundOrder } = await admin.run(RefundOrder, {
          input: {
            orderId: id,
            amount: '1.00',
            reason: 'all of it',
            idempotencyKey: randomUUID(),
            lines: skus.map((sku) => ({ sku, quantity: 6, restock: true })),
          },
        });
        expect(refundOrder).toMatchObject({ __typename: 'Order' });
        const returned = await whole(id);
        expect(returned.shipments.map(({ lines }: { lines: [] }) => lines.length)).toEqual(
          Array(3).fill(1_000),
        );
        expect(returned.refunds[0].lines).toHaveLength(1_000);
      });

      test('stays readable when it was cancelled, and when it was declined', async () => {
        await expect
          .poll(async () => (await admin.run(Stock, { sku: skus[999] ?? '' })).product?.available, {
            timeout: 20_000,
          })
          .toBe(6);
        const id = await place(1);
        const { cancelOrder } = await admin.run(CancelOrder, { id, reason: 'too large' });
        expect(cancelOrder).toMatchObject({ status: 'CANCELLED' });
        expect((await whole(id)).lines).toHaveLength(1_000);
        const lines = skus.map((sku): [string, number] => [sku, 1]);
        const { placeOrder } = await admin.run(PlaceOrder, orderOf(lines, 'tok_declined'));
        if (placeOrder?.__typename !== 'PaymentDeclinedError')
          throw new Error('It was not declined.');
        expect((await whole(placeOrder.order?.id ?? '')).lines).toHaveLength(1_000);
      });
    },
  );
}
