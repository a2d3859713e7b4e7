import { beforeAll, describe, expect, it } from 'vitest';
import { keyHash } from '../../../platform/values/input-hash';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopForFile } from '../testing/shop';

const keys = `query ($after: IdempotencyKeyCursor, $first: Int!) {
  idempotencyKeyFacts(after: $after, first: $first) { userId mutation key orderId hasOrder } }`;

const shop = shopForFile();
let first: string;
const buyer = uuidV7();
beforeAll(async () => {
  shop.inventory.stock({ sku: 'A-1' });
  first = (await shop.place(person(buyer), { idempotencyKey: 'the-first-one' })).id;
});

interface KeyRow {
  readonly userId: string;
  readonly mutation: string;
  readonly key: string;
  readonly orderId: string;
  readonly hasOrder: boolean;
}
const nobodysKey: KeyRow = { userId: '', mutation: '', key: '', orderId: '', hasOrder: false };

describe('the idempotency keys', () => {
  it('tell whether their order exists, page after page', async () => {
    await shop.pool.query(
      `INSERT INTO idempotency_keys (mutation, user_id, key, input_hash, order_id)
       VALUES ('placeOrder', $1, 'zzz', 'x', $2)`,
      [buyer, uuidV7()],
    );
    const { data } = await shop.askInternal(keys, { first: 100 });
    const rows: KeyRow[] = data.idempotencyKeyFacts;
    expect(rows).toContainEqual({
      userId: buyer,
      mutation: 'placeOrder',
      key: keyHash('the-first-one'),
      orderId: first,
      hasOrder: true,
    });
    expect(rows.filter(({ hasOrder }) => !hasOrder)).toMatchObject([{ key: 'zzz' }]);
    const [{ userId, mutation, key, orderId } = nobodysKey, ...others] = rows;
    const after = { userId, mutation, key, orderId };
    const next = await shop.askInternal(keys, { after, first: 100 });
    expect(next.data.idempotencyKeyFacts).toEqual(others);
  });

  it('refuse invalid cursors', async () => {
    const after = { userId: 'x', mutation: '', key: '' };
    expect((await shop.askInternal(keys, { first: 1, after })).codes).toEqual(['BAD_USER_INPUT']);
  });
});
