import { beforeEach, describe, expect, it } from 'vitest';
import { userIdOf } from '../../../platform/requests/viewer';
import { person, stockRoomForFile } from '../testing/stock-room';

const room = stockRoomForFile();
beforeEach(() => room.pool.query('TRUNCATE warehouses, audit_outbox CASCADE'));

const mutation = `mutation ($input: CreateWarehouseInput!) {
  createWarehouse(input: $input) {
    __typename
    ... on Warehouse { code name country active }
    ... on UserError { code message }
    ... on ValidationError { fields { path message } }
  }
}`;
const admin = person('ADMIN');
const berlin = { code: 'BER', name: 'Berlin', country: 'DE' };
const create = async (input: object = berlin, viewer = admin) =>
  (await room.ask(viewer, mutation, { input })).data?.createWarehouse;
const stored = async () =>
  (await room.pool.query('SELECT code, name, country, active FROM warehouses ORDER BY code')).rows;

describe('createWarehouse', () => {
  it('creates an active warehouse, with an audit entry', async () => {
    const input = { code: 'Ber-1_x', name: ' Berlin ', country: 'de' };
    const created = { code: 'Ber-1_x', name: 'Berlin', country: 'DE', active: true };
    expect(await create(input)).toEqual({ __typename: 'Warehouse', ...created });
    expect(await stored()).toEqual([created]);
    const { rows } = await room.pool.query(
      'SELECT actor, action, subject, detail FROM audit_outbox',
    );
    expect(rows).toEqual([
      {
        actor: `User:${userIdOf(admin)}`,
        action: 'warehouse.create',
        subject: 'Warehouse:Ber-1_x',
        detail: '{"name":"Berlin","country":"DE"}',
      },
    ]);
  });

  it('answers the same warehouse to the same input, also in parallel and in another case', async () => {
    const answers = await Promise.all(
      ['BER', 'ber', 'Ber', 'BER'].map((code) => create({ ...berlin, code })),
    );
    const [row] = await stored();
    for (const answer of answers) expect(answer).toEqual({ __typename: 'Warehouse', ...row });
    expect(await stored()).toHaveLength(1);
    expect((await room.pool.query('SELECT FROM audit_outbox')).rowCount).toBe(1);
  });

  it.each([
    ['name', { name: 'Bern' }, 'The warehouse BER exists with another name: Berlin.'],
    ['country', { country: 'CH' }, 'The warehouse BER exists with another country: DE.'],
  ])('refuses a known code with another %s', async (field, other, message) => {
    await create();
    expect(await create({ ...berlin, code: 'ber', ...other })).toMatchObject({
      code: 'VALIDATION',
      fields: [{ path: [field], message }],
    });
    expect(await stored()).toEqual([{ ...berlin, active: true }]);
  });

  it.each([
    ['code', { code: '' }],
    ['name', { name: 'card 4111 1111 1111 1111' }],
  ])('refuses a wrong %s: %o', async (field, wrong) => {
    expect(await create({ ...berlin, ...wrong })).toMatchObject({
      code: 'VALIDATION',
      fields: [{ path: [field] }],
    });
    expect(await stored()).toEqual([]);
  });

  it('is refused to somebody who was an administrator until a moment ago', async () => {
    const former = person('ADMIN');
    const rights = { roles: ['CUSTOMER'], scopes: [], hasEnded: false } as const;
    room.rights.change(String(userIdOf(former)), rights);
    expect((await room.ask(former, mutation, { input: berlin })).codes).toEqual(['FORBIDDEN']);
    expect(await stored()).toEqual([]);
  });
});
