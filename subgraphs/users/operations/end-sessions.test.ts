import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { createApiKey, login, refreshSession, resolveApiKey } from '../testing/documents';
import { password, usersRoomForFile } from '../testing/users-room';

const endSessions = `mutation ($userId: ID!) {
  endSessions(userId: $userId) { __typename ... on User { id } }
}`;

const room = usersRoomForFile();

describe('endSessions', () => {
  it('ends the sessions and access tokens, and leaves keys and sign-in', async () => {
    const adminId = await room.account({ roles: ['ADMIN'] });
    const userId = await room.account({ email: 'ada@example.com', password, roles: ['PARTNER'] });
    const signIn = async () =>
      (await room.anonymous()(login('ada@example.com'))).data.login as Record<string, string>;
    const { refreshToken: token } = await signIn();
    const { data } = await room.as(userId, 'PARTNER')(createApiKey);
    const ended = await room.as(adminId, 'ADMIN')(endSessions, { userId });
    expect(ended.data.endSessions).toEqual({ __typename: 'User', id: userId });
    expect((await room.anonymous()(refreshSession, { token })).data.refreshSession).toEqual({
      __typename: 'SessionEndedError',
    });
    expect((await room.as(userId, 'PARTNER')(createApiKey)).codes).toEqual(['UNAUTHENTICATED']);
    const key = (data.createApiKey as { secret: string }).secret;
    expect((await room.internal(resolveApiKey, { key })).data.resolveApiKey).not.toBeNull();
    expect((await signIn()).__typename).toBe('Session');
    const rows = await room.entriesAbout(`User:${userId}`);
    expect(rows).toMatchObject([{ actor: `User:${adminId}`, action: 'user.end_sessions' }]);
  });

  it('is for ADMIN, and for SUPPORT where the account is a customer', async () => {
    const support = room.as(await room.account({ roles: ['SUPPORT'] }), 'SUPPORT');
    const customer = await room.account();
    expect((await support(endSessions, { userId: customer })).codes).toEqual([]);
    const partner = await room.account({ roles: ['PARTNER'] });
    expect((await support(endSessions, { userId: partner })).codes).toEqual(['FORBIDDEN']);
    const itself = await room.as(customer, 'CUSTOMER')(endSessions, { userId: customer });
    expect(itself.codes).toEqual(['FORBIDDEN']);
    for (const userId of ['nonsense', uuidV7()]) {
      const { data } = await support(endSessions, { userId });
      expect(data.endSessions).toEqual({ __typename: 'NotFoundError' });
    }
  });
});
