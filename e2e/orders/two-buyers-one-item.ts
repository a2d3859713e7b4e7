import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import {
  AdjustStock,
  PlaceOrder,
  Stock,
  UpsertProducts,
} from '../../client/src/generated/operations';
import { Random } from '../../platform/testing/random';
import type { Topology } from '../../testing/started-shop';
import type { Client } from '../harness/client';
import { demoClient } from '../harness/demo-client';
import { newSession, orderOf } from '../harness/people';
import type { Shop } from '../harness/shop';

const buyersCount = 200;
const unitsCount = 50;
/** The number of concurrent registrations, few enough that password hashing rejects none. */
const registeredAtOnce = 8;
/** The units lie in two warehouses, so that the last ones are fetched from both. */
const shelves = { BER: 30, AMS: 20 };

/** The tests check who gets the units, not how fast: every buyer is waited for. */
export const patientShop = {
  ORDERPROCESSING_LIMITS_OPERATION_DEADLINE_MS: '120000',
  ORDERPROCESSING_ORDERS_DECISION_WAIT_MS: '60000',
  ORDERPROCESSING_ORDERS_LEASE_SECONDS: '90',
};

const expected = { CONFIRMED: unitsCount, INSUFFICIENT_STOCK: buyersCount - unitsCount };

/** Many buyers of the last units, of which each is sold once. */
export function raceForUnits(shop: Shop, topology: Topology): void {
  const admin = demoClient(shop, 'admin');
  const warehouse = demoClient(shop, 'warehouse');
  let buyers: Client[];
  const skuOf = (name: string) => `RACE-${name}`;

  beforeAll(async () => {
    const tokens: string[] = [];
    while (tokens.length < buyersCount) {
      const some = Array.from({ length: registeredAtOnce }, () => newSession(shop.client));
      tokens.push(...(await Promise.all(some)).map(({ accessToken }) => accessToken));
    }
    buyers = tokens.map((token) => shop.client.as(token));
  });

  async function stocked(...skus: string[]): Promise<void> {
    const products = skus.map((sku) => ({ sku, name: sku, price: '10.00', currency: 'EUR' }));
    const { upsertProducts } = await admin.run(UpsertProducts, { input: products });
    expect(upsertProducts).toMatchObject({ accepted: skus.length, rejected: [] });
    const input = skus.flatMap((sku) =>
      Object.entries(shelves).map(([code, delta]) => ({
        sku,
        warehouse: code,
        delta,
        reason: 'the race',
      })),
    );
    const idempotencyKey = randomUUID();
    const { adjustStock } = await warehouse.run(AdjustStock, { input, idempotencyKey });
    expect(adjustStock?.__typename).toBe('AdjustStockPayload');
  }

  async function order(buyer: Client, variables: ReturnType<typeof orderOf>): Promise<string> {
    const { placeOrder: answer } = await buyer.runAgain(PlaceOrder, variables);
    return String(answer?.__typename === 'Order' ? answer.status : answer?.code);
  }

  /** Everybody orders at once. @returns how often each outcome was answered. */
  async function race(what: string, cart: () => [string, number][]) {
    const orders = buyers.map((buyer) => ({ buyer, variables: orderOf(cart(), 'tok_ok') }));
    const begun = Date.now();
    const answers = await Promise.all(
      orders.map(({ buyer, variables }) => order(buyer, variables)),
    );
    process.stdout.write(
      `${topology}, ${what}: ${buyersCount} answers in ${Date.now() - begun} ms\n`,
    );
    const outcomes: Record<string, number> = {};
    for (const outcome of answers) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    return outcomes;
  }

  async function expectSoldOut(sku: string): Promise<void> {
    const { product } = await warehouse.run(Stock, { sku });
    expect(product?.available).toBe(0);
    const reserved = product?.stock?.reduce((sum, level) => sum + level.reserved, 0);
    expect(reserved).toBe(unitsCount);
  }

  test('200 buyers at once for 50 units: 50 orders, and 150 times INSUFFICIENT_STOCK', async () => {
    const sku = skuOf('ALONE');
    await stocked(sku);
    expect(await race('one SKU', () => [[sku, 1]])).toEqual(expected);
    await expectSoldOut(sku);
  });

  test('200 carts of 20 SKUs in random order: 50 orders, and no two wait for each other', async () => {
    const skus = Array.from({ length: 20 }, (_, index) => skuOf(`CART-${index + 1}`));
    await stocked(...skus);
    const random = new Random(Date.now());
    const cart = () => random.shuffled(skus).map((sku): [string, number] => [sku, 1]);
    expect(await race('20 SKUs', cart)).toEqual(expected);
    for (const sku of skus) await expectSoldOut(sku);
  });
}
