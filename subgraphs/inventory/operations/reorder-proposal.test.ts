import { beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, stockRoomForFile } from '../testing/stock-room';

const room = stockRoomForFile();
beforeAll(async () => {
  await room.given('TEA', { stock: { BER: 50, HAM: 50 } });
  await room.given('MUG', { stock: { BER: 5 } });
  await room.store.reservations.reserve(uuidV7(), [{ sku: 'TEA', quantity: 3 }]);
});

const query = `query ($products: [_Any!]!) { _entities(representations: $products) {
  ... on Product { sku reorderProposals { reorderPoint warehouse { code name } } } } }`;
const product = (sku: string, leadTimeDemand: object | null) => ({
  __typename: 'Product',
  sku,
  leadTimeDemand,
});
const demand = { expected: 20, high: 35.5 };
const ask = (products: object[], viewer: Viewer = person('WAREHOUSE')) =>
  room.ask(viewer, query, { products });

describe('the proposed reorder points of a product', () => {
  it('follow the demand that orders expects, where the product is reserved', async () => {
    const { data, codes } = await ask([product('tea', demand)]);
    expect(codes).toEqual([]);
    const [{ reorderProposals }] = data._entities;
    const points = reorderProposals.map(
      ({ warehouse, reorderPoint }: { warehouse: { code: string }; reorderPoint: number }) => [
        warehouse.code,
        reorderPoint,
      ],
    );
    // One of the warehouses has reserved all three units.
    expect(points.map(([, units]: [string, number]) => units).sort()).toEqual([0, 36]);
    expect(points.map(([code]: [string, number]) => code)).toEqual(['BER', 'HAM']);
  });

  it('are null without a forecast, and none without stock', async () => {
    await room.given('NEW', {});
    const { data } = await ask([product('MUG', null), product('NEW', demand)]);
    expect(data._entities[0].reorderProposals).toBeNull();
    expect(data._entities[1].reorderProposals).toEqual([]);
  });

  it('cost one statement for the products, one for stock, one for sales, one for warehouses', async () => {
    const both = () => ask([product('TEA', demand), product('MUG', demand)]);
    expect(await room.statementsOf(both)).toBe(4);
  });
});
