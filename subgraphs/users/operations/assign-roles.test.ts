import { beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { endedTokens, login } from '../testing/documents';
import { type Caller, password, usersRoom, usersRoomForFile } from '../testing/users-room';

const assignRoles = `mutation ($userId: ID!, $roles: [Role!]!) {
  assignRoles(userId: $userId, roles: $roles) {
    __typename ... on User { id roles } ... on ValidationError { fields { path } }
  }
}`;
const refreshSession = `mutation ($token: String!) {
  refreshSession(refreshToken: $token) { ... on Session { user { roles } } }
}`;

const room = usersRoomForFile();
let adminId: string;
let admin: Caller;
beforeAll(async () => {
  adminId = await room.account({ roles: ['ADMIN'] });
  admin = room.as(adminId, 'ADMIN');
});

const assign = async (userId: string, roles: string[], caller = admin) =>
  (await caller(assignRoles, { userId, roles })).data.assignRoles;

async function endOf(userId: string) {
  const { data } = await room.internal(endedTokens);
  const { ends } = data.endedTokens as { ends: { userId: string; belowGeneration: number }[] };
  return ends.find((end) => end.userId === userId)?.belowGeneration;
}

describe('assignRoles', () => {
  it('replaces the roles, and ends the access tokens', async () => {
    const id = await room.account();
    const user = { __typename: 'User', id };
    expect(await assign(id, ['SUPPORT', 'PARTNER', 'SUPPORT'])).toEqual({
      ...user,
      roles: ['SUPPORT', 'PARTNER'],
    });
    expect(await endOf(id)).toBe(1);
    expect(await assign(id, ['CUSTOMER'])).toEqual({ ...user, roles: ['CUSTOMER'] });
    expect(await endOf(id)).toBe(2);
  });

  it('takes at most a thousand roles, repetitions included', async () => {
    const id = await room.account();
    const of = (count: number) => Array.from({ length: count }, () => 'CUSTOMER');
    expect(await assign(id, of(1_000))).toMatchObject({ roles: ['CUSTOMER'] });
    expect(await assign(id, of(1_001))).toEqual({
      __typename: 'ValidationError',
      fields: [{ path: ['roles'] }],
    });
  });

  it('leaves the sessions, whose next tokens have the new roles', async () => {
    const email = 'promoted@example.com';
    const id = await room.account({ email, password });
    const { data } = await room.anonymous()(login(email));
    await assign(id, ['WAREHOUSE']);
    const token = (data.login as { refreshToken: string }).refreshToken;
    const refreshed = await room.anonymous()(refreshSession, { token });
    expect(refreshed.data.refreshSession).toEqual({ user: { roles: ['WAREHOUSE'] } });
  });

  it('changes nothing when they are the roles that it has', async () => {
    const id = await room.account({ roles: ['SUPPORT', 'PARTNER'] });
    await assign(id, ['PARTNER', 'SUPPORT']);
    expect(await endOf(id)).toBeUndefined();
  });

  it('is in the audit log with the roles before and after', async () => {
    const id = await room.account();
    await assign(id, ['PARTNER']);
    const rows = await room.entriesAbout(`User:${id}`);
    const detail = '{"from":"CUSTOMER","to":"PARTNER"}';
    expect(rows).toEqual([{ actor: `User:${adminId}`, action: 'user.assign_roles', detail }]);
  });

  it('refuses to leave an account without a role', async () => {
    expect(await assign(await room.account(), [])).toMatchObject({
      __typename: 'ValidationError',
      fields: [{ path: ['roles'] }],
    });
  });

  it('finds no account that is not there', async () => {
    for (const id of ['nonsense', uuidV7()]) {
      expect(await assign(id, ['ADMIN'])).toMatchObject({ __typename: 'NotFoundError' });
    }
  });

  it('never removes the last ADMIN, also of two at once', async () => {
    const fresh = await usersRoom();
    const ids = [
      await fresh.account({ roles: ['ADMIN'] }),
      await fresh.account({ roles: ['ADMIN', 'SUPPORT'] }),
    ];
    const outcomes = await Promise.all(
      ids.map((id) => assign(id, ['CUSTOMER'], fresh.as(id, 'ADMIN'))),
    );
    const types = outcomes.map((outcome) => (outcome as { __typename: string }).__typename);
    expect(types.sort()).toEqual(['User', 'ValidationError']);
    await fresh.close();
  });

  it('trusts the row and not the token: a demoted actor is refused at once', async () => {
    const rogueId = await room.account({ roles: ['ADMIN'] });
    const rogue = room.as(rogueId, 'ADMIN');
    await assign(rogueId, ['CUSTOMER']);
    const { data, codes } = await rogue(assignRoles, { userId: rogueId, roles: ['ADMIN'] });
    expect([data.assignRoles, codes]).toEqual([null, ['FORBIDDEN']]);
    const { rows } = await room.database.pool.query(
      'SELECT roles::text[] AS roles FROM users WHERE id = $1',
      [rogueId],
    );
    expect(rows).toEqual([{ roles: ['CUSTOMER'] }]);
  });

  it('refuses an ADMIN whose session has ended, and takes the next one', async () => {
    const [id, otherId] = [await room.account({ roles: ['ADMIN'] }), await room.account()];
    await room.as(id, 'ADMIN')('mutation { logoutEverywhere }');
    const change = { userId: otherId, roles: ['PARTNER'] };
    expect((await room.as(id, 'ADMIN')(assignRoles, change)).codes).toEqual(['UNAUTHENTICATED']);
    const next = room.asGeneration(1, id, 'ADMIN');
    expect(await assign(otherId, ['PARTNER'], next)).toMatchObject({ roles: ['PARTNER'] });
  });

  it('of a demotion and what the demoted does at the same moment, one comes first', async () => {
    for (let round = 0; round < 5; round += 1) {
      const rogueId = await room.account({ roles: ['ADMIN'] });
      const change = { userId: rogueId, roles: ['ADMIN', 'SUPPORT'] };
      const [demoted, promoted] = await Promise.all([
        admin(assignRoles, { userId: rogueId, roles: ['CUSTOMER'] }),
        room.as(rogueId, 'ADMIN')(assignRoles, change),
      ]);
      expect(demoted.data.assignRoles).toMatchObject({ roles: ['CUSTOMER'] });
      expect([[], ['FORBIDDEN']]).toContainEqual(promoted.codes);
      const { rows } = await room.database.pool.query(
        'SELECT roles::text[] AS roles FROM users WHERE id = $1',
        [rogueId],
      );
      expect(rows).toEqual([{ roles: ['CUSTOMER'] }]);
    }
  });
});
