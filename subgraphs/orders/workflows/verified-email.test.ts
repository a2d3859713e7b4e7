import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import { uuidV7 } from '../../../platform/values/uuid';
import { openShop, person, type Shop } from '../testing/shop';

const verified = new Set<string>();
let shop: Shop;
beforeAll(async () => {
  const users: ServiceCall = async <Data>(_query: string, { userId }: Record<string, unknown>) =>
    ({ verified: verified.has(String(userId)) }) as Data;
  shop = await openShop({ users, auth: { requireVerifiedEmail: true } });
  shop.inventory.stock({ sku: 'A-1' });
});
afterAll(() => shop.close());

describe('placeOrder with auth.requireVerifiedEmail', () => {
  it('rejects an account without a verified address, and keeps the key usable', async () => {
    const userId = uuidV7();
    const ada = person(userId);
    const idempotencyKey = uuidV7();
    const entries = shop.bank.ledger.length;
    expect(await shop.place(ada, { idempotencyKey })).toMatchObject({
      __typename: 'ValidationError',
      code: 'VALIDATION',
      fields: [{ path: [], message: expect.stringContaining('Verify the e-mail address') }],
    });
    expect(shop.bank.ledger).toHaveLength(entries);
    verified.add(userId);
    const placed = await shop.place(ada, { idempotencyKey });
    expect(placed).toMatchObject({ __typename: 'Order', status: 'CONFIRMED' });
    verified.delete(userId);
    expect(await shop.place(ada, { idempotencyKey })).toMatchObject({ id: placed.id });
  });

  it('does not call users if the setting is off', async () => {
    const open = await openShop();
    open.inventory.stock({ sku: 'A-1' });
    try {
      expect(await open.place(person(uuidV7()))).toMatchObject({ status: 'CONFIRMED' });
    } finally {
      await open.close();
    }
  });
});
