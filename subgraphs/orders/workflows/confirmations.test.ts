import { beforeAll, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { openShop, person, shopForFile } from '../testing/shop';

const shop = shopForFile();
beforeAll(async () => {
  shop.inventory.stock({ sku: 'A-1', onHand: 1_000 });
});

const stateOf = (orderId: string) => shop.inventory.reservations.get(orderId)?.state;
const confirmations = () =>
  shop.inventory.calls.filter((call) => call === 'confirmReservations').length;

it('follow the answers, many orders in one call', async () => {
  const before = confirmations();
  const placed = await Promise.all(Array.from({ length: 8 }, () => shop.place(person(uuidV7()))));
  for (const { id, status } of placed) {
    expect(status).toBe('CONFIRMED');
    await expect.poll(() => stateOf(id)).toBe('CONFIRMED');
  }
  expect(confirmations() - before).toBeLessThan(placed.length);
});

it('include orders in review, and no order that was refused', async () => {
  const reviewed = await shop.place(person(uuidV7()), { payment: { token: 'tok_review' } });
  const refused = await shop.place(person(uuidV7()), { payment: { token: 'tok_declined' } });
  expect(reviewed.status).toBe('IN_REVIEW');
  await expect.poll(() => stateOf(reviewed.id)).toBe('CONFIRMED');
  expect(stateOf(refused.order.id)).toBe('RELEASED');
});

it('are complete when the process stops', async () => {
  const other = await openShop();
  other.inventory.stock({ sku: 'A-1' });
  const placed = await other.place(person(uuidV7()));
  await other.close();
  expect(other.inventory.reservations.get(placed.id)?.state).toBe('CONFIRMED');
});
