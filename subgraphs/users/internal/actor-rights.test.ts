import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { usersRoomForFile } from '../testing/users-room';

const actorRights = `query ($userId: ID!, $generation: Int, $key: ActorKeyInput) {
  actorRights(userId: $userId, generation: $generation, key: $key) { roles scopes hasEnded }
}`;
const createApiKey = `mutation {
  createApiKey(input: { name: "n", scopes: [ORDERS_READ, WEBHOOKS_MANAGE] }) {
    ... on ApiKeyCreated { secret apiKey { id } }
  }
}`;
const resolveApiKey = 'query ($key: String!) { resolveApiKey(key: $key) { id secretId } }';

const room = usersRoomForFile();

const rights = async (variables: object) =>
  (await room.internal(actorRights, { ...variables })).data.actorRights;

async function keyOf(userId: string) {
  const { data } = await room.as(userId, 'PARTNER')(createApiKey);
  const { secret } = data.createApiKey as { secret: string };
  const found = await room.internal(resolveApiKey, { key: secret });
  return found.data.resolveApiKey as { id: string; secretId: string };
}

describe('actorRights', () => {
  it('are the roles of the account now, and whether the token still counts', async () => {
    const userId = await room.account({ roles: ['SUPPORT', 'PARTNER'] });
    const roles = ['SUPPORT', 'PARTNER'];
    expect(await rights({ userId, generation: 0 })).toEqual({ roles, scopes: [], hasEnded: false });
    await room.as(userId, 'SUPPORT')('mutation { logoutEverywhere }');
    expect(await rights({ userId, generation: 0 })).toEqual({ roles, scopes: [], hasEnded: true });
    expect(await rights({ userId, generation: 1 })).toMatchObject({ hasEnded: false });
  });

  it('of a key are its scopes, cut by the roles of its owner now', async () => {
    const userId = await room.account({ roles: ['PARTNER'] });
    const key = await keyOf(userId);
    const scopes = ['ORDERS_READ', 'WEBHOOKS_MANAGE'];
    expect(await rights({ userId, key })).toEqual({ roles: ['PARTNER'], scopes, hasEnded: false });
    await room.database.pool.query(`UPDATE users SET roles = '{WAREHOUSE}' WHERE id = $1`, [
      userId,
    ]);
    expect(await rights({ userId, key })).toMatchObject({ scopes: ['ORDERS_READ'] });
  });

  it('of a key end with it, and with the secret that was sent', async () => {
    const userId = await room.account({ roles: ['PARTNER'] });
    const owner = room.as(userId, 'PARTNER');
    const [rotated, revoked] = [await keyOf(userId), await keyOf(userId)];
    await owner(`mutation { rotateApiKey(id: "${rotated.id}", overlapSeconds: 0) { __typename } }`);
    await owner(`mutation { revokeApiKey(id: "${revoked.id}") { __typename } }`);
    expect(await rights({ userId, key: rotated })).toBeNull();
    expect(await rights({ userId, key: revoked })).toBeNull();
  });

  it('are null for an account or key that is not there', async () => {
    const userId = await room.account({ roles: ['PARTNER'] });
    const key = await keyOf(userId);
    for (const variables of [
      { userId: uuidV7(), generation: 0 },
      { userId: 'nonsense', generation: 0 },
      { userId: await room.account(), key },
      { userId, key: { ...key, id: 'nonsense' } },
      { userId, key: { ...key, secretId: '' } },
    ]) {
      expect(await rights(variables)).toBeNull();
    }
  });

  it('want a generation or a key', async () => {
    const { codes } = await room.internal(actorRights, { userId: uuidV7() });
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });
});
