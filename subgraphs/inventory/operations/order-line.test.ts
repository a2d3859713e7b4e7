import { beforeAll, expect, test } from 'vitest';
import { person, stockRoomForFile } from '../testing/stock-room';

const room = stockRoomForFile();
beforeAll(async () => {
  await room.given('TEA');
  await room.given('GONE', { active: false });
});

const query = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on OrderLine { product { sku } } }
}`;
const representations = ['tea', 'GONE', 'NOPE'].map((sku) => ({
  __typename: 'OrderLine',
  id: `line-of-${sku}`,
  sku,
}));

test('the product of a line is null if it is inactive, except for staff, though only its SKU is selected', async () => {
  const seenBy = async (role: 'CUSTOMER' | 'SUPPORT') => {
    const { data, codes } = await room.ask(person(role), query, { representations });
    expect(codes).toEqual([]);
    return data._entities.map(({ product }: { product: { sku: string } | null }) => product?.sku);
  };
  expect(await seenBy('CUSTOMER')).toEqual(['TEA', undefined, undefined]);
  expect(await seenBy('SUPPORT')).toEqual(['TEA', 'GONE', undefined]);
});

test('the products of all lines are read by one statement', async () => {
  const ask = () => room.ask(person('SUPPORT'), query, { representations });
  expect(await room.statementsOf(ask)).toBe(1);
});
