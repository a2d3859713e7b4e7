import { expect, it } from 'vitest';
import { codeShown } from '../../../platform/testing/authenticator';
import { confirmSignIn, logIn } from '../testing/second-factor';
import { password, usersRoomForFile } from '../testing/users-room';

const mutation = `mutation ($email: EmailAddress!, $password: String!) {
  createAdministrator(email: $email, name: "Ada", password: $password) { secret uri recoveryCodes }
}`;

const room = usersRoomForFile({ staffSecondFactor: true });

const create = (email: string, typed = password) =>
  room.internal(mutation, { email, password: typed });

interface Created {
  readonly secret: string;
  readonly uri: string;
  readonly recoveryCodes: string[];
}

it('creates an ADMIN who signs in with the code of the app, or a recovery code', async () => {
  const email = 'Ada@shop.test';
  const created = (await create(email)).data.createAdministrator as Created;
  expect(created.uri).toContain(created.secret);
  expect(created.recoveryCodes).toHaveLength(10);
  const signIn = async (code: string, method: string) => {
    const { challenge, methods } = await logIn(room.anonymous(), email);
    expect(methods).toEqual(['TOTP', 'RECOVERY_CODE']);
    return (await confirmSignIn(room.anonymous(), challenge, code, method)).__typename;
  };
  expect(await signIn(codeShown(created.secret), 'TOTP')).toBe('Session');
  expect(await signIn(created.recoveryCodes[0] ?? '', 'RECOVERY_CODE')).toBe('Session');
  const { rows } = await room.database.pool.query(
    `SELECT roles::text, email_verified_at IS NOT NULL AS verified, array_agg(action ORDER BY action) AS actions
     FROM users JOIN audit_entries ON subject = 'User:' || users.id AND action NOT LIKE 'session%'
     WHERE name = 'Ada' GROUP BY users.id`,
  );
  expect(rows).toEqual([
    { roles: '{ADMIN}', verified: true, actions: ['second_factor.confirm', 'user.create'] },
  ]);
});

it('does not change an account that exists, and makes one of two at once', async () => {
  await room.account({ email: 'taken@shop.test', password });
  expect((await create('TAKEN@shop.test')).data.createAdministrator).toBeNull();
  const both = await Promise.all([create('once@shop.test'), create('once@shop.test')]);
  const made = both.filter(({ data }) => data.createAdministrator !== null);
  expect(made).toHaveLength(1);
});

it('refuses a password that a registration would refuse', async () => {
  expect((await create('weak@shop.test', 'short')).codes).toEqual(['BAD_USER_INPUT']);
});
