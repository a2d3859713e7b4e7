import { beforeAll, describe, expect, it } from 'vitest';
import { anonymous, person, stockRoomForFile } from '../testing/stock-room';

const room = stockRoomForFile();
beforeAll(async () => {
  await room.given('TEA', { stock: { HAM: 1, BER: 1 } });
});

const query = '{ warehouses { code name country } }';
const entity = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Warehouse { code name } }
}`;
const representations = ['BER', 'NOPE', '\u0000'].map((code) => ({
  __typename: 'Warehouse',
  code,
}));

describe('warehouses', () => {
  it('are listed by code', async () => {
    const { data } = await room.ask(person('WAREHOUSE'), query);
    expect(data.warehouses).toEqual([
      { code: 'BER', name: 'BER', country: 'DE' },
      { code: 'HAM', name: 'HAM', country: 'DE' },
    ]);
  });

  it('are no entities for anyone else, and unknown ones are none at all', async () => {
    const seen = async (viewer = anonymous) =>
      (await room.ask(viewer, entity, { representations })).data._entities;
    expect(await seen(person('SUPPORT'))).toEqual([{ code: 'BER', name: 'BER' }, null, null]);
    expect(await seen(person('CUSTOMER'))).toEqual([null, null, null]);
    expect(await seen()).toEqual([null, null, null]);
  });

  it('cost one statement, however many entities are requested', async () => {
    const ask = () => room.ask(person('SUPPORT'), entity, { representations });
    expect(await room.statementsOf(ask)).toBe(1);
  });
});
