import { describe, expect, it } from 'vitest';
import { usersStore } from '../store';
import { disownChange, movedAway, stolenAccount } from '../testing/hijacking';
import { testUsersKeys, usersRoomForFile } from '../testing/users-room';

const importCustomers = `mutation ($customers: [ImportedCustomerInput!]!) {
  importCustomers(customers: $customers) { userIds created }
}`;

const room = usersRoomForFile();

const customer = (reference: string) => ({
  reference,
  email: `${reference}@import.invalid`,
  name: `Customer ${reference}`,
  createdAt: '2010-12-01T08:26:00.000Z',
});

interface Imported {
  readonly userIds: string[];
  readonly created: number;
}

async function take(...references: string[]): Promise<Imported> {
  const customers = references.map(customer);
  const { data, errors } = await room.internal(importCustomers, { customers });
  expect(errors).toBeUndefined();
  return data.importCustomers as Imported;
}

describe('importCustomers', () => {
  it('makes an account once each, without a password, as old as the customer', async () => {
    const first = await take('17850', '13047', '17850');
    expect(first.created).toBe(2);
    expect(first.userIds[0]).toBe(first.userIds[2]);
    const again = await take('13047', '17850', '12583');
    expect(again.created).toBe(1);
    expect(again.userIds.slice(0, 2)).toEqual([first.userIds[1], first.userIds[0]]);
    const { rows } = await room.database.pool.query(
      `SELECT name, password_hash, roles::text[], created_at FROM users WHERE id = $1`,
      [first.userIds[0]],
    );
    expect(rows).toEqual([
      {
        name: 'Customer 17850',
        password_hash: null,
        roles: ['CUSTOMER'],
        created_at: new Date('2010-12-01T08:26:00Z'),
      },
    ]);
    const itself = room.as(String(first.userIds[0]), 'CUSTOMER');
    const { data } = await itself('{ me { email } }');
    expect(data).toEqual({ me: { email: '17850@import.invalid' } });
  });

  it('does not give the history to a person who registered the e-mail address before', async () => {
    const stranger = await room.account({ email: '666@import.invalid', password: 'pass phrase 1' });
    const { userIds, created } = await take('666');
    expect(created).toBe(1);
    expect(userIds[0]).not.toBe(stranger);
    expect(await take('666')).toEqual({ userIds, created: 0 });
  });

  it('leaves an address to the owner of a stolen account that was moved away from it', async () => {
    const stolen = await stolenAccount(room);
    const { link } = await movedAway(stolen);
    const customers = [{ ...customer('stolen'), email: stolen.email }];
    const { data } = await room.internal(importCustomers, { customers });
    expect(data.importCustomers).toMatchObject({ created: 1 });
    expect(await disownChange(room, link)).toMatchObject({ email: stolen.email });
  });

  it('knows a customer whose e-mail address was changed since', async () => {
    const { userIds } = await take('moved');
    await room.database.pool.query(`UPDATE users SET email = 'ada@example.org' WHERE id = $1`, [
      userIds[0],
    ]);
    expect(await take('moved')).toEqual({ userIds, created: 0 });
  });

  it('does not bring a person back who was erased', async () => {
    const { userIds } = await take('forgotten');
    const { pool } = room.database;
    // What eraseAccount does; nobody can sign in as an imported customer.
    const entry = { actor: 'system', action: 'user.erase', subject: 'User:x', detail: null };
    const userId = String(userIds[0]);
    const itself = { kind: 'user', userId, roles: [], generation: 0, address: '::1' } as const;
    await usersStore(pool, testUsersKeys).erasures.erase(itself, userId, entry, false);
    expect(await take('forgotten')).toEqual({ userIds, created: 0 });
    const { rowCount } = await pool.query('SELECT FROM users WHERE id = $1', [userIds[0]]);
    expect(rowCount).toBe(0);
  });

  it('refuses what could be no account', async () => {
    const customers = [{ ...customer('x'), name: ' ' }];
    const { codes } = await room.internal(importCustomers, { customers });
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });
});
