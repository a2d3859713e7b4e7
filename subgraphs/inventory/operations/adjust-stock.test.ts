import { describe, expect, it } from 'vitest';
import { userIdOf } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import { keyOf, person, roomWith } from '../testing/stock-room';

const room = roomWith({ TEA: { stock: { BER: 5 } }, MUG: { stock: { HAM: 2 } } });

const mutation = `mutation ($input: [StockAdjustmentInput!]!, $key: String!) {
  adjustStock(input: $input, idempotencyKey: $key) {
    __typename
    ... on AdjustStockPayload { levels { onHand reserved available warehouse { code } } }
    ... on UserError { code message }
    ... on NegativeStockError { sku warehouse onHand reserved }
    ... on ValidationError { fields { path } }
  }
}`;
const clerk = person('WAREHOUSE');
const line = (sku: string, warehouse: string, delta: number, reason = 'counted') => ({
  sku,
  warehouse,
  delta,
  reason,
});
const adjust = (input: object[], key: string = uuidV7(), viewer = clerk) =>
  room.ask(viewer, mutation, { input, key });
const outcome = async (...args: Parameters<typeof adjust>) =>
  (await adjust(...args)).data.adjustStock;

describe('adjustStock', () => {
  it('changes nothing for a clerk or a key whose rights have gone just now', async () => {
    const key = keyOf('WAREHOUSE', 'INVENTORY_WRITE');
    for (const [viewer, rights, code] of [
      [person('WAREHOUSE'), { roles: ['CUSTOMER'], scopes: [], hasEnded: true }, 'FORBIDDEN'],
      [key, { roles: ['WAREHOUSE'], scopes: [], hasEnded: false }, 'FORBIDDEN'],
      [keyOf('WAREHOUSE', 'INVENTORY_WRITE'), null, 'UNAUTHENTICATED'],
    ] as const) {
      room.rights.change(String(userIdOf(viewer)), rights);
      expect((await adjust([line('TEA', 'BER', 1)], uuidV7(), viewer)).codes).toEqual([code]);
    }
    expect(await room.levels('TEA')).toEqual({ BER: [5, 0] });
  });

  it('counts up and down, at new places too, and answers the levels in order', async () => {
    const answer = await outcome([
      line('tea', 'HAM', 4),
      line('TEA', 'BER', -5),
      line('TEA', 'HAM', -1),
    ]);
    expect(answer.levels).toEqual([
      { onHand: 3, reserved: 0, available: 3, warehouse: { code: 'HAM' } },
      { onHand: 0, reserved: 0, available: 0, warehouse: { code: 'BER' } },
    ]);
    const { rows } = await room.pool.query(
      `SELECT sku, warehouse, on_hand_delta, reference FROM stock_movements
       WHERE kind = 'ADJUSTED' ORDER BY id`,
    );
    expect(rows).toEqual([
      { sku: 'TEA', warehouse: 'HAM', on_hand_delta: 4, reference: 'counted' },
      { sku: 'TEA', warehouse: 'BER', on_hand_delta: -5, reference: 'counted' },
      { sku: 'TEA', warehouse: 'HAM', on_hand_delta: -1, reference: 'counted' },
    ]);
    expect(await room.imbalances()).toEqual([]);
  });

  it('changes nothing where fewer would be on hand than are reserved', async () => {
    await room.store.reservations.reserve(uuidV7(), [{ sku: 'TEA', quantity: 3 }]);
    const key = uuidV7();
    expect(await outcome([line('MUG', 'HAM', 1), line('TEA', 'BER', -3)], key)).toMatchObject({
      code: 'NEGATIVE_STOCK',
      sku: 'TEA',
      warehouse: 'BER',
      onHand: 5,
      reserved: 3,
    });
    expect(await room.levels('MUG')).toEqual({ HAM: [2, 0] });
    expect(await outcome([line('TEA', 'BER', -2)], key)).toMatchObject({
      __typename: 'AdjustStockPayload',
    });
    expect(await room.levels('TEA')).toEqual({ BER: [3, 3] });
  });

  it('leaves no level behind where nothing was ever kept', async () => {
    expect(await outcome([line('TEA', 'HAM', -1)])).toMatchObject({
      code: 'NEGATIVE_STOCK',
      onHand: 0,
    });
    expect(await room.levels('TEA')).toEqual({ BER: [5, 0] });
  });

  it.each([
    ['product', line('NOPE', 'BER', 1)],
    ['product', line('\u0000', 'BER', 1)],
    ['warehouse', line('TEA', 'NOPE', 1)],
    ['warehouse', line('TEA', '\u0000', 1)],
  ])('answers NotFoundError for an unknown %s', async (what, unknown) => {
    expect(await outcome([line('TEA', 'BER', 1), unknown])).toMatchObject({
      code: 'NOT_FOUND',
      message: `There is no such ${what}.`,
    });
    expect(await room.levels('TEA')).toEqual({ BER: [5, 0] });
  });

  it('answers ValidationError with every place that is wrong', async () => {
    const answer = await outcome(
      [
        line('TEA', 'BER', 0),
        line('TEA', 'BER', 1_000_001),
        line('TEA', 'BER', 1, ' '),
        line('TEA', 'BER', 1, 'card 4111 1111 1111 1111'),
        line('TEA', 'BER', 1, `counted${' '.repeat(194)}`),
      ],
      'short',
    );
    expect(answer.code).toBe('VALIDATION');
    expect(answer.fields.map(({ path }: { path: string[] }) => path.join('.'))).toEqual([
      '0.delta',
      '1.delta',
      '2.reason',
      '3.reason',
      '4.reason',
      'idempotencyKey',
    ]);
    expect(await outcome([])).toMatchObject({ code: 'VALIDATION' });
  });

  it('refuses an adjustment that would exceed the largest number on hand', async () => {
    await room.pool.query(`UPDATE stock_levels SET on_hand = 999999999 WHERE sku = 'TEA'`);
    const added = [line('TEA', 'BER', 1), line('MUG', 'HAM', 1), line('tea', 'ber', 1)];
    expect(await outcome(added)).toMatchObject({
      code: 'VALIDATION',
      fields: [{ path: ['0'] }, { path: ['2'] }],
    });
  });

  it('names the line that would bring goods into a closed warehouse', async () => {
    const close =
      'mutation { updateWarehouse(input: {code: "HAM", active: false}) { __typename } }';
    expect((await room.ask(person('ADMIN'), close, {})).codes).toEqual([]);
    expect(await outcome([line('TEA', 'BER', 1), line('MUG', 'HAM', 1)])).toMatchObject({
      code: 'VALIDATION',
      fields: [{ path: ['1'] }],
    });
    expect(await room.levels('TEA')).toEqual({ BER: [5, 0] });
  });

  it('books a key once, also in parallel, and refuses it for another input', async () => {
    const key = uuidV7();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => outcome([line('TEA', 'BER', -5)], key)),
    );
    for (const answer of answers) expect(answer.levels).toMatchObject([{ onHand: 0 }]);
    for (const same of [line('tea', 'BER', -5), line('TEA', 'ber', -5)]) {
      expect(await outcome([same], key)).toMatchObject({ levels: [{ onHand: 0 }] });
    }
    expect(await outcome([line('TEA', 'BER', -4)], key)).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(await room.imbalances()).toEqual([]);
  });

  it('keeps the keys of two users apart', async () => {
    const key = uuidV7();
    await outcome([line('TEA', 'BER', 1)], key);
    await outcome([line('TEA', 'BER', 1)], key, person('ADMIN'));
    expect(await room.levels('TEA')).toEqual({ BER: [7, 0] });
  });

  it('never waits in a circle with reservations', async () => {
    const skus = Array.from({ length: 20 }, (_, index) => `SKU-${index}`);
    for (const sku of skus) await room.given(sku, { stock: { BER: 50 } });
    const backwards = [...skus].reverse();
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const order = index % 2 === 0 ? skus : backwards;
        if (index % 4 > 1) {
          const lines = order.map((sku) => ({ sku, quantity: 1 }));
          return (await room.store.reservations.reserve(uuidV7(), lines)).state;
        }
        const lines = order.flatMap((sku) => [line(sku, 'HAM', 2), line(sku, 'BER', -1)]);
        return (await outcome(lines)).__typename;
      }),
    );
    expect(new Set(answers)).toEqual(new Set(['HELD', 'AdjustStockPayload']));
    expect(await room.imbalances()).toEqual([]);
  });

  it('takes 1000 lines and no more', async () => {
    const lines = Array.from({ length: 1000 }, () => line('TEA', 'BER', 1));
    expect((await outcome(lines)).levels).toMatchObject([{ onHand: 1005 }]);
    const { codes } = await adjust([...lines, line('TEA', 'BER', 1)]);
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });
});
