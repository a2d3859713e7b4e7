import { expect, it } from 'vitest';
import { openForFile } from '../../../platform/testing/open-for-file';
import { openShop } from '../testing/shop';

const shop = openForFile(openShop);

it('accepts a callback that is about no order of ours, and does nothing', async () => {
  expect(await shop.callback('x', 'forged')).toBe(false);
  shop.bank.settle('somebody-else');
  expect(await shop.callback('somebody-else')).toBe(true);
});
