import { describe, expect, it } from 'vitest';
import { createApiKey, login, resolveApiKey } from '../testing/documents';
import { password, usersRoomForFile } from '../testing/users-room';

const change = (verb: string) => `mutation ($userId: ID!) {
  ${verb}(userId: $userId, reason: "Asked by phone") { __typename ... on User { id } }
}`;

const room = usersRoomForFile();

describe('unlockAccount', () => {
  it('lets the account sign in again, with neither its sessions nor its keys', async () => {
    const admin = room.as(await room.account({ roles: ['ADMIN'] }), 'ADMIN');
    const userId = await room.account({ email: 'ada@example.com', password, roles: ['PARTNER'] });
    const { data } = await room.as(userId, 'PARTNER')(createApiKey);
    const { secret: key } = data.createApiKey as { secret: string };
    await admin(change('lockAccount'), { userId });
    const unlocked = { __typename: 'User', id: userId };
    expect((await admin(change('unlockAccount'), { userId })).data.unlockAccount).toEqual(unlocked);
    expect((await admin(change('unlockAccount'), { userId })).data.unlockAccount).toEqual(unlocked);
    expect((await room.anonymous()(login('ada@example.com'))).data.login).toMatchObject({
      __typename: 'Session',
    });
    expect((await room.internal(resolveApiKey, { key })).data.resolveApiKey).toBeNull();
    expect((await room.as(userId, 'PARTNER')(createApiKey)).codes).toEqual(['UNAUTHENTICATED']);
    const rows = await room.entriesAbout(`User:${userId}`);
    expect(rows).toMatchObject([{ action: 'user.lock' }, { action: 'user.unlock' }]);
  });
});
