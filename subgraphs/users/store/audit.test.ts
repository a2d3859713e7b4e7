import { beforeAll, describe, expect, it } from 'vitest';
import { databaseForFile } from '../../../platform/testing/database';
import { testUsersKeys, usersRoomForFile } from '../testing/users-room';
import { usersStore } from '.';

const database = databaseForFile('users');
beforeAll(async () => {
  await usersStore(database.pool, testUsersKeys).audit.append({
    actor: 'system',
    action: 'test.written',
    subject: 'User:1',
    detail: { reason: 'a test' },
  });
});

describe('the audit log', () => {
  it('keeps what was appended', async () => {
    const { rows } = await database.pool.query('SELECT action, detail FROM audit_entries');
    expect(rows).toEqual([{ action: 'test.written', detail: '{"reason":"a test"}' }]);
  });

  it.each([
    "UPDATE audit_entries SET actor = 'somebody else'",
    'DELETE FROM audit_entries',
    'TRUNCATE audit_entries',
  ])('is append-only: %s is refused', async (statement) => {
    await expect(database.pool.query(statement)).rejects.toThrow('append-only');
  });
});

describe('a change by staff', () => {
  const room = usersRoomForFile();
  const address = `{ recipient: "Ada", line1: "Street 1", city: "Berlin", postalCode: "10115",
    country: "DE" }`;
  const changes = (addressId: string, viewId: string): readonly string[] => [
    `saveAddress(input: ${address}) { ... on SavedAddress { address { id } } }`,
    `saveAddress(id: "${addressId}", input: ${address}) { __typename }`,
    `deleteAddress(id: "${addressId}") { __typename }`,
    `saveView(input: { list: "orders", name: "New", query: "" }) { __typename }`,
    `saveView(id: "${viewId}", input: { list: "orders", name: "New", query: "" }) { __typename }`,
    `deleteView(id: "${viewId}") { __typename }`,
  ];

  it('is not made when its entry cannot be written', async () => {
    const { pool } = room.database;
    const caller = room.as(await room.account({ roles: ['SUPPORT'] }), 'SUPPORT');
    const { data } = await caller(`mutation {
      saveAddress(input: ${address}) { ... on SavedAddress { address { id } } }
      saveView(input: { list: "orders", name: "Old", query: "" }) { ... on SavedView { id } }
    }`);
    const stored = async () => {
      const addresses = await pool.query('SELECT * FROM addresses');
      const views = await pool.query('SELECT * FROM saved_views');
      return [addresses.rows, views.rows];
    };
    const before = await stored();
    await pool.query('ALTER TABLE audit_entries ADD CHECK (false) NOT VALID');
    const { saveAddress, saveView } = data as {
      saveAddress: { address: { id: string } };
      saveView: { id: string };
    };
    for (const change of changes(saveAddress.address.id, saveView.id)) {
      expect((await caller(`mutation { ${change} }`)).codes).toEqual(['INTERNAL_SERVER_ERROR']);
    }
    expect(await stored()).toEqual(before);
  });
});
