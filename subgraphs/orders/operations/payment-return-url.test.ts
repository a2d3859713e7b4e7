import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import { openShop, person, type Shop } from '../testing/shop';

/** `PaymentInput.returnUrl`: where the bank returns the buyer to after 3-D Secure. */

let shop: Shop;
let buyer: Viewer;
beforeAll(async () => {
  const returnOrigins = ['https://shop.example', 'http://localhost:*', 'com.example.app:'];
  shop = await openShop({ payments: { returnOrigins } });
});
beforeEach(() => {
  buyer = person(uuidV7());
  shop.inventory.stock({ sku: 'A-1', onHand: 1_000 });
  shop.bank.returnUrls.length = 0;
});
afterAll(() => shop.close());

const place = (returnUrl: string | null, given: object = {}) =>
  shop.place(buyer, { payment: { token: 'tok_action', returnUrl }, ...given });

async function storedUrl(id: string): Promise<string | null> {
  const { rows } = await shop.pool.query<{ url: string | null }>(
    'SELECT payment_return_url AS url FROM orders WHERE id = $1',
    [id],
  );
  return rows[0]?.url ?? null;
}

describe('a return URL', () => {
  it.each([
    [
      'https://shop.example/paid?cart=7#step',
      (id: string) => `https://shop.example/paid?cart=7&orderId=${id}#step`,
    ],
    ['http://localhost:5173/', (id: string) => `http://localhost:5173/?orderId=${id}`],
    ['com.example.app:/paid', (id: string) => `com.example.app:/paid?orderId=${id}`],
  ])('%s is stored and sent to the provider with the order id', async (url, expected) => {
    const { id, status } = await place(url);
    expect(status).toBe('PENDING');
    expect(shop.bank.returnUrls).toEqual([expected(id)]);
    expect(await storedUrl(id)).toBe(expected(id));
  });

  it('may be left out', async () => {
    const { id } = await place(null);
    expect(shop.bank.returnUrls).toEqual([undefined]);
    expect(await storedUrl(id)).toBeNull();
  });

  it('is sent again when another process resumes the order', async () => {
    const { id } = await place('https://shop.example/paid');
    await shop.endLeases();
    await shop.otherProcess().takeOver();
    const url = `https://shop.example/paid?orderId=${id}`;
    const sent = shop.bank.returnUrls.filter((one) => one?.includes(id));
    expect(sent).toEqual([url, url]);
  });

  it('is deleted once the payment is decided', async () => {
    const { id, status } = await place('https://shop.example/paid', {
      payment: { token: 'tok_ok', returnUrl: 'https://shop.example/paid' },
    });
    expect(status).toBe('CONFIRMED');
    expect(await storedUrl(id)).toBeNull();
  });

  it.each([
    'https://evil.example/',
    'https://shop.example.evil.example/',
    'http://shop.example/',
    'https://shop.example@evil.example/',
    'https://user:word@shop.example/',
    'http://127.0.0.1:5173/',
    'com.example.other:/paid',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://shop.example/4111111111111111',
    `https://shop.example/${'x'.repeat(2_048)}`,
  ])('%.60s is a ValidationError that does not use the key up', async (url) => {
    const given = { idempotencyKey: `key-${uuidV7()}` };
    const refused = await place(url, given);
    expect(refused).toMatchObject({
      __typename: 'ValidationError',
      fields: [{ path: ['payment', 'returnUrl'] }],
    });
    expect(shop.bank.returnUrls).toEqual([]);
    expect(await place('https://shop.example/paid', given)).toMatchObject({ status: 'PENDING' });
  });

  it('is part of the input that is compared for an idempotency key', async () => {
    const given = { idempotencyKey: `key-${uuidV7()}` };
    const first = await place('https://shop.example/one', given);
    expect((await place('https://shop.example/one', given)).id).toBe(first.id);
    for (const url of ['https://shop.example/two', null]) {
      expect((await place(url, given)).code).toBe('IDEMPOTENCY_KEY_REUSED');
    }
  });

  it('that is null is the same input as none', async () => {
    const given = { idempotencyKey: `key-${uuidV7()}` };
    const first = await place(null, given);
    const again = await shop.place(buyer, { payment: { token: 'tok_action' }, ...given });
    expect(again.id).toBe(first.id);
  });
});
