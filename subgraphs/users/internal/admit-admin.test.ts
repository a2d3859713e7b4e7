import { beforeAll, describe, expect, it } from 'vitest';
import { usersRoom, usersRoomForFile } from '../testing/users-room';

const admitAdmin = `mutation ($accessToken: String!) {
  admitAdmin(accessToken: $accessToken, action: "process.profile_cpu", subject: "Process:orders") {
    userId isAdmin
  }
}`;
const tokenFor = 'query ($email: String!) { accessTokenFor(email: $email) }';

const room = usersRoomForFile();
let adminId: string;
beforeAll(async () => {
  adminId = await room.account({ email: 'admin@example.com', roles: ['ADMIN'] });
  // Somebody has to stay one.
  await room.account({ roles: ['ADMIN'] });
});

async function tokenOf(email: string): Promise<string> {
  const { data } = await room.internal(tokenFor, { email });
  return String(data.accessTokenFor);
}

async function admitted(accessToken: string) {
  const { data, codes } = await room.internal(admitAdmin, { accessToken });
  expect(codes).toEqual([]);
  return data.admitAdmin;
}

async function loggedOf(userId: string) {
  const { rows } = await room.database.pool.query(
    `SELECT action, subject FROM audit_entries WHERE actor = $1 AND action LIKE 'process.%'`,
    [`User:${userId}`],
  );
  return rows;
}

describe('admitAdmin', () => {
  it('knows an ADMIN, and has written down what for', async () => {
    const token = await tokenOf('admin@example.com');
    expect(await admitted(token)).toEqual({ userId: adminId, isAdmin: true });
    expect(await loggedOf(adminId)).toEqual([
      { action: 'process.profile_cpu', subject: 'Process:orders' },
    ]);
  });

  it('says of another account that it is none, and writes nothing', async () => {
    const userId = await room.account({ email: 'support@example.com', roles: ['SUPPORT'] });
    expect(await admitted(await tokenOf('support@example.com'))).toEqual({
      userId,
      isAdmin: false,
    });
    expect(await loggedOf(userId)).toEqual([]);
  });

  it('knows no token that is changed, made up, or of another system', async () => {
    const token = await tokenOf('admin@example.com');
    const other = await usersRoom();
    await other.account({ email: 'admin@example.com', roles: ['ADMIN'] });
    const { data } = await other.internal(tokenFor, { email: 'admin@example.com' });
    const foreign = String(data.accessTokenFor);
    for (const bad of [`${token.slice(0, -8)}AAAAAAAA`, 'a.b.c', '', foreign]) {
      expect(await admitted(bad)).toBeNull();
    }
    await other.close();
  });

  it('goes by the roles of now: a token from before a change has ended', async () => {
    const token = await tokenOf('admin@example.com');
    const assignRoles = `mutation ($userId: ID!) {
      assignRoles(userId: $userId, roles: [SUPPORT]) { __typename }
    }`;
    await room.as(adminId, 'ADMIN')(assignRoles, { userId: adminId });
    expect(await admitted(token)).toBeNull();
    expect(await admitted(await tokenOf('admin@example.com'))).toMatchObject({ isAdmin: false });
  });
});
