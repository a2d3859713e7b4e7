import { beforeEach, describe, expect, it } from 'vitest';
import { guardedTables } from '../../../config/guarded-tables';
import type { DataKeySettings } from '../../../platform/encryption/data-keys';
import { openApplicationPool } from '../../../platform/testing/application-pool';
import { databaseForFile } from '../../../platform/testing/database';
import { openForFile } from '../../../platform/testing/open-for-file';
import { uuidV7 } from '../../../platform/values/uuid';
import { testUsersKeys } from '../testing/users-room';
import { usersStore } from '.';

const insufficientPrivilege = '42501';
const database = databaseForFile('users');
/** The role that serves, as a statement that somebody smuggled into it would have it. */
const application = openForFile(() => openApplicationPool(database, guardedTables.users));

const storeWith = (data: Partial<DataKeySettings> = {}) =>
  usersStore(application.pool, { ...testUsersKeys, data: { ...testUsersKeys.data, ...data } });
const owner = async (text: string, ...values: unknown[]) =>
  (await database.pool.query(text, values)).rows;
const smuggled = async (text: string, ...values: unknown[]) =>
  (await application.pool.query(text, values)).rows;

beforeEach(() => owner('TRUNCATE data_keys, signing_keys, erasures, users CASCADE'));

async function account(id = uuidV7()): Promise<string> {
  await smuggled(
    `INSERT INTO users (id, email, name, roles) VALUES ($1, $2, 'Ada', '{CUSTOMER}')`,
    id,
    `${id}@example.com`,
  );
  return id;
}

describe('keys and evidence', () => {
  it.each(guardedTables.users ?? [])('%s takes rows and gives up none', async (table) => {
    const [column] = await owner(
      `SELECT quote_ident(column_name) AS name FROM information_schema.columns
       WHERE table_name = $1 ORDER BY ordinal_position LIMIT 1`,
      table,
    );
    for (const statement of [
      `DELETE FROM ${table}`,
      `UPDATE ${table} SET ${column.name} = ${column.name}`,
      `TRUNCATE ${table}`,
    ]) {
      await expect(smuggled(statement)).rejects.toMatchObject({ code: insufficientPrivilege });
    }
    expect(await smuggled(`SELECT has_table_privilege('${table}', 'INSERT') AS may`)).toEqual([
      { may: true },
    ]);
  });

  it('is changed by the role that serves alone', async () => {
    await owner('CREATE ROLE stranger_of_guarded_rows');
    try {
      const may = await owner(
        `SELECT proname FROM pg_proc WHERE prosecdef
         AND has_function_privilege('stranger_of_guarded_rows', oid, 'EXECUTE')`,
      );
      expect(may).toEqual([]);
    } finally {
      await owner('DROP ROLE stranger_of_guarded_rows');
    }
  });

  it('of an account goes with it', async () => {
    const id = await account();
    await smuggled(
      `INSERT INTO account_locks (id, user_id, actor, is_locked, reason)
       VALUES ($1, $2, 'system', true, 'fraud')`,
      uuidV7(),
      id,
    );
    await smuggled('DELETE FROM users WHERE id = $1', id);
    expect(await owner('SELECT FROM account_locks')).toEqual([]);
  });
});

/** A value under the key d1 in each table with encrypted values; mailed tokens have only hashes. */
const sealedRows: Readonly<Record<string, (userId: string) => Promise<unknown>>> = {
  users: (id) => smuggled(`UPDATE users SET pending_email_sealed = 'd1.x' WHERE id = $1`, id),
  addresses: (id) =>
    smuggled(
      `INSERT INTO addresses (id, user_id, recipient, line1, city, postal_code, country, sealed)
       VALUES ($1, $2, 'Ada', '', '', '', 'DE', 'd1.x')`,
      uuidV7(),
      id,
    ),
  mails: (id) =>
    smuggled(
      `INSERT INTO mails (id, kind, user_id, email, email_sealed, created_at)
       VALUES ($1, 'verify_email', $2, 'hash', 'd1.x', now())`,
      uuidV7(),
      id,
    ),
  saved_views: (id) =>
    smuggled(
      `INSERT INTO saved_views (id, user_id, list, name, query, query_sealed)
       VALUES ($1, $2, 'orders', 'Late', '', 'd1.x')`,
      uuidV7(),
      id,
    ),
};

