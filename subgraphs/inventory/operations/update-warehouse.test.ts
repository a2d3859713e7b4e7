import { describe, expect, it } from 'vitest';
import { person, roomWith } from '../testing/stock-room';

const room = roomWith({ TEA: { stock: { BER: 5, HAM: 2 } } });

const mutation = `mutation ($input: UpdateWarehouseInput!) {
  updateWarehouse(input: $input) {
    __typename
    ... on Warehouse { code name country active }
    ... on UserError { code message }
    ... on ValidationError { fields { path } }
  }
}`;
const update = async (input: object, viewer = person('ADMIN')) =>
  (await room.ask(viewer, mutation, { input })).data?.updateWarehouse;
const copies = async () => {
  const { rows } = await room.pool.query<{ warehouse: string; warehouse_active: boolean }>(
    'SELECT warehouse, warehouse_active FROM stock_levels ORDER BY warehouse',
  );
  return Object.fromEntries(rows.map((row) => [row.warehouse, row.warehouse_active]));
};
const berlin = { __typename: 'Warehouse', code: 'BER', name: 'BER', country: 'DE', active: true };

describe('updateWarehouse', () => {
  it('changes what it names, and leaves the rest, whatever the case of the code', async () => {
    expect(await update({ code: 'ber', name: ' Berlin ' })).toEqual({ ...berlin, name: 'Berlin' });
    const closed = { ...berlin, name: 'Berlin', active: false };
    expect(await update({ code: 'BER', active: false })).toEqual(closed);
    expect(await update({ code: 'BER', name: null, active: null })).toEqual(closed);
    const { rows } = await room.pool.query('SELECT action, subject, detail FROM audit_outbox');
    const entry = { action: 'warehouse.update', subject: 'Warehouse:BER' };
    expect(rows).toHaveLength(3);
    for (const detail of ['{"name":"Berlin"}', '{"active":false}', '{}']) {
      expect(rows).toContainEqual({ ...entry, detail });
    }
  });

  it('copies the state to the stock of this warehouse, also to stock that is added later', async () => {
    await update({ code: 'BER', active: false });
    expect(await copies()).toEqual({ BER: false, HAM: true });
    await room.pool.query("INSERT INTO products SELECT 'MUG', 'Mug', NULL, 1, 'EUR'");
    await room.pool.query("INSERT INTO stock_levels (sku, warehouse) VALUES ('MUG', 'BER')");
    expect(await copies()).toEqual({ BER: false, HAM: true });
    await update({ code: 'BER', active: true });
    expect(await copies()).toEqual({ BER: true, HAM: true });
  });

  it('refuses a wrong name, and does not know other codes', async () => {
    expect(await update({ code: 'BER', name: '' })).toMatchObject({
      code: 'VALIDATION',
      fields: [{ path: ['name'] }],
    });
    for (const code of ['NOPE', '', '\u0000']) {
      expect(await update({ code, active: false })).toMatchObject({ code: 'NOT_FOUND' });
    }
    expect((await room.pool.query('SELECT FROM audit_outbox')).rowCount).toBe(0);
  });
});
