import { expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopForFile } from '../testing/shop';

/** All accounts of a network together hold as many unpaid units as one with a verified address. */

const shop = shopForFile({ limits: { unpaid: { networkPercent: 100 } } });

/** The status of an order of another account each time, or the code of the error. */
async function outcomeFrom(address: string, sku: string, quantity: number) {
  const buyer = { ...person(uuidV7()), address };
  const payment = { token: 'tok_action' };
  const { status, codes } = await shop.place(buyer, { lines: [{ sku, quantity }], payment });
  return status ?? codes[0];
}

it.each([
  ['203.0.113.1', '203.0.113.2', '203.0.114.1'],
  ['2001:db8:1:1::/64', '2001:db8:1:2::/64', '2001:db8:2:1::/64'],
])('the limit holds for the network of %s, and not for others', async (one, neighbor, other) => {
  const sku = `N-${uuidV7()}`;
  shop.inventory.stock({ sku });
  expect(await outcomeFrom(one, sku, 5)).toBe('PENDING');
  expect(await outcomeFrom(neighbor, sku, 4)).toBe('PENDING');
  expect(await outcomeFrom(neighbor, sku, 2)).toBe('RATE_LIMITED');
  expect(shop.inventory.available(sku)).toBe(91);
  expect(await outcomeFrom(neighbor, sku, 1)).toBe('PENDING');
  expect(await outcomeFrom(other, sku, 5)).toBe('PENDING');
});
