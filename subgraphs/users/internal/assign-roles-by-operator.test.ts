import { expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { enrolled } from '../testing/second-factor';
import { password, usersRoomForFile } from '../testing/users-room';

const mutation = `mutation ($email: String!, $roles: [Role!]!) {
  assignRolesByOperator(email: $email, roles: $roles) { changed refusal }
}`;

const room = usersRoomForFile({ staffSecondFactor: true });

const assign = async (email: string, ...roles: string[]) =>
  (await room.internal(mutation, { email, roles })).data.assignRolesByOperator;

const refused = (why: string) => ({ changed: false, refusal: expect.stringContaining(why) });

async function rolesOf(id: string): Promise<string> {
  const { rows } = await room.database.pool.query<{ roles: string }>(
    'SELECT roles::text FROM users WHERE id = $1',
    [id],
  );
  return rows[0]?.roles ?? '';
}

it('makes the first ADMIN of an account with a second factor, which is audited', async () => {
  const email = `${uuidV7()}@example.com`;
  const id = await room.account({ email, password });
  expect(await assign(email, 'ADMIN')).toEqual(refused('second factor'));
  expect(await rolesOf(id)).toBe('{CUSTOMER}');
  await enrolled(room.as(id, 'CUSTOMER'));
  expect(await assign(email.toUpperCase(), 'ADMIN')).toEqual({ changed: true, refusal: null });
  expect(await rolesOf(id)).toBe('{ADMIN}');
  const rows = await room.entriesAbout(`User:${id}`, 'user.assign_roles');
  expect(rows).toMatchObject([{ actor: 'system', detail: '{"from":"CUSTOMER","to":"ADMIN"}' }]);
  // The next one would leave the shop without an administrator who can act.
  await room.account({ roles: ['ADMIN'] });
  expect(await assign(email, 'CUSTOMER')).toEqual(refused('last ADMIN'));
  expect(await assign(email, 'ADMIN')).toEqual({ changed: false, refusal: null });
});

it('says so if the account does not exist', async () => {
  expect(await assign('nobody@example.com', 'ADMIN')).toEqual(refused('does not exist'));
});

it('takes a role of staff from an account without a second factor, and gives it none', async () => {
  const email = `${uuidV7()}@example.com`;
  const id = await room.account({ email, roles: ['ADMIN', 'SUPPORT'] });
  await room.account({ roles: ['ADMIN'] });
  expect(await assign(email, 'SUPPORT', 'WAREHOUSE')).toEqual(refused('second factor'));
  expect(await assign(email, 'SUPPORT', 'PARTNER')).toEqual({ changed: true, refusal: null });
  expect(await rolesOf(id)).toBe('{SUPPORT,PARTNER}');
});
