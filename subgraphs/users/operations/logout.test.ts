import { beforeAll, describe, expect, it } from 'vitest';
import { login } from '../testing/documents';
import { password, usersRoomForFile } from '../testing/users-room';

const refreshSession = `mutation ($token: String!) {
  refreshSession(refreshToken: $token) { __typename ... on Session { refreshToken } }
}`;
const logout = 'mutation ($token: String!) { logout(refreshToken: $token) }';

const room = usersRoomForFile();
beforeAll(async () => {
  await room.account({ email: 'ada@example.com', password });
});

async function signIn(): Promise<string> {
  const { data } = await room.anonymous()(login('ada@example.com'));
  return (data.login as { refreshToken: string }).refreshToken;
}

async function refresh(token: string) {
  const { data } = await room.anonymous()(refreshSession, { token });
  return data.refreshSession as { __typename: string; refreshToken: string };
}

describe('logout', () => {
  it('ends the session of the refresh token', async () => {
    const token = await signIn();
    const { data } = await room.anonymous()(logout, { token });
    expect(data).toEqual({ logout: true });
    expect((await refresh(token)).__typename).toBe('SessionEndedError');
  });

  it('ends the session also when an older token of it is given', async () => {
    const first = await signIn();
    const { refreshToken } = await refresh(first);
    await room.anonymous()(logout, { token: first });
    expect((await refresh(refreshToken)).__typename).toBe('SessionEndedError');
  });

  it('leaves other sessions alone', async () => {
    const [one, other] = [await signIn(), await signIn()];
    await room.anonymous()(logout, { token: one });
    expect((await refresh(other)).__typename).toBe('Session');
  });

  it('is true again for a session that has ended, and for a token that never was', async () => {
    const token = await signIn();
    await room.anonymous()(logout, { token });
    expect((await room.anonymous()(logout, { token })).data).toEqual({ logout: true });
    expect((await room.anonymous()(logout, { token: 'none' })).data).toEqual({ logout: true });
  });

  it('of staff is audited once, although the request is anonymous', async () => {
    const email = 'grace@example.com';
    const id = await room.account({ email, password, roles: ['SUPPORT'] });
    const { data } = await room.anonymous()(login(email));
    const { refreshToken: token } = data.login as { refreshToken: string };
    for (let time = 0; time < 2; time += 1) await room.anonymous()(logout, { token });
    const { rows } = await room.database.pool.query(
      "SELECT actor, subject FROM audit_entries WHERE action = 'session.logout'",
    );
    expect(rows).toEqual([{ actor: `User:${id}`, subject: `User:${id}` }]);
  });
});
