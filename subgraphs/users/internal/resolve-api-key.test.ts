import { beforeAll, describe, expect, it } from 'vitest';
import { type Caller, usersRoomForFile } from '../testing/users-room';

const createApiKey = `mutation ($input: CreateApiKeyInput!) {
  createApiKey(input: $input) { ... on ApiKeyCreated { secret apiKey { id } } }
}`;
const resolveApiKey = `query ($key: String!) {
  resolveApiKey(key: $key) { id userId roles scopes quotaPerMinute goodUntil }
}`;

const room = usersRoomForFile();
let partner: Caller;
beforeAll(async () => {
  room.database.pool.on('acquire', () => {
    connections += 1;
  });
  partner = room.as(await room.account({ roles: ['PARTNER'] }), 'PARTNER');
});

async function create(changes: object = {}) {
  const input = { name: 'Shop connector', scopes: ['ORDERS_READ'], ...changes };
  const { data, errors } = await partner(createApiKey, { input });
  if (errors) throw errors[0];
  return data.createApiKey as { secret: string; apiKey: { id: string } };
}

/** How often a connection was taken from the pool. */
let connections = 0;

async function resolved(key: string) {
  const { data } = await room.internal(resolveApiKey, { key });
  return data.resolveApiKey;
}

describe('resolveApiKey', () => {
  it('knows no key that was mistyped, without asking the database', async () => {
    const { secret } = await create();
    const mistyped = `${secret.slice(0, -1)}${secret.endsWith('x') ? 'y' : 'x'}`;
    const before = connections;
    for (let time = 0; time < 20; time += 1) expect(await resolved(mistyped)).toBeNull();
    expect(connections).toBe(before);
    expect(await resolved(secret)).not.toBeNull();
  });

  it('ends with the key itself', async () => {
    const { secret, apiKey } = await create({ expiresAt: '2099-01-01T00:00:00Z' });
    expect(await resolved(secret)).toMatchObject({ goodUntil: '2099-01-01T00:00:00.000Z' });
    await room.database.pool.query(
      `UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = $1`,
      [apiKey.id],
    );
    expect(await resolved(secret)).toBeNull();
  });

  it('writes the last use at most once a minute', async () => {
    const { secret, apiKey } = await create();
    const lastUse = async () => {
      const { rows } = await room.database.pool.query<{ at: Date | null; version: string }>(
        'SELECT last_used_at AS at, xmin::text AS version FROM api_keys WHERE id = $1',
        [apiKey.id],
      );
      return rows[0];
    };
    await Promise.all([resolved(secret), resolved(secret), resolved(secret)]);
    const first = await lastUse();
    expect(first?.at).not.toBeNull();
    await resolved(secret);
    expect(await lastUse()).toEqual(first);
    await room.database.pool.query(
      `UPDATE api_keys SET last_used_at = now() - interval '61 seconds' WHERE id = $1`,
      [apiKey.id],
    );
    await resolved(secret);
    expect((await lastUse())?.at?.getTime()).toBeGreaterThan(Date.now() - 30_000);
  });
});