describe('a data key', () => {
  const destroyed = async (id: string) =>
    (await smuggled('SELECT destroy_data_key($1) AS done', id))[0]?.done;
  const retiredLongAgo = () =>
    owner(`UPDATE data_keys SET retired_at = retired_at - interval '1 hour'`);

  it('is rotated and destroyed by the role that serves', async () => {
    const { dataKeys } = storeWith();
    expect(await dataKeys.rotate()).toBe('d2');
    await retiredLongAgo();
    expect(await dataKeys.destroy('d1', async () => false)).toBe('destroyed');
    expect((await dataKeys.list()).map(({ id }) => id)).toEqual(['d2', 'i1']);
  });

  it('is kept while it encrypts, makes hashes or was retired a moment ago', async () => {
    const { dataKeys } = storeWith();
    await dataKeys.current();
    expect(await destroyed('d1')).toBe(false);
    expect(await destroyed('i1')).toBe(false);
    await dataKeys.rotate();
    expect(await destroyed('d1')).toBe(false);
    await retiredLongAgo();
    expect(await destroyed('d1')).toBe(true);
  });

  it('is kept while any table has a value under it, whatever a temporary table says', async () => {
    const { dataKeys, sealedTables } = storeWith();
    await dataKeys.rotate();
    await retiredLongAgo();
    const client = await application.pool.connect();
    try {
      for (const { name } of sealedTables) {
        if (name === 'mail_tokens') continue;
        await sealedRows[name]?.(await account());
        await client.query(`CREATE TEMPORARY TABLE ${name} AS SELECT * FROM ${name} LIMIT 0`);
        const { rows } = await client.query(`SELECT destroy_data_key('d1') AS done`);
        expect([name, rows]).toEqual([name, [{ done: false }]]);
        await client.query(`DROP TABLE pg_temp.${name}`);
        await owner('TRUNCATE users CASCADE');
      }
    } finally {
      client.release();
    }
    expect(await destroyed('d1')).toBe(true);
  });

  it('is not replaced by somebody who does not know its secret', async () => {
    const { dataKeys } = storeWith();
    const sealed = (await dataKeys.current()).seal('Ada', 'place');
    for (const token of [Buffer.alloc(32), null]) {
      const [answer] = await smuggled(
        `SELECT rewrap_data_key('d1', $1, '\\x00', '\\x00') AS done`,
        token,
      );
      expect(answer).toEqual({ done: false });
    }
    expect(await storeWith().dataKeys.open(sealed, 'place')).toBe('Ada');
  });

  it('of the previous version gets its token at the first use', async () => {
    await storeWith().dataKeys.current();
    await owner('UPDATE data_keys SET rewrap_token_hash = NULL');
    const changed = { secret: 'a new secret', formerSecrets: [testUsersKeys.data.secret] };
    await storeWith(changed).dataKeys.current();
    expect(await owner('SELECT FROM data_keys WHERE rewrap_token_hash IS NULL')).toEqual([]);
    // Processes that do not have the new secret yet can still read the key.
    await storeWith().dataKeys.current();
    await storeWith(changed).dataKeys.rotate();
    await expect(storeWith().dataKeys.current()).rejects.toThrow('cannot be decrypted');
  });

  it('is retired by a newer one only', async () => {
    await storeWith().dataKeys.rotate();
    for (const successor of ['d1', 'd2', 'd3', 'i1']) {
      await smuggled('SELECT retire_data_keys($1)', successor);
      await smuggled('SELECT mark_data_key_swept($1, $2)', 'd1', ['users']);
    }
    const rows = await owner(
      `SELECT id, retired_at IS NULL AS active FROM data_keys WHERE swept_at IS NULL ORDER BY id`,
    );
    expect(rows).toEqual([
      { id: 'd1', active: false },
      { id: 'd2', active: true },
      { id: 'i1', active: true },
    ]);
  });
});

describe('a signing key', () => {
  const add = (kid: string, more = '') =>
    smuggled(
      `INSERT INTO signing_keys (kid, public_jwk, private_key_sealed${more && ', not_after'})
       VALUES ($1, '{}', '\\x01'${more})`,
      kid,
    );
  const kept = async () =>
    (await owner(`SELECT kid, not_after > now() + interval '59 s' AS ends FROM signing_keys
      ORDER BY kid`)) as { kid: string; ends: boolean | null }[];

  it('ends a minute after a newer one begins, at the earliest', async () => {
    await add('a');
    await owner(`UPDATE signing_keys SET created_at = created_at - interval '1 hour'`);
    await add('b');
    for (const successor of ['nothing', 'a']) {
      await smuggled(`SELECT succeed_signing_keys($1, '1 hour')`, successor);
      expect(await kept()).toEqual([
        { kid: 'a', ends: null },
        { kid: 'b', ends: null },
      ]);
    }
    await smuggled(`SELECT succeed_signing_keys('b', '-1 day')`);
    expect(await kept()).toEqual([
      { kid: 'a', ends: true },
      { kid: 'b', ends: null },
    ]);
  });

  it('is deleted once its last token has expired', async () => {
    await add('expired', ", now() - interval '1 s'");
    await add('valid', ", now() + interval '1 hour'");
    await smuggled(`SELECT succeed_signing_keys('valid', '0 s')`);
    expect((await kept()).map(({ kid }) => kid)).toEqual(['valid']);
  });
});

it('an erasure is kept for 30 days, whatever the caller says', async () => {
  const [young, old] = [uuidV7(), uuidV7()];
  await smuggled(
    `INSERT INTO erasures (user_id, erased_at)
     VALUES ($1, now() - interval '29 days'), ($2, now() - interval '31 days')`,
    young,
    old,
  );
  expect(await smuggled('SELECT forget_erasures(-1, 100) AS forgotten')).toEqual([
    { forgotten: 1 },
  ]);
  expect(await owner('SELECT user_id AS id FROM erasures')).toEqual([{ id: young }]);
});
