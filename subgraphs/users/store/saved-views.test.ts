import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { readyTables, resealTables } from '../../../platform/encryption/sealed-table';
import { openForFile } from '../../../platform/testing/open-for-file';
import { storedText } from '../../../platform/testing/stored-text';
import { testUsersKeys, usersRoom } from '../testing/users-room';
import { type UsersStore, usersStore } from '.';

/** The search of a list for a person, as the console saves it. */
const search = 'search=Marker-customer%2Bnews%40example.com&status=PENDING';
const pace = { share: 1, pause };

const room = openForFile(usersRoom);
let store: UsersStore;
beforeAll(async () => {
  store = usersStore(room.database.pool, testUsersKeys);
});

describe('the query of a saved view', () => {
  const migration = '20261129070000_guarded_rows';
  const moved = (by: string) =>
    room.database.pool.query(
      `UPDATE _prisma_migrations SET started_at = started_at + $2::interval,
         finished_at = finished_at + $2::interval WHERE migration_name = $1`,
      [migration, by],
    );
  const view = { id: null, list: 'orders', name: 'Late', query: search };
  const customer = {
    email: 'marker-customer+news@example.com',
    name: 'Cus',
    roles: ['CUSTOMER'],
  } as const;
  const system = { kind: 'system', cause: 'a test' } as const;
  const entry = { actor: 'system', action: 'account.erase', subject: 'User', detail: null };
  const erased = async (from: UsersStore) => {
    const given = { ...customer, passwordHash: null, language: 'EN' } as const;
    const account = await from.accounts.create(given);
    await from.erasures.erase(system, account?.id ?? '', entry, false);
  };

  it('stays readable for the previous version while that may run', async () => {
    const userId = await room.account();
    // Another version has used the database before the migration.
    await moved('1 minute');
    const fresh = usersStore(room.database.pool, testUsersKeys);
    try {
      expect(await fresh.savedViews.save({ ...view, userId }, 5, () => null)).toMatchObject({
        query: search,
      });
      await resealTables(await readyTables(fresh.sealedTables), pace);
      const { rows } = await room.database.pool.query(
        'SELECT query, query_sealed AS sealed FROM saved_views WHERE user_id = $1',
        [userId],
      );
      expect(rows).toEqual([{ query: search, sealed: null }]);
    } finally {
      await moved('-1 minute');
    }
    expect((await resealTables(store.sealedTables, pace)).changed).toBe(1);
    expect(await storedText(room.database.pool)).not.toMatch(/marker/i);
    expect(await fresh.savedViews.ofUser(userId, null)).toMatchObject([{ query: search }]);
    await erased(fresh);
    expect(await fresh.savedViews.ofUser(userId, null)).toEqual([]);
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
