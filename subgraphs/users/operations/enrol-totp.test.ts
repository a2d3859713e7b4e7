import { beforeAll, describe, expect, it } from 'vitest';
import { verifyAccessToken } from '../../../platform/auth/access-token';
import { publicKeyOf } from '../../../platform/auth/signing-key';
import { codeShown } from '../../../platform/testing/authenticator';
import { uuidV7 } from '../../../platform/values/uuid';
import {
  confirmSignIn,
  confirmTotp,
  enrolled,
  enrolTotp,
  forgetUsedSteps,
  logIn,
} from '../testing/second-factor';
import { password, type UsersRoom, usersRoom, usersRoomForFile } from '../testing/users-room';

const room = usersRoomForFile();
let strict: UsersRoom;
beforeAll(async () => {
  strict = await usersRoom({ database: room.database, staffSecondFactor: true });
});

describe('enrolTotp', () => {
  it('answers a secret for an authenticator app', async () => {
    const email = `${uuidV7()}@example.com`;
    const id = await room.account({ email, password });
    const { data } = await room.as(id, 'CUSTOMER')(enrolTotp, { password });
    const { secret, uri } = data.enrolTotp as { secret: string; uri: string };
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    const read = new URL(uri);
    expect(`${read.protocol}//${read.host}`).toBe('otpauth://totp');
    expect(read.searchParams.get('secret')).toBe(secret);
    expect(decodeURIComponent(read.pathname)).toBe(`/orderprocessing:${email}`);
  });

  it('stores the secret encrypted, and needs no code before it is confirmed', async () => {
    const email = `${uuidV7()}@example.com`;
    const id = await room.account({ email, password });
    const { data } = await room.as(id, 'CUSTOMER')(enrolTotp, { password });
    const { secret } = data.enrolTotp as { secret: string };
    const { rows } = await room.database.pool.query(
      'SELECT secret_sealed AS sealed FROM second_factors WHERE user_id = $1',
      [id],
    );
    expect(rows[0]?.sealed).toHaveLength(12 + 16 + 20);
    expect(String(rows[0]?.sealed)).not.toContain(secret);
    expect((await logIn(room.anonymous(), email)).__typename).toBe('Session');
  });

  it('refuses a wrong password, which counts as a failed sign-in', async () => {
    const id = await room.account({ password });
    const limited = await usersRoom({ database: room.database, signInFailuresPerMinute: 1 });
    const caller = limited.as(id, 'CUSTOMER');
    const { codes, errors } = await caller(enrolTotp, { password: 'a wrong one' });
    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(errors?.[0]?.extensions.fields).toEqual([
      { path: ['password'], message: 'The password is wrong.' },
    ]);
    expect((await caller(enrolTotp, { password })).codes).toEqual(['RATE_LIMITED']);
  });

  it('refuses while a second factor is on', async () => {
    const id = await room.account({ password });
    await enrolled(room.as(id, 'CUSTOMER'));
    const { codes } = await room.as(id, 'CUSTOMER')(enrolTotp, { password });
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });

  it('needs a verified e-mail address', async () => {
    const id = await room.account({ password, isVerified: false });
    const caller = room.as(id, 'CUSTOMER');
    const { codes, errors } = await caller(enrolTotp, { password });
    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(errors?.[0]?.message).toContain('`requestEmailVerification`');
    await room.database.pool.query('UPDATE users SET email_verified_at = now() WHERE id = $1', [
      id,
    ]);
    expect((await caller(enrolTotp, { password })).codes).toEqual([]);
  });
});

async function rolesIn(accessToken: string): Promise<unknown> {
  const { data } = await room.internal('{ signingKeys { publicJwk } }');
  const [key] = data.signingKeys as { publicJwk: string }[];
  const publicKey = publicKeyOf(key?.publicJwk ?? '');
  return verifyAccessToken(accessToken, () => publicKey, room.configuration.auth)?.roles;
}

