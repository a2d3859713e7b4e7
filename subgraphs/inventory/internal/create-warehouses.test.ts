import { describe, expect, it } from 'vitest';
import { roomWith } from '../testing/stock-room';

const room = roomWith({ Tea: { stock: { BER: 5 }, priceMinor: 1250 } });

const create = `mutation ($warehouses: [NewWarehouseInput!]!) {
  createWarehouses(warehouses: $warehouses) }`;

const warehouses = [
  { code: 'BER', name: 'Berlin', country: 'DE' },
  { code: 'PAR', name: 'Paris', country: 'FR' },
];

describe('createWarehouses', () => {
  it('creates what is missing and leaves alone what is there, however often', async () => {
    const first = await room.call(create, { warehouses });
    expect(first.data).toEqual({ createWarehouses: 1 });
    const second = await room.call(create, { warehouses });
    expect(second.data).toEqual({ createWarehouses: 0 });
  });

  it.each([
    ['a code with a space', { code: 'x y', name: 'X', country: 'DE' }],
    ['a country in small letters', { code: 'X', name: 'X', country: 'de' }],
  ])('refuses %s', async (_, wrong) => {
    const { codes } = await room.call(create, { warehouses: [wrong] });
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });
});
