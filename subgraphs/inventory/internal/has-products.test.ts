import { expect, it } from 'vitest';
import { stockRoomForFile } from '../testing/stock-room';

const room = stockRoomForFile();

it('hasProducts knows an empty shop', async () => {
  await room.given('Tea', { stock: { BER: 5 }, priceMinor: 1250 });
  expect((await room.call('{ hasProducts }')).data.hasProducts).toBe(true);
  await room.pool.query('TRUNCATE products CASCADE');
  expect((await room.call('{ hasProducts }')).data.hasProducts).toBe(false);
});
