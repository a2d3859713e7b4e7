import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databaseForFile } from '../../../platform/testing/database';
import { testUsersKeys } from '../testing/users-room';
import { type UsersStore, usersStore } from '.';

const database = databaseForFile('users');
let store: UsersStore['signingKeys'];
beforeAll(async () => {
  store = usersStore(database.pool, testUsersKeys).signingKeys;
});
beforeEach(() => database.pool.query('TRUNCATE signing_keys'));

const key = (kid: string) => ({ kid, publicJwk: '{}', privateKeySealed: new Uint8Array([1, 2]) });
const kids = async () => (await store.valid()).map(({ kid }) => kid);

describe('signing keys', () => {
  it('come back as they were stored, the newest first', async () => {
    await store.addUnlessNewer(key('old'), []);
    await store.addUnlessNewer(key('new'), ['old']);
    expect(await kids()).toEqual(['new', 'old']);
    const [newest] = await store.valid();
    expect(newest).toMatchObject({ publicJwk: '{}', notAfter: null });
    expect([...(newest?.privateKeySealed ?? [])]).toEqual([1, 2]);
  });

  it('are not added beside one that the caller does not know of', async () => {
    await store.addUnlessNewer(key('first'), []);
    await store.addUnlessNewer(key('second'), []);
    expect(await kids()).toEqual(['first']);
  });

  it('are one when many are added at once', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `key-${index}`);
    // Connections that are open already: otherwise each would come too late to race.
    await Promise.all(names.map(() => database.pool.query('SELECT pg_sleep(0.05)')));
    await Promise.all(names.map((name) => store.addUnlessNewer(key(name), [])));
    expect(await kids()).toHaveLength(1);
  });
});
