import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secretTokenHash } from '../../../platform/auth/secret-token';
import { uuidV7 } from '../../../platform/values/uuid';
import {
  createApiKey,
  endedTokens,
  login,
  refreshSession,
  resolveApiKey,
} from '../testing/documents';
import { type Caller, password, type UsersRoom, usersRoom } from '../testing/users-room';

const lockAccount = `mutation ($userId: ID!, $reason: String!) {
  lockAccount(userId: $userId, reason: $reason) {
    __typename ... on User { id } ... on ValidationError { fields { path } }
  }
}`;
const changePassword = `mutation {
  changePassword(current: "${password}", new: "another good phrase") { __typename }
}`;

let room: UsersRoom;
let adminId: string;
let admin: Caller;
let support: Caller;
const notified: string[] = [];
beforeAll(async () => {
  const orders = async (query: string) => {
    notified.push(query);
    return { accountsLocked: true };
  };
  room = await usersRoom({ orders: orders as never });
  adminId = await room.account({ roles: ['ADMIN'] });
  admin = room.as(adminId, 'ADMIN');
  support = room.as(await room.account({ roles: ['SUPPORT'] }), 'SUPPORT');
});
afterAll(() => room.close());

const lock = (userId: string, caller = admin, reason = 'Stolen cards') =>
  caller(lockAccount, { userId, reason });

async function newAccount(...roles: ('CUSTOMER' | 'PARTNER' | 'WAREHOUSE')[]) {
  const email = `${uuidV7()}@example.com`;
  const id = await room.account({ email, password, roles });
  return { id, email, signIn: () => room.anonymous()(login(email)) };
}

describe('lockAccount', () => {
  it('ends all sessions, tokens and keys at once, and refuses new ones', async () => {
    const { id, signIn } = await newAccount('PARTNER');
    const { refreshToken } = (await signIn()).data.login as { refreshToken: string };
    const partner = room.as(id, 'PARTNER');
    const { secret } = (await partner(createApiKey)).data.createApiKey as { secret: string };
    expect((await lock(id)).data.lockAccount).toEqual({ __typename: 'User', id });

    const refreshed = await room.anonymous()(refreshSession, { token: refreshToken });
    expect(refreshed.data.refreshSession).toEqual({ __typename: 'SessionEndedError' });
    expect((await room.internal(resolveApiKey, { key: secret })).data.resolveApiKey).toBeNull();
    expect((await partner(createApiKey)).codes).toEqual(['UNAUTHENTICATED']);
    expect((await room.asGeneration(9, id, 'PARTNER')(createApiKey)).codes).toEqual([
      'UNAUTHENTICATED',
    ]);
    const rights = `{ actorRights(userId: "${id}", generation: 9) { hasEnded } }`;
    expect((await room.internal(rights)).data.actorRights).toBeNull();
    const { data } = await room.internal(endedTokens);
    expect((data.endedTokens as { ends: object[] }).ends).toContainEqual({
      userId: id,
      belowGeneration: 1,
    });
    expect(notified).toContain('mutation { accountsLocked }');
  });

  it('answers a sign-in as a wrong password is answered, and counts it as a failure', async () => {
    const { id, email, signIn } = await newAccount('CUSTOMER');
    await lock(id);
    const locked = await signIn();
    const unknown = await room.anonymous()(login(`un${email}`));
    expect(locked.data.login).toEqual(unknown.data.login);
    expect(locked.data.login).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    const rows = await room.entriesAbout(`User:${id}`, 'session.sign_in_failed');
    expect(rows).toMatchObject([{ detail: '{"reason":"locked"}' }]);
  });

  it('leaves no way round by another password', async () => {
    const { id } = await newAccount('CUSTOMER');
    await lock(id);
    const { codes } = await room.as(id, 'CUSTOMER')(changePassword);
    expect(codes).toEqual(['UNAUTHENTICATED']);
  });

  it('takes no refresh token that was made beside it', async () => {
    const { id, signIn } = await newAccount('CUSTOMER');
    const { refreshToken } = (await signIn()).data.login as { refreshToken: string };
    await lock(id);
    // The sign-in is made to look as if it had been committed after the sessions were ended.
    await room.database.pool.query(
      `UPDATE sessions SET ended_at = NULL
       WHERE id = (SELECT session_id FROM refresh_tokens WHERE token_hash = $1)`,
      [secretTokenHash(refreshToken)],
    );
    const refreshed = await room.anonymous()(refreshSession, { token: refreshToken });
    expect(refreshed.data.refreshSession).toEqual({ __typename: 'SessionEndedError' });
  });

  it('is in the audit log, and keeps the reason with the account', async () => {
    const { id } = await newAccount('CUSTOMER');
    await lock(id);
    await lock(id, admin, 'once more');
    const rows = await room.entriesAbout(`User:${id}`);
    expect(rows).toEqual([{ actor: `User:${adminId}`, action: 'user.lock', detail: null }]);
    const locks = await room.database.pool.query(
      'SELECT actor, is_locked, reason FROM account_locks WHERE user_id = $1',
      [id],
    );
    const reason = 'Stolen cards';
    expect(locks.rows).toEqual([{ actor: `User:${adminId}`, is_locked: true, reason }]);
  });

  it('lets SUPPORT lock customers only', async () => {
    const customer = await newAccount('CUSTOMER');
    expect((await lock(customer.id, support)).data.lockAccount).toMatchObject({ id: customer.id });
    for (const roles of [['PARTNER'], ['CUSTOMER', 'WAREHOUSE']] as const) {
      const other = await newAccount(...roles);
      expect((await lock(other.id, support)).codes).toEqual(['FORBIDDEN']);
      expect((await other.signIn()).data.login).toMatchObject({ __typename: 'Session' });
    }
    expect((await lock(adminId, support)).codes).toEqual(['FORBIDDEN']);
  });

  it('refuses the own account, an empty reason and one with a card number', async () => {
    const { id } = await newAccount('CUSTOMER');
    const path = async (...given: Parameters<typeof lock>) =>
      ((await lock(...given)).data.lockAccount as { fields: { path: string[] }[] }).fields[0]?.path;
    expect(await path(adminId)).toEqual(['userId']);
    expect(await path(id, admin, '  ')).toEqual(['reason']);
    expect(await path(id, admin, 'x'.repeat(501))).toEqual(['reason']);
    expect(await path(id, admin, 'used 4111 1111 1111 1111')).toEqual(['reason']);
  });

  it('finds no account that is not there', async () => {
    for (const id of ['nonsense', uuidV7()]) {
      expect((await lock(id)).data.lockAccount).toEqual({ __typename: 'NotFoundError' });
    }
  });

  it('counts no locked ADMIN as the one who is left', async () => {
    const fresh = await usersRoom();
    const ids = [
      await fresh.account({ roles: ['ADMIN'] }),
      await fresh.account({ roles: ['ADMIN'] }),
    ] as const;
    const first = fresh.as(ids[0], 'ADMIN');
    await first(lockAccount, { userId: ids[1], reason: 'left' });
    const demote = `mutation { assignRoles(userId: "${ids[0]}", roles: [CUSTOMER]) { __typename } }`;
    expect((await first(demote)).data.assignRoles).toEqual({ __typename: 'ValidationError' });
    await fresh.close();
  });
});