describe('staff, where it needs a second factor', () => {
  const staffAccount = async (ageHours = 0) => {
    const email = `${uuidV7()}@example.com`;
    const id = await room.account({ email, password, roles: ['CUSTOMER', 'ADMIN'] });
    await room.database.pool.query(
      'UPDATE users SET created_at = created_at - make_interval(hours => $2) WHERE id = $1',
      [id, ageHours],
    );
    return { id, email, restricted: strict.as(id, 'CUSTOMER') };
  };

  it('has no roles of staff after a sign-in without one, and all of them with one', async () => {
    const { id, email, restricted } = await staffAccount();
    const first = await logIn(strict.anonymous(), email);
    expect(await rolesIn(first.accessToken)).toEqual(['CUSTOMER']);
    const { secret } = await enrolled(restricted);
    await forgetUsedSteps(room);
    const { challenge } = await logIn(strict.anonymous(), email);
    const full = await confirmSignIn(strict.anonymous(), challenge, codeShown(secret));
    expect(await rolesIn(full.accessToken)).toEqual(['CUSTOMER', 'ADMIN']);

    const refresh = `mutation ($token: String!) {
      refreshSession(refreshToken: $token) { ... on Session { accessToken } }
    }`;
    const refreshed = async (token: string) => {
      const { data } = await strict.anonymous()(refresh, { token });
      return rolesIn((data.refreshSession as { accessToken: string }).accessToken);
    };
    // The session from before the enrolment never had a second factor.
    expect(await refreshed(first.refreshToken)).toEqual(['CUSTOMER']);
    expect(await refreshed(full.refreshToken)).toEqual(['CUSTOMER', 'ADMIN']);

    const changePassword = `mutation ($new: String!) {
      changePassword(current: "${password}", new: $new) { ... on Session { accessToken } }
    }`;
    const recent = strict.as(id, 'CUSTOMER');
    const { data } = await recent(changePassword, { new: 'another long password' });
    const changed = data.changePassword as { accessToken: string };
    expect(await rolesIn(changed.accessToken)).toEqual(['CUSTOMER']);
    await room.database.pool.query('DELETE FROM users WHERE id = $1', [id]);
  });

  it('keeps the roles of a session with a second factor when the password changes', async () => {
    const { id, restricted } = await staffAccount();
    await enrolled(restricted);
    const { data } = await strict.as(
      id,
      'CUSTOMER',
      'ADMIN',
    )(
      `mutation { changePassword(current: "${password}", new: "another long password") {
        ... on Session { accessToken }
      } }`,
    );
    const { accessToken } = data.changePassword as { accessToken: string };
    expect(await rolesIn(accessToken)).toEqual(['CUSTOMER', 'ADMIN']);
  });

  it('may enrol for a day after the registration, and then not by its password alone', async () => {
    const { email, restricted } = await staffAccount(25);
    expect((await restricted(enrolTotp, { password })).codes).toEqual(['FORBIDDEN']);
    const reset = `mutation ($email: String!) { resetSecondFactorByOperator(email: $email) }`;
    expect((await strict.internal(reset, { email })).data).toEqual({
      resetSecondFactorByOperator: false,
    });
    await enrolled(restricted);
  });

  it('may enrol another one in a session that had one', async () => {
    const { id } = await staffAccount(25);
    await enrolled(strict.as(id, 'CUSTOMER', 'ADMIN'));
  });

  it('gets no rights of its account that its session lacks', async () => {
    const { id, restricted } = await staffAccount();
    const { data: actor } = await room.internal(
      'query ($id: ID!) { actorRights(userId: $id, generation: 0) { roles } }',
      { id },
    );
    expect(actor.actorRights).toEqual({ roles: ['CUSTOMER', 'ADMIN'] });
    const assign = `mutation ($id: ID!) { assignRoles(userId: $id, roles: [PARTNER]) { __typename } }`;
    expect((await restricted(assign, { id })).codes).toEqual(['FORBIDDEN']);
    const other = await room.account({ roles: ['PARTNER'] });
    const owner = room.as(other, 'PARTNER');
    const { data } = await owner(
      `mutation { createApiKey(input: { name: "key", scopes: [ORDERS_READ] }) {
        ... on ApiKeyCreated { apiKey { id } }
      } }`,
    );
    const { apiKey } = data.createApiKey as { apiKey: { id: string } };
    const revoke = 'mutation ($id: ID!) { revokeApiKey(id: $id) { __typename } }';
    // An ADMIN may revoke any key.
    expect((await restricted(revoke, apiKey)).data).toEqual({
      revokeApiKey: { __typename: 'NotFoundError' },
    });
  });

  it('becomes staff only with a second factor', async () => {
    const admin = await room.account({ roles: ['ADMIN'] });
    const id = await room.account({ password });
    const assign = `mutation ($id: ID!, $roles: [Role!]!) {
      assignRoles(userId: $id, roles: $roles) { __typename ... on ValidationError { fields { path } } }
    }`;
    const assigned = async (...roles: string[]) =>
      (await strict.as(admin, 'ADMIN')(assign, { id, roles })).data.assignRoles;
    expect(await assigned('SUPPORT')).toEqual({
      __typename: 'ValidationError',
      fields: [{ path: ['roles'] }],
    });
    expect(await assigned('PARTNER')).toEqual({ __typename: 'User' });
    await enrolled(strict.asGeneration(1, id, 'PARTNER'));
    expect(await assigned('SUPPORT')).toEqual({ __typename: 'User' });
  });
});

it('confirmTotp of nothing is refused', async () => {
  const id = await room.account({ password });
  const { data } = await room.as(id, 'CUSTOMER')(confirmTotp, { code: '123456' });
  expect(data.confirmTotp).toMatchObject({ __typename: 'InvalidCredentialsError' });
});
