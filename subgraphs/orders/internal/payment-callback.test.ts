import { expect, it } from 'vitest';
import { openForFile } from '../../../platform/testing/open-for-file';
import { openShop } from '../testing/shop';

const shop = openForFile(openShop);

it('takes a callback that is not about an order of ours for what it is', async () => {
  expect(await shop.callback('x', 'forged')).toBe(false);
  shop.bank.settle('somebody-else');
  expect(await shop.callback('somebody-else')).toBe(true);
});
