import { expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { enrolled, logIn } from '../testing/second-factor';
import { password, usersRoomForFile } from '../testing/users-room';

const query = 'mutation ($email: String!) { resetSecondFactorByOperator(email: $email) }';

const room = usersRoomForFile();

const reset = async (email: string) =>
  (await room.internal(query, { email })).data.resetSecondFactorByOperator;

it('removes the second factor of the account, which is audited', async () => {
  const email = `${uuidV7()}@example.com`;
  const id = await room.account({ email, password, roles: ['ADMIN'] });
  await enrolled(room.as(id, 'ADMIN'));
  expect((await logIn(room.anonymous(), email)).__typename).toBe('SecondFactorRequired');
  expect(await reset(email.toUpperCase())).toBe(true);
  expect((await logIn(room.anonymous(), email)).__typename).toBe('Session');
  const rows = await room.entriesAbout(`User:${id}`, 'second_factor.reset');
  expect(rows).toMatchObject([{ actor: 'system' }]);
});

it('answers false for an account without one, which may enrol one', async () => {
  const email = `${uuidV7()}@example.com`;
  const id = await room.account({ email, password });
  expect(await reset(email)).toBe(false);
  await enrolled(room.as(id, 'CUSTOMER'));
});

it('answers null for an account that does not exist', async () => {
  expect(await reset('nobody@example.com')).toBeNull();
});
