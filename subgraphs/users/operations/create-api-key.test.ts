import { beforeAll, describe, expect, it } from 'vitest';
import { isWellFormedApiKey } from '../../../platform/auth/api-key';
import { type Caller, usersRoom, usersRoomForFile } from '../testing/users-room';

const createApiKey = `mutation ($input: CreateApiKeyInput!) {
  createApiKey(input: $input) {
    __typename
    ... on ApiKeyCreated {
      secret apiKey { id name prefix scopes quotaPerMinute expiresAt lastUsedAt revokedAt }
    }
    ... on ValidationError { code fields { path } }
  }
}`;
const resolveApiKey = `query ($key: String!) {
  resolveApiKey(key: $key) { id userId roles scopes quotaPerMinute goodUntil }
}`;
const input = { name: 'Shop connector', scopes: ['ORDERS_READ', 'ORDERS_WRITE'] };

interface Created {
  __typename: string;
  secret: string;
  apiKey: { id: string; prefix: string };
  fields: { path: string[] }[];
}

const room = usersRoomForFile();
let ownerId: string;
let partner: Caller;
beforeAll(async () => {
  ownerId = await room.account({ roles: ['PARTNER'] });
  partner = room.as(ownerId, 'PARTNER');
});

async function create(caller: Caller, changes: object = {}): Promise<Created> {
  const { data, errors } = await caller(createApiKey, { input: { ...input, ...changes } });
  if (errors) throw errors[0];
  return data.createApiKey as Created;
}

async function resolved(key: string) {
  const { data } = await room.internal(resolveApiKey, { key });
  return data.resolveApiKey;
}

