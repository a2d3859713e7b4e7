import { expect, it } from 'vitest';
import { shopForFile } from '../testing/shop';

const shop = shopForFile();

it('accepts a callback that is about no order of ours, and does nothing', async () => {
  expect(await shop.callback('x', 'forged')).toBe(false);
  shop.bank.settle('somebody-else');
  expect(await shop.callback('somebody-else')).toBe(true);
});

it('counts a payment that is disputed, for the alert', async () => {
  shop.bank.settle('evt-1');
  shop.bank.disputes.set('evt-1', { id: 'du_1', reference: 'pi_1' });
  const counted = async () =>
    /^order_payments_disputed_total (\d+)$/m.exec(await shop.registry.metrics())?.[1];
  expect(await counted()).toBe('0');
  expect(await shop.callback('evt-1')).toBe(true);
  expect(await counted()).toBe('1');
});
