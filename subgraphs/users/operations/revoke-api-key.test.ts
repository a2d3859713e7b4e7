import { beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { createApiKey, resolveApiKey } from '../testing/documents';
import { type Caller, usersRoomForFile } from '../testing/users-room';

const revokeApiKey = `mutation ($id: ID!) {
  revokeApiKey(id: $id) { __typename ... on ApiKey { id revokedAt } }
}`;
const rotateApiKey = `mutation ($id: ID!) {
  rotateApiKey(id: $id) { ... on ApiKeyCreated { secret } }
}`;

const room = usersRoomForFile();
let ownerId: string;
let partner: Caller;
beforeAll(async () => {
  ownerId = await room.account({ roles: ['PARTNER'] });
  partner = room.as(ownerId, 'PARTNER');
});

async function newKey() {
  const { data } = await partner(createApiKey);
  const { secret, apiKey } = data.createApiKey as { secret: string; apiKey: { id: string } };
  return { secret, id: apiKey.id };
}

const revoke = async (id: string, caller = partner) =>
  (await caller(revokeApiKey, { id })).data.revokeApiKey as Record<string, string>;

const isKnown = async (key: string) =>
  (await room.internal(resolveApiKey, { key })).data.resolveApiKey !== null;

describe('revokeApiKey', () => {
  it('ends the key with all its secrets', async () => {
    const { id, secret } = await newKey();
    const { data } = await partner(rotateApiKey, { id });
    const rotated = (data.rotateApiKey as { secret: string }).secret;
    const revoked = await revoke(id);
    expect(Date.parse(revoked.revokedAt ?? '')).toBeGreaterThan(Date.now() - 10_000);
    expect([await isKnown(secret), await isKnown(rotated)]).toEqual([false, false]);
  });

  it('changes nothing the second time', async () => {
    const { id } = await newKey();
    const first = await revoke(id);
    expect(await revoke(id)).toEqual(first);
    const { rows } = await room.database.pool.query(
      `SELECT FROM audit_entries WHERE subject = $1 AND action = 'api_key.revoke'`,
      [`ApiKey:${id}`],
    );
    expect(rows).toHaveLength(1);
  });

  it('finds no key that is not there, or somebody else has', async () => {
    const { id, secret } = await newKey();
    const other = room.as(await room.account({ roles: ['PARTNER'] }), 'PARTNER');
    for (const answer of [await revoke('x'), await revoke(uuidV7()), await revoke(id, other)]) {
      expect(answer.__typename).toBe('NotFoundError');
    }
    expect(await isKnown(secret)).toBe(true);
  });

  it("lets an ADMIN revoke anybody's key, by what it holds now", async () => {
    const { id, secret } = await newKey();
    const past = room.as(await room.account({ roles: ['SUPPORT'] }), 'ADMIN');
    expect((await revoke(id, past)).__typename).toBe('NotFoundError');
    expect(await isKnown(secret)).toBe(true);
    const admin = room.as(await room.account({ roles: ['ADMIN'] }), 'ADMIN');
    expect((await revoke(id, admin)).__typename).toBe('ApiKey');
    expect(await isKnown(secret)).toBe(false);
  });

  it('works for its owner, even if none of their roles allows keys now', async () => {
    const { id, secret } = await newKey();
    expect((await revoke(id, room.as(ownerId, 'CUSTOMER'))).__typename).toBe('ApiKey');
    expect(await isKnown(secret)).toBe(false);
  });
});
