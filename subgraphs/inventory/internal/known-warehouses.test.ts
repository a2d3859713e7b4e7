import { beforeAll, expect, it } from 'vitest';
import { stockRoomForFile } from '../testing/stock-room';

const room = stockRoomForFile();
beforeAll(async () => {
  await room.given('Tea', { stock: { BER: 5, HAM: 1 } });
});

const ask = async (codes: string[]) => {
  const query = 'query ($codes: [ID!]!) { knownWarehouses(codes: $codes) }';
  return (await room.call(query, { codes })).data.knownWarehouses.toSorted();
};

it('returns the codes of active warehouses as they are stored', async () => {
  expect(await ask(['ber', 'NOWHERE', 'HAM', '\u0000'])).toEqual(['BER', 'HAM']);
  expect(await ask([])).toEqual([]);
  await room.store.warehouses.update({ code: 'HAM', name: null, active: false }, []);
  expect(await ask(['BER', 'HAM'])).toEqual(['BER']);
});
