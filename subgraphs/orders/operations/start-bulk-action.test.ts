import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { openBulkActionsMax } from '../domain/bulk-action';
import { admin, bulkActionsOf, support, warehouse } from '../testing/bulk';
import { person, shopForFile } from '../testing/shop';

const shop = shopForFile();
let bulk: ReturnType<typeof bulkActionsOf>;
beforeAll(async () => {
  shop.inventory.stock({ sku: 'A-1', onHand: 1_000 });
  bulk = bulkActionsOf(shop);
});
beforeEach(() => shop.pool.query('TRUNCATE bulk_actions CASCADE'));

const refused = (path: string[]) => ({
  code: 'VALIDATION',
  fields: [{ path, message: expect.any(String) }],
});

describe('startBulkAction', () => {
  it('fixes the orders of a selection of ids, without unknown ones', async () => {
    const ids = await bulk.placed(2);
    const selection = { ids: [...ids, uuidV7(), 'nothing'] };
    const begun = await bulk.begin({ selection, reason: ' recalled ' });
    expect(begun).toMatchObject({
      __typename: 'BulkAction',
      action: 'CANCEL',
      state: 'QUEUED',
      reason: 'recalled',
      total: 2,
      succeeded: 0,
      failed: 0,
      startedAt: null,
      finishedAt: null,
    });
    expect(
      begun.items.nodes.map((item: { order: { id: string } }) => item.order.id).sort(),
    ).toEqual([...ids].sort());
    const { rows } = await shop.pool.query(
      `SELECT actor, action FROM audit_outbox WHERE subject = $1`,
      [`BulkAction:${begun.id}`],
    );
    const actor = support.kind === 'user' && `User:${support.userId}`;
    expect(rows).toEqual([{ actor, action: 'bulk_action.start' }]);
  });

  it('fixes the orders of a filter', async () => {
    const buyer = person(uuidV7());
    const { id } = await shop.place(buyer);
    const selection = { filter: { customerId: buyer.kind === 'user' && buyer.userId } };
    expect(await bulk.begin({ selection, expectedTotal: 1 })).toMatchObject({
      total: 1,
      items: { nodes: [{ state: 'PENDING', order: { id } }] },
    });
  });

  it('answers the same bulk action for the same key, and refuses another input', async () => {
    const ids = await bulk.placed(1);
    const given = { selection: { ids }, idempotencyKey: 'the-same-key' };
    const [first, second] = await Promise.all([bulk.begin(given), bulk.begin(given)]);
    expect(second.id).toBe(first.id);
    expect((await bulk.begin(given)).id).toBe(first.id);
    const other = await bulk.begin({ ...given, reason: 'another one' });
    expect(other).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('answers it also when it alone is why the same call would be refused', async () => {
    const ids = await bulk.placed(1);
    const { store } = shop.otherProcess();
    const given = {
      userId: uuidV7(),
      roles: ['SUPPORT'],
      generation: 0,
      key: 'parallel',
      inputHash: 'hash',
      action: 'CANCEL',
      reason: 'recalled',
      audit: null,
    } as const;
    const limits = { ordersMax: 10, openMax: 1, expected: null };
    const everything = { ownerId: null, customerId: null, status: null, needsAttention: null };
    const always = { placedFrom: null, placedTo: null, number: null, search: null };
    const query = { ids, ...everything, ...always };
    const first = await store.bulkActions.begin({ ...given, id: uuidV7() }, query, limits);
    const second = await store.bulkActions.begin({ ...given, id: uuidV7() }, query, limits);
    expect(first).toMatchObject({ key: 'parallel' });
    expect(second).toEqual(first);
  });

  it('starts nothing if other orders match than the person saw', async () => {
    const selection = { ids: await bulk.placed(2) };
    expect(await bulk.begin({ selection, expectedTotal: 1 })).toMatchObject(
      refused(['expectedTotal']),
    );
    expect(await bulk.begin({ selection, expectedTotal: 2 })).toMatchObject({ total: 2 });
  });

  it.each([{}, { number: 'N-1' }])(
    'demands the number of orders with filter %j',
    async (filter) => {
      await bulk.placed(1);
      const selection = { filter };
      expect(await bulk.begin({ selection })).toMatchObject(refused(['expectedTotal']));
      const { rows } = await shop.pool.query('SELECT FROM bulk_actions');
      expect(rows).toEqual([]);
    },
  );

  it('refuses a selection of no order, or of more than 10,000', async () => {
    expect(await bulk.begin({ selection: { ids: [] } })).toMatchObject(refused(['selection']));
    await shop.pool.query(
      `INSERT INTO orders (id, number, customer_id, status, currency, subtotal_minor,
         shipping_minor, tax_minor, total_minor, shipping_address, payment_status, placed_at)
       SELECT gen_random_uuid(), 'B-' || n, gen_random_uuid(), 'DELIVERED', 'EUR', 0, 0, 0, 0, '{}',
         'NONE', '2020-01-01T00:00Z' FROM generate_series(1, 10001) AS n`,
    );
    const filter = { placedTo: '2020-01-02T00:00:00Z' };
    const all = { selection: { filter }, expectedTotal: 10_001 };
    expect(await bulk.begin(all)).toMatchObject(refused(['selection']));
    await shop.pool.query(`DELETE FROM orders WHERE number = 'B-1'`);
    expect(await bulk.begin({ ...all, expectedTotal: 10_000 })).toMatchObject({ total: 10_000 });
  });

  it.each([
    ['neither ids nor a filter', { selection: {} }, ['BAD_USER_INPUT']],
    ['both', { selection: { ids: [], filter: {} } }, ['BAD_USER_INPUT']],
    ['more than 1,000 ids', { selection: { ids: Array(1_001).fill('x') } }, ['BAD_USER_INPUT']],
    ['no reason', { selection: { ids: [] }, reason: ' ' }, refused(['reason'])],
    [
      'a short key',
      { selection: { ids: [] }, idempotencyKey: 'short' },
      refused(['idempotencyKey']),
    ],
  ])('refuses %s', async (_what, given, expected) => {
    const answer = await bulk.begin(given);
    if (Array.isArray(expected)) expect(answer).toEqual(expected);
    else expect(answer).toMatchObject(expected);
  });

  it(`lets a person have ${openBulkActionsMax} that are not finished`, async () => {
    const selection = { ids: await bulk.placed(1) };
    for (let n = 0; n < openBulkActionsMax; n += 1) await bulk.begin({ selection });
    expect(await bulk.begin({ selection })).toMatchObject(refused([]));
    expect(await bulk.begin({ selection }, admin)).toMatchObject({ state: 'QUEUED' });
  });

  it('is for those who may take the action', async () => {
    const selection = { ids: [] };
    const may = refused(['selection']);
    expect(await bulk.begin({ selection }, warehouse)).toEqual(['FORBIDDEN']);
    expect(await bulk.begin({ selection, action: 'DELIVER' })).toEqual(['FORBIDDEN']);
    expect(await bulk.begin({ selection, action: 'DELIVER' }, warehouse)).toMatchObject(may);
    expect(await bulk.begin({ selection, action: 'REJECT' }, admin)).toMatchObject(may);
    expect(await bulk.begin({ selection }, person(uuidV7()))).toEqual(['FORBIDDEN']);
  });
});