describe('createApiKey', () => {
  it('creates a key whose secret is shown once', async () => {
    const expiresAt = '2099-01-01T00:00:00.000Z';
    const { secret, apiKey } = await create(partner, { quotaPerMinute: 30, expiresAt });
    expect(isWellFormedApiKey(secret)).toBe(true);
    expect(secret).toMatch(/^op_test_/);
    expect(secret.startsWith(apiKey.prefix)).toBe(true);
    expect(apiKey).toMatchObject({
      ...input,
      quotaPerMinute: 30,
      expiresAt,
      lastUsedAt: null,
      revokedAt: null,
    });
  });

  it('stores a keyed hash of it alone', async () => {
    const { secret } = await create(partner);
    const { rows } = await room.database.pool.query<{ text: string }>(
      'SELECT k::text || s::text AS text FROM api_keys k JOIN api_key_secrets s ON api_key_id = k.id',
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.some(({ text }) => text.includes(secret.slice(-20)))).toBe(false);
    const changed = await usersRoom({ database: room.database, keySecret: 'y'.repeat(40) });
    const { data } = await changed.internal(resolveApiKey, { key: secret });
    expect(data.resolveApiKey).toBeNull();
  });

  it('acts as its owner, with the roles and scopes of its owner now', async () => {
    const owner = await room.account({ roles: ['PARTNER', 'WAREHOUSE'] });
    const scopes = ['INVENTORY_WRITE', 'WEBHOOKS_MANAGE'];
    const { secret, apiKey } = await create(room.as(owner, 'PARTNER', 'WAREHOUSE'), { scopes });
    expect(await resolved(secret)).toEqual({
      id: apiKey.id,
      userId: owner,
      roles: ['PARTNER', 'WAREHOUSE'],
      scopes,
      quotaPerMinute: null,
      goodUntil: null,
    });
    await room.database.pool.query(`UPDATE users SET roles = '{PARTNER}' WHERE id = $1`, [owner]);
    expect(await resolved(secret)).toMatchObject({
      roles: ['PARTNER'],
      scopes: ['WEBHOOKS_MANAGE'],
    });
  });

  it('refuses a scope that the roles of its owner lack, whatever the token says', async () => {
    const scopes = ['INVENTORY_WRITE'];
    const { __typename, fields } = await create(room.as(ownerId, 'PARTNER', 'ADMIN'), { scopes });
    expect([__typename, fields]).toEqual(['ValidationError', [{ path: ['scopes', '0'] }]]);
  });

  describe('of a session that was begun by the password alone', () => {
    const makers = async () => {
      const owner = await room.account({ roles: ['PARTNER', 'ADMIN'] });
      return { owner, session: room.as(owner, 'PARTNER') };
    };

    it.each([
      [{ scopes: ['INVENTORY_WRITE'] }, 'scopes.0'],
      [{ scopes: ['STOREFRONT'] }, 'scopes.0'],
      [{ quotaPerMinute: 60_000 }, 'quotaPerMinute'],
    ])('gives no key what only the roles of staff allow: %o', async (asked, at) => {
      const { __typename, fields } = await create((await makers()).session, asked);
      const paths = fields?.map(({ path }) => path.join('.'));
      expect([__typename, paths]).toEqual(['ValidationError', [at]]);
    });

    it('gives the key its own roles, which stay the most that the key ever has', async () => {
      const { owner, session } = await makers();
      const { secret } = await create(session);
      expect(await resolved(secret)).toMatchObject({ roles: ['PARTNER'] });
      const pool = room.database.pool;
      await pool.query(`UPDATE users SET roles = '{WAREHOUSE,ADMIN}' WHERE id = $1`, [owner]);
      expect(await resolved(secret)).toMatchObject({ roles: [], scopes: input.scopes });
    });
  });

  it('follows the roles of its owner where an earlier version stored none', async () => {
    const owner = await room.account({ roles: ['PARTNER'] });
    const { secret, apiKey } = await create(room.as(owner, 'PARTNER'));
    const pool = room.database.pool;
    await pool.query('UPDATE api_keys SET roles = NULL WHERE id = $1', [apiKey.id]);
    await pool.query(`UPDATE users SET roles = '{WAREHOUSE}' WHERE id = $1`, [owner]);
    expect(await resolved(secret)).toMatchObject({
      roles: ['WAREHOUSE'],
      scopes: ['ORDERS_READ', 'ORDERS_WRITE'],
    });
  });

  it('names all that is wrong at once', async () => {
    const wrong = { name: '', scopes: [], quotaPerMinute: 0, expiresAt: '2020-01-01T00:00:00Z' };
    const { fields } = await create(partner, wrong);
    const paths = fields.map(({ path }) => path.join('.'));
    expect(paths).toEqual(['name', 'scopes', 'expiresAt', 'quotaPerMinute']);
  });

  it('refuses one key too many, also of two at once', async () => {
    const owner = await room.account({ roles: ['PARTNER'] });
    await room.database.pool.query(
      `INSERT INTO api_keys (id, user_id, name, prefix, scopes)
       SELECT gen_random_uuid(), $1, 'n', 'p', '{ORDERS_READ}' FROM generate_series(1, 99)`,
      [owner],
    );
    const caller = room.as(owner, 'PARTNER');
    const outcomes = await Promise.all([create(caller), create(caller), create(caller)]);
    const types = outcomes.map(({ __typename }) => __typename).sort();
    expect(types).toEqual(['ApiKeyCreated', 'ValidationError', 'ValidationError']);
  });

  it('takes a quota above the default from ADMIN alone, and only while he is one', async () => {
    const owner = await room.account({ roles: ['PARTNER'] });
    const asked = { quotaPerMinute: 60_000 };
    const refused = await create(room.as(owner, 'PARTNER'), asked);
    expect(refused.fields).toEqual([{ path: ['quotaPerMinute'] }]);
    const admin = await room.account({ roles: ['ADMIN'] });
    const { secret } = await create(room.as(admin, 'ADMIN'), asked);
    const quota = async () => {
      const { data } = await room.internal(resolveApiKey, { key: secret });
      return (data.resolveApiKey as { quotaPerMinute: number }).quotaPerMinute;
    };
    expect(await quota()).toBe(60_000);
    await room.database.pool.query(`UPDATE users SET roles = '{PARTNER}' WHERE id = $1`, [admin]);
    expect(await quota()).toBe(1_200);
  });

  it('begins with op_live_ in production, and works there alone', async () => {
    const production = await usersRoom({ database: room.database, environment: 'production' });
    const owner = production.as(ownerId, 'PARTNER');
    const { data } = await owner(createApiKey, { input });
    const { secret } = data.createApiKey as Created;
    expect(secret).toMatch(/^op_live_/);
    const found = await production.internal(resolveApiKey, { key: secret });
    expect(found.data.resolveApiKey).not.toBeNull();
    // Only the prefix tells the keys apart: the secrets and the database are the same.
    expect(await resolved(secret)).toBeNull();
    const ofTests = (await create(partner)).secret;
    const foreign = await production.internal(resolveApiKey, { key: ofTests });
    expect(foreign.data.resolveApiKey).toBeNull();
  });

  it('creates a STOREFRONT key for ADMIN, which does not depend on its roles', async () => {
    const admin = await room.account({ roles: ['ADMIN'] });
    const asked = { scopes: ['STOREFRONT'], quotaPerMinute: 20_000 };
    const refused = await create(partner, asked);
    expect(refused.fields).toContainEqual({ path: ['scopes', '0'] });
    const { secret } = await create(room.as(admin, 'ADMIN'), asked);
    await room.database.pool.query(`UPDATE users SET roles = '{CUSTOMER}' WHERE id = $1`, [admin]);
    expect(await resolved(secret)).toMatchObject(asked);
  });

  it('forgets the oldest keys that no longer work, beyond a hundred', async () => {
    const owner = await room.account({ roles: ['PARTNER'] });
    await room.database.pool.query(
      `INSERT INTO api_keys (id, user_id, name, prefix, scopes, created_at, revoked_at)
       SELECT gen_random_uuid(), $1, 'dead ' || n, 'p', '{ORDERS_READ}',
         now() - make_interval(mins => n), now() FROM generate_series(1, 150) AS n`,
      [owner],
    );
    await create(room.as(owner, 'PARTNER'));
    const { rows } = await room.database.pool.query<{ name: string }>(
      'SELECT name FROM api_keys WHERE user_id = $1 ORDER BY created_at DESC',
      [owner],
    );
    expect(rows).toHaveLength(101);
    expect(rows.at(-1)?.name).toBe('dead 100');
  });

  it('is refused at once when the session has ended', async () => {
    const owner = await room.account({ roles: ['PARTNER'] });
    await room.as(owner, 'PARTNER')('mutation { logoutEverywhere }');
    const { codes } = await room.as(owner, 'PARTNER')(createApiKey, { input });
    expect(codes).toEqual(['UNAUTHENTICATED']);
    const next = room.asGeneration(1, owner, 'PARTNER');
    expect((await next('{ apiKeys { id } }')).data.apiKeys).toEqual([]);
  });

  it('is in the audit log, without the secret', async () => {
    const { secret, apiKey } = await create(partner);
    const rows = await room.entriesAbout(`ApiKey:${apiKey.id}`);
    expect(rows).toMatchObject([{ actor: `User:${ownerId}`, action: 'api_key.create' }]);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });
});
