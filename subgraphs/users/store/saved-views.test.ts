import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { resealTables } from '../../../platform/encryption/sealed-table';
import { storedText } from '../../../platform/testing/stored-text';
import { testUsersKeys, usersRoomForFile } from '../testing/users-room';
import { type UsersStore, usersStore } from '.';

/** The search of a list for a person, as the console saves it. */
const search = 'search=Marker-customer%2Bnews%40example.com&status=PENDING';
const withoutEncryption = { ...testUsersKeys, data: { ...testUsersKeys.data, isOn: false } };
const pace = { share: 1, pause };

const room = usersRoomForFile();
let store: UsersStore;
beforeAll(async () => {
  store = usersStore(room.database.pool, testUsersKeys);
});

describe('the query of a saved view', () => {
  const view = { id: null, list: 'orders', name: 'Late', query: search };
  const customer = {
    email: 'marker-customer+news@example.com',
    name: 'Cus',
    roles: ['CUSTOMER'],
  } as const;
  const system = { kind: 'system', cause: 'a test' } as const;
  const entry = { actor: 'system', action: 'account.erase', subject: 'User', detail: null };
  const erased = async (from: UsersStore, email: string = customer.email) => {
    const given = { ...customer, email, passwordHash: null, language: 'EN' } as const;
    const account = await from.accounts.create(given);
    await from.erasures.erase(system, account?.id ?? '', entry, false);
  };

  it('is encrypted by the job, and goes with the person whose e-mail address it has', async () => {
    const userId = await room.account();
    await room.database.pool.query(
      `INSERT INTO saved_views (id, user_id, list, name, query)
       VALUES (gen_random_uuid(), $1, 'orders', 'Late', $2)`,
      [userId, search],
    );
    expect((await resealTables(store.sealedTables, pace)).changed).toBe(1);
    expect(await storedText(room.database.pool)).not.toMatch(/marker/i);
    expect(await store.savedViews.ofUser(userId, null)).toMatchObject([{ query: search }]);
    await erased(store);
    expect(await store.savedViews.ofUser(userId, null)).toEqual([]);
  });

  it.each([
    'q=o%27marker%40example.com',
    "q=o'marker@example.com&status=PENDING",
    'q=%20O%27Marker%40example.com+',
    'status=PENDING&q=customer+o%27marker%40example.com',
  ])('goes with an address that has an apostrophe: %s', async (query) => {
    const userId = await room.account();
    for (const from of [store, usersStore(room.database.pool, withoutEncryption)]) {
      await from.savedViews.save({ ...view, userId, query }, 5, () => null);
      expect(await from.savedViews.ofUser(userId, null)).toHaveLength(1);
      await erased(from, "o'marker@example.com");
      expect(await from.savedViews.ofUser(userId, null)).toEqual([]);
    }
  });

  it('goes with the person whose e-mail address it has, also if another person saved it', async () => {
    const userId = await room.account();
    const other = {
      userId,
      id: null,
      list: 'orders',
      name: 'Other',
      query: 'search=x@example.com',
    };
    await store.savedViews.save({ ...view, userId }, 5, () => null);
    await store.savedViews.save(other, 5, () => null);
    await room.database.pool.query(
      `INSERT INTO saved_views (id, user_id, list, name, query)
       VALUES (gen_random_uuid(), $1, 'orders', 'Previous version', $2)`,
      [userId, 'q=MARKER-customer+news@example.com'],
    );
    await erased(store);
    expect(await store.savedViews.ofUser(userId, null)).toMatchObject([{ name: 'Other' }]);
  });
});
