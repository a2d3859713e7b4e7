import { describe, expect, it } from 'vitest';
import { newSecretToken } from '../../../platform/auth/secret-token';
import { codeShown } from '../../../platform/testing/authenticator';
import { uuidV7 } from '../../../platform/values/uuid';
import { endedTokens } from '../testing/documents';
import { afterItsChange } from '../testing/locked-account';
import { confirmSignIn, enrolled, logIn } from '../testing/second-factor';
import { claimed, prepared, sendMails } from '../testing/sent-mails';
import { password, usersRoomForFile } from '../testing/users-room';

const replacement = 'another horse entirely';
const reset = `mutation ($token: String!, $password: String!) {
  resetPassword(token: $token, password: $password) {
    __typename
    ... on Session { accessToken refreshToken user { id emailVerified } }
    ... on SecondFactorRequired { challenge }
    ... on UserError { code }
    ... on ValidationError { fields { path } }
  }
}`;
const login = `mutation ($email: EmailAddress!, $password: String!) {
  login(input: { email: $email, password: $password }) {
    __typename ... on Session { refreshToken }
  }
}`;
const expired = { __typename: 'TokenExpiredError', code: 'TOKEN_EXPIRED' };

const room = usersRoomForFile();

const request = (email: string) =>
  room.anonymous()(`mutation { requestPasswordReset(email: "${email}") }`);

async function person(typed: string | null = password, isVerified = true) {
  const email = `${uuidV7()}@example.com`;
  const id = await room.account({ email, password: typed, isVerified });
  /** The token of a new mail. */
  const mailed = async (): Promise<string> => {
    await request(email);
    const mail = (await sendMails(room)).find(
      ({ to, kind }) => to === email && kind === 'reset_password',
    );
    if (!mail) throw new Error('No mail was sent.');
    return mail.token;
  };
  const signIn = async (secret: string) =>
    (await room.anonymous()(login, { email, password: secret })).data.login as {
      __typename: string;
      refreshToken: string;
    };
  return { id, email, mailed, signIn };
}

async function resetWith(token: string, next = replacement) {
  const { data, errors } = await room.anonymous()(reset, { token, password: next });
  if (errors) throw errors[0];
  return data.resetPassword as Record<string, unknown>;
}

