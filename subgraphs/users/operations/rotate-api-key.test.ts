import { beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { createApiKey } from '../testing/documents';
import { type Caller, usersRoomForFile } from '../testing/users-room';

const rotateApiKey = `mutation ($id: ID!, $overlap: Int) {
  rotateApiKey(id: $id, overlapSeconds: $overlap) {
    __typename
    ... on ApiKeyCreated { secret apiKey { id prefix } }
    ... on ValidationError { fields { path } }
  }
}`;
const rotateByDefault = `mutation ($id: ID!) {
  rotateApiKey(id: $id) { ... on ApiKeyCreated { secret } }
}`;
const resolveApiKey = 'query ($key: String!) { resolveApiKey(key: $key) { id goodUntil } }';
const revokeApiKey = 'mutation ($id: ID!) { revokeApiKey(id: $id) { __typename } }';

interface Created {
  __typename?: string;
  secret: string;
  apiKey: { id: string; prefix: string };
  fields?: { path: string[] }[];
}

const room = usersRoomForFile();
let ownerId: string;
let partner: Caller;
beforeAll(async () => {
  ownerId = await room.account({ roles: ['PARTNER'] });
  partner = room.as(ownerId, 'PARTNER');
});

async function newKey(): Promise<Created> {
  return (await partner(createApiKey)).data.createApiKey as Created;
}

async function rotate(id: string, overlap?: number, caller = partner): Promise<Created> {
  const { data, errors } = await caller(rotateApiKey, { id, overlap });
  if (errors) throw errors[0];
  return data.rotateApiKey as Created;
}

async function resolved(key: string) {
  const { data } = await room.internal(resolveApiKey, { key });
  return data.resolveApiKey as { id: string; goodUntil: string | null } | null;
}

const inSeconds = (at: string | null | undefined) => (Date.parse(at ?? '') - Date.now()) / 1_000;

describe('rotateApiKey', () => {
  it('gives the same key a new secret, and the old one works for the overlap', async () => {
    const { secret, apiKey } = await newKey();
    const rotated = await rotate(apiKey.id, 60);
    expect(rotated.apiKey.id).toBe(apiKey.id);
    expect(rotated.secret.startsWith(rotated.apiKey.prefix)).toBe(true);
    expect(await resolved(rotated.secret)).toEqual({ id: apiKey.id, goodUntil: null });
    const old = await resolved(secret);
    expect(old?.id).toBe(apiKey.id);
    expect(inSeconds(old?.goodUntil)).toBeGreaterThan(50);
    expect(inSeconds(old?.goodUntil)).toBeLessThanOrEqual(61);
  });

  it('overlaps for a day when nothing is said', async () => {
    const { secret, apiKey } = await newKey();
    await partner(rotateByDefault, { id: apiKey.id });
    expect(Math.round(inSeconds((await resolved(secret))?.goodUntil) / 3_600)).toBe(24);
  });

  it('ends the old secrets at once without an overlap', async () => {
    const { secret, apiKey } = await newKey();
    const second = await rotate(apiKey.id, 600);
    const third = await rotate(apiKey.id, 0);
    expect(await resolved(secret)).toBeNull();
    expect(await resolved(second.secret)).toBeNull();
    expect(await resolved(third.secret)).not.toBeNull();
  });

  it('never extends the time for which an old secret works', async () => {
    const { secret, apiKey } = await newKey();
    await rotate(apiKey.id, 60);
    await rotate(apiKey.id, 604_800);
    expect(inSeconds((await resolved(secret))?.goodUntil)).toBeLessThanOrEqual(61);
  });

  it('keeps four old secrets at most', async () => {
    const { apiKey } = await newKey();
    for (let time = 0; time < 4; time += 1) await rotate(apiKey.id, 600);
    expect(await rotate(apiKey.id, 600)).toMatchObject({
      __typename: 'ValidationError',
      fields: [{ path: ['id'] }],
    });
    expect((await rotate(apiKey.id, 0)).__typename).toBe('ApiKeyCreated');
  });

  it.each([-1, 604_801])('refuses an overlap of %i seconds', async (overlap) => {
    const { apiKey } = await newKey();
    expect(await rotate(apiKey.id, overlap)).toMatchObject({
      __typename: 'ValidationError',
      fields: [{ path: ['overlapSeconds'] }],
    });
  });

  it('takes an overlap of a week', async () => {
    const { apiKey } = await newKey();
    expect((await rotate(apiKey.id, 604_800)).__typename).toBe('ApiKeyCreated');
  });

  it('finds no key that is not there, or somebody else has', async () => {
    const { secret, apiKey } = await newKey();
    const other = room.as(await room.account({ roles: ['ADMIN'] }), 'ADMIN');
    for (const [id, caller] of [
      ['nonsense', partner],
      [uuidV7(), partner],
      [apiKey.id, other],
    ] as const) {
      expect((await rotate(id, 0, caller)).__typename).toBe('NotFoundError');
    }
    expect(await resolved(secret)).not.toBeNull();
  });

  describe('by a session that was begun by the password alone', () => {
    const makeKey = `mutation { createApiKey(input: { name: "n", scopes: [INVENTORY_WRITE] }) {
      ... on ApiKeyCreated { secret apiKey { id prefix } } } }`;
    const staffWithKey = async () => {
      const owner = await room.account({ roles: ['PARTNER', 'ADMIN'] });
      const { data } = await room.as(owner, 'PARTNER', 'ADMIN')(makeKey);
      return { owner, ...(data.createApiKey as Created) };
    };

    it('leaves a key as it is that has roles of staff, and names them', async () => {
      const { owner, secret, apiKey } = await staffWithKey();
      const session = room.as(owner, 'PARTNER');
      const { codes, errors } = await session(rotateApiKey, { id: apiKey.id, overlap: 0 });
      expect(codes).toEqual(['FORBIDDEN']);
      expect(errors?.[0]?.extensions.requires).toEqual({ roles: ['ADMIN'], scopes: [] });
      expect(await resolved(secret)).not.toBeNull();
      const { secret: next } = await rotate(apiKey.id, 0, room.as(owner, 'PARTNER', 'ADMIN'));
      expect(await resolved(next)).not.toBeNull();
    });

    it('leaves a key of an earlier version as it is, too', async () => {
      const { owner, apiKey } = await staffWithKey();
      const pool = room.database.pool;
      await pool.query('UPDATE api_keys SET roles = NULL WHERE id = $1', [apiKey.id]);
      const { codes } = await room.as(owner, 'PARTNER')(rotateApiKey, { id: apiKey.id });
      expect(codes).toEqual(['FORBIDDEN']);
    });

    it('rotates a key that was made with no more roles', async () => {
      const owner = await room.account({ roles: ['PARTNER', 'ADMIN'] });
      const session = room.as(owner, 'PARTNER');
      const { apiKey } = (await session(createApiKey)).data.createApiKey as Created;
      expect((await rotate(apiKey.id, 0, session)).__typename).toBe('ApiKeyCreated');
    });
  });

  it('fixes the roles of a key of an earlier version', async () => {
    const { secret, apiKey } = await newKey();
    const pool = room.database.pool;
    const stored = async () =>
      (await pool.query('SELECT roles::text FROM api_keys WHERE id = $1', [apiKey.id])).rows;
    await pool.query('UPDATE api_keys SET roles = NULL WHERE id = $1', [apiKey.id]);
    await rotate(apiKey.id, 60);
    expect(await stored()).toEqual([{ roles: '{PARTNER}' }]);
    expect(await resolved(secret)).not.toBeNull();
  });

  it('brings no revoked key back', async () => {
    const { apiKey } = await newKey();
    await partner(revokeApiKey, { id: apiKey.id });
    expect((await rotate(apiKey.id, 60)).__typename).toBe('ValidationError');
  });

  it('is refused at once to an owner who was demoted or signed out', async () => {
    const admin = room.as(await room.account({ roles: ['ADMIN'] }), 'ADMIN');
    for (const [end, code] of [
      [
        (id: string) =>
          admin(`mutation { assignRoles(userId: "${id}", roles: [CUSTOMER]) { __typename } }`),
        'FORBIDDEN',
      ],
      [(id: string) => room.as(id, 'PARTNER')('mutation { logoutEverywhere }'), 'UNAUTHENTICATED'],
    ] as const) {
      const id = await room.account({ roles: ['PARTNER'] });
      const owner = room.as(id, 'PARTNER');
      const { apiKey, secret } = (await owner(createApiKey)).data.createApiKey as Created;
      await end(id);
      const variables = { id: apiKey.id, overlap: 0 };
      expect((await owner(rotateApiKey, variables)).codes).toEqual([code]);
      expect((await owner(revokeApiKey, variables)).codes).toEqual(['UNAUTHENTICATED']);
      expect(await resolved(secret)).not.toBeNull();
    }
  });

  it('is in the audit log', async () => {
    const { apiKey } = await newKey();
    await rotate(apiKey.id, 60);
    const { rows } = await room.database.pool.query(
      `SELECT action, detail FROM audit_entries WHERE subject = $1 ORDER BY at DESC LIMIT 1`,
      [`ApiKey:${apiKey.id}`],
    );
    expect(rows).toEqual([{ action: 'api_key.rotate', detail: '{"overlapSeconds":60}' }]);
  });
});