describe('resetPassword', () => {
  it('opens no session if another change has followed', async () => {
    const { id, mailed } = await person();
    const token = await mailed();
    const { codes } = await afterItsChange(
      room.database.pool,
      id,
      () => room.anonymous()(reset, { token, password: replacement }),
      'UPDATE users SET token_generation = token_generation + 1 WHERE id = $1',
    );
    expect(codes).toEqual(['SERVICE_UNAVAILABLE']);
  });

  it('sets the password, verifies the address, signs in, and works once', async () => {
    const { id, mailed, signIn } = await person(password, false);
    const token = await mailed();
    expect(await resetWith(token)).toMatchObject({
      __typename: 'Session',
      user: { id, emailVerified: true },
    });
    expect((await signIn(replacement)).__typename).toBe('Session');
    expect((await signIn(password)).__typename).toBe('InvalidCredentialsError');
    expect(await resetWith(token, 'a third horse here')).toEqual(expired);
    expect((await signIn(replacement)).__typename).toBe('Session');
  });

  it('never skips the second factor of a verified account', async () => {
    const { id, email, mailed } = await person();
    const { secret } = await enrolled(room.as(id, 'CUSTOMER'));
    const answer = await resetWith(await mailed());
    expect(answer).toEqual({ __typename: 'SecondFactorRequired', challenge: expect.any(String) });
    const { rowCount } = await room.database.pool.query(
      'SELECT FROM sessions WHERE user_id = $1 AND ended_at IS NULL',
      [id],
    );
    expect(rowCount).toBe(0);
    const code = codeShown(secret, 1);
    const session = await confirmSignIn(room.anonymous(), String(answer.challenge), code);
    expect(session.__typename).toBe('Session');
    expect((await logIn(room.anonymous(), email, replacement)).__typename).toBe(
      'SecondFactorRequired',
    );
  });

  it('is how an imported account without a password gets its first one', async () => {
    const { mailed, signIn } = await person(null);
    await resetWith(await mailed());
    expect((await signIn(replacement)).__typename).toBe('Session');
  });

  it('ends every session and access token, and keeps API keys', async () => {
    const { id, mailed, signIn } = await person();
    const before = await signIn(password);
    await room.database.pool.query(
      `INSERT INTO api_keys (id, user_id, name, prefix, scopes) VALUES ($1, $2, 'feed', 'op_test_x', '{ORDERS_READ}')`,
      [uuidV7(), id],
    );
    await resetWith(await mailed());
    const refresh = `mutation ($token: String!) { refreshSession(refreshToken: $token) { __typename } }`;
    const refreshed = await room.anonymous()(refresh, { token: before.refreshToken });
    expect(refreshed.data).toEqual({ refreshSession: { __typename: 'SessionEndedError' } });
    const { data } = await room.internal(endedTokens);
    const { ends } = data.endedTokens as { ends: object[] };
    expect(ends).toContainEqual({ userId: id, belowGeneration: 1 });
    const { rows } = await room.database.pool.query(
      'SELECT revoked_at FROM api_keys WHERE user_id = $1',
      [id],
    );
    expect(rows).toEqual([{ revoked_at: null }]);
  });

  it('is audited and announced by mail', async () => {
    const { id, email, mailed } = await person();
    await resetWith(await mailed());
    const rows = await room.entriesAbout(`User:${id}`);
    expect(rows).toEqual([{ actor: `User:${id}`, action: 'user.reset_password', detail: null }]);
    const sent = (await sendMails(room)).filter(({ to }) => to === email);
    expect(sent).toMatchObject([{ kind: 'password_was_reset' }]);
  });

  it('refuses every token but the newest', async () => {
    const { mailed } = await person();
    const first = await mailed();
    const second = await mailed();
    expect(await resetWith(first)).toEqual(expired);
    expect((await resetWith(second)).__typename).toBe('Session');
  });

  it('accepts the token of the last attempt to send a mail', async () => {
    const { email } = await person();
    await sendMails(room);
    await request(email);
    const [id = ''] = await claimed(room);
    const lost = await prepared(room, id);
    const arrived = await prepared(room, id);
    expect(await resetWith(lost?.token ?? '')).toEqual(expired);
    expect((await resetWith(arrived?.token ?? '')).__typename).toBe('Session');
  });

  it.each([
    ['after 30 minutes', `UPDATE mail_tokens SET expires_at = created_at WHERE user_id = $1`],
    ['of an account that was locked', 'UPDATE users SET locked_at = now() WHERE id = $1'],
    [
      'sent to an earlier address',
      `UPDATE users SET email = 'new-' || id || '@example.com', email_sealed = NULL WHERE id = $1`,
    ],
    ['for another purpose', `UPDATE mail_tokens SET purpose = 'verify_email' WHERE user_id = $1`],
  ])('refuses a token %s', async (_what, statement) => {
    const { id, mailed } = await person();
    const token = await mailed();
    await room.database.pool.query(statement, [id]);
    expect(await resetWith(token)).toEqual(expired);
  });

  it('mails tokens that last 30 minutes', async () => {
    const { id, mailed } = await person();
    await mailed();
    const { rows } = await room.database.pool.query(
      `SELECT extract(epoch FROM expires_at - created_at)::int AS seconds FROM mail_tokens
       WHERE user_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ seconds: 1_800 }]);
  });

  it('refuses forgeries', async () => {
    const { mailed } = await person();
    const token = await mailed();
    const forged = [
      newSecretToken().token,
      '',
      'x'.repeat(100_000),
      token.slice(0, -1),
      `${token} `,
    ];
    for (const text of forged) expect(await resetWith(text)).toEqual(expired);
    expect((await resetWith(token)).__typename).toBe('Session');
  });

  it('rejects a bad password without using up the token', async () => {
    const { mailed } = await person();
    const token = await mailed();
    for (const bad of ['short', 'password', 'x'.repeat(129)]) {
      expect(await resetWith(token, bad)).toMatchObject({
        code: 'VALIDATION',
        fields: [{ path: ['password'] }],
      });
    }
    expect((await resetWith(token)).__typename).toBe('Session');
  });

  it('works once when the same token is used at the same time', async () => {
    const { mailed } = await person();
    const token = await mailed();
    const tries = Array.from({ length: 5 }, (_, n) => resetWith(token, `${replacement} ${n}`));
    const types = (await Promise.all(tries)).map(({ __typename }) => __typename);
    expect(types.filter((type) => type === 'Session')).toHaveLength(1);
  });
});
