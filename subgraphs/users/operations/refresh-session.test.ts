import { beforeAll, describe, expect, it } from 'vitest';
import { verifyAccessToken } from '../../../platform/auth/access-token';
import { secretTokenHash } from '../../../platform/auth/secret-token';
import { publicKeyOf } from '../../../platform/auth/signing-key';
import { password, usersRoom, usersRoomForFile } from '../testing/users-room';

const session = '... on Session { accessToken refreshToken refreshTokenExpiresAt user { id } }';
const login = `mutation ($email: EmailAddress!, $password: String!) {
  login(input: { email: $email, password: $password }) { ${session} }
}`;
const refreshSession = `mutation ($token: String!) {
  refreshSession(refreshToken: $token) { __typename ${session} ... on UserError { code message } }
}`;

interface Session {
  __typename: string;
  accessToken: string;
  refreshToken: string;
  refreshTokenExpiresAt: string;
  user: { id: string };
}

const room = usersRoomForFile();
let userId: string;
beforeAll(async () => {
  userId = await room.account({ email: 'ada@example.com', password });
});

async function signIn(): Promise<string> {
  const { data } = await room.anonymous()(login, { email: 'ada@example.com', password });
  return (data.login as Session).refreshToken;
}

async function refresh(token: string): Promise<Session> {
  const { data, errors } = await room.anonymous()(refreshSession, { token });
  if (errors) throw errors[0];
  return data.refreshSession as Session;
}

async function renewed(token: string): Promise<string> {
  const answer = await refresh(token);
  expect(answer.__typename).toBe('Session');
  return answer.refreshToken;
}

async function ended(token: string): Promise<void> {
  expect(await refresh(token)).toMatchObject({
    __typename: 'SessionEndedError',
    code: 'SESSION_ENDED',
  });
}

/** What happened to the token happened that much earlier. */
async function shift(token: string, seconds: number): Promise<void> {
  await room.database.pool.query(
    'UPDATE refresh_tokens SET used_at = used_at - make_interval(secs => $2) WHERE token_hash = $1',
    [secretTokenHash(token), seconds],
  );
}

describe('refreshSession', () => {
  it('exchanges a refresh token for a new pair of tokens', async () => {
    const first = await signIn();
    const answer = await refresh(first);
    expect(answer).toMatchObject({ __typename: 'Session', user: { id: userId } });
    expect(answer.refreshToken).not.toBe(first);
    await renewed(answer.refreshToken);
  });

  it('gives the roles that the account has by now', async () => {
    const token = await signIn();
    await room.database.pool.query(`UPDATE users SET roles = '{SUPPORT}' WHERE id = $1`, [userId]);
    const { accessToken } = await refresh(token);
    const { data } = await room.internal('{ signingKeys { publicJwk } }');
    const [key] = data.signingKeys as { publicJwk: string }[];
    const publicKey = publicKeyOf(key?.publicJwk ?? '');
    const verified = verifyAccessToken(accessToken, () => publicKey, room.configuration.auth);
    expect(verified?.roles).toEqual(['SUPPORT']);
    await room.database.pool.query(`UPDATE users SET roles = '{CUSTOMER}' WHERE id = $1`, [userId]);
  });

  it('lasts 30 days from each refresh on', async () => {
    const answer = await refresh(await signIn());
    const { refreshTokenExpiresAt } = answer;
    const days = (Date.parse(refreshTokenExpiresAt) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThan(30.1);
  });

  it('repeated within 10 s, answers the same successor with its expiry', async () => {
    const first = await signIn();
    const lost = await refresh(first);
    await shift(first, 9);
    const again = await refresh(first);
    expect(again).toMatchObject({
      __typename: 'Session',
      refreshToken: lost.refreshToken,
      refreshTokenExpiresAt: lost.refreshTokenExpiresAt,
    });
    expect(again.accessToken).not.toBe(lost.accessToken);
    await renewed(again.refreshToken);
  });

  it('repeated again and again within 10 s, always answers the same', async () => {
    const first = await signIn();
    const answers = [await renewed(first), await renewed(first), await renewed(first)];
    expect(new Set(answers).size).toBe(1);
    await renewed(answers[0] ?? '');
  });

  it('forgets how a successor is computed as soon as it is used', async () => {
    const first = await signIn();
    const second = await renewed(first);
    const salts = async () => {
      const { rows } = await room.database.pool.query(
        `SELECT token_hash AS hash FROM refresh_tokens WHERE salt IS NOT NULL AND session_id =
           (SELECT session_id FROM refresh_tokens WHERE token_hash = $1)`,
        [secretTokenHash(first)],
      );
      return rows.map(({ hash }) => hash);
    };
    expect(await salts()).toEqual([secretTokenHash(first)]);
    await renewed(second);
    expect(await salts()).toEqual([secretTokenHash(second)]);
  });

  it('after the secret has changed, refuses a repeated token and keeps the family', async () => {
    const first = await signIn();
    const second = await renewed(first);
    const keySecret = 'another secret of the tests, also long enough to be one';
    const rotated = await usersRoom({ database: room.database, keySecret });
    const { data } = await rotated.anonymous()(refreshSession, { token: first });
    expect(data.refreshSession).toMatchObject({ __typename: 'SessionEndedError' });
    const { data: next } = await rotated.anonymous()(refreshSession, { token: second });
    expect(next.refreshSession).toMatchObject({ __typename: 'Session' });
  });

  it('keeps a token that the previous version revoked from working', async () => {
    const first = await signIn();
    const second = await renewed(first);
    await room.database.pool.query(
      'UPDATE refresh_tokens SET revoked_at = now() WHERE token_hash = $1',
      [secretTokenHash(second)],
    );
    await ended(second);
  });

  it('ends the whole family when a token comes back after 10 s', async () => {
    const first = await signIn();
    const second = await renewed(first);
    await shift(first, 11);
    await ended(first);
    await ended(second);
  });

  it('ends the family when a token comes back after its successor was used', async () => {
    const first = await signIn();
    const second = await renewed(first);
    const third = await renewed(second);
    await ended(first);
    await ended(second);
    await ended(third);
  });

  it('counts the 10 s from the first use, not from the last', async () => {
    const first = await signIn();
    await renewed(first);
    await shift(first, 6);
    await renewed(first);
    await shift(first, 6);
    await ended(first);
  });

  it('audits that a used token came back, once', async () => {
    const reuses = () => room.entriesAbout(`User:${userId}`, 'session.refresh_token_reused');
    const before = await reuses();
    const first = await signIn();
    await renewed(first);
    await renewed(first);
    expect(await reuses()).toEqual(before);
    await shift(first, 11);
    await ended(first);
    await ended(first);
    expect(await reuses()).toMatchObject([...before, { actor: 'system' }]);
  });

  it('leaves other sessions of the account alone', async () => {
    const [one, other] = [await signIn(), await signIn()];
    await renewed(one);
    await shift(one, 11);
    await ended(one);
    await renewed(other);
  });

  it('refuses a token past its time, and its family is not ended by it', async () => {
    const token = await signIn();
    await room.database.pool.query(
      "UPDATE refresh_tokens SET expires_at = now() - interval '1 second' WHERE token_hash = $1",
      [secretTokenHash(token)],
    );
    await ended(token);
    const { rows } = await room.database.pool.query(
      `SELECT ended_at FROM sessions JOIN refresh_tokens ON session_id = id WHERE token_hash = $1`,
      [secretTokenHash(token)],
    );
    expect(rows).toEqual([{ ended_at: null }]);
  });

  it.each(['', 'nothing of ours', 'x'.repeat(5_000)])(
    'refuses a token that never was',
    async (token) => {
      await ended(token);
    },
  );

  it('refuses the session of an account that is gone', async () => {
    const id = await room.account({ email: 'gone@example.com', password });
    const { data } = await room.anonymous()(login, { email: 'gone@example.com', password });
    await room.database.pool.query('DELETE FROM users WHERE id = $1', [id]);
    await ended((data.login as Session).refreshToken);
  });

  it('asked in parallel on several connections, gives everyone the same successor', async () => {
    const first = await signIn();
    const answers = await Promise.all(Array.from({ length: 32 }, () => renewed(first)));
    expect(new Set(answers).size).toBe(1);
    const { rows } = await room.database.pool.query(
      `SELECT token_hash AS hash FROM refresh_tokens WHERE used_at IS NULL
       AND session_id = (SELECT session_id FROM refresh_tokens WHERE token_hash = $1)`,
      [secretTokenHash(first)],
    );
    expect(rows).toEqual([{ hash: secretTokenHash(answers[0] ?? '') }]);
    await renewed(answers[0] ?? '');
  });

  it('asked in parallel after 10 s, gives nobody anything', async () => {
    const first = await signIn();
    const second = await renewed(first);
    await shift(first, 11);
    await Promise.all(Array.from({ length: 8 }, () => ended(first)));
    await ended(second);
  });

  it('racing against the use of the successor, ends in one good token or in none', async () => {
    for (let round = 0; round < 10; round += 1) {
      const first = await signIn();
      const second = await renewed(first);
      await Promise.all([refresh(first), refresh(second)]);
      const { rows } = await room.database.pool.query<{ good: bigint; ended: boolean }>(
        `SELECT count(*) FILTER (WHERE used_at IS NULL) AS good,
           bool_or(ended_at IS NOT NULL) AS ended
         FROM refresh_tokens JOIN sessions s ON s.id = session_id
         WHERE session_id = (SELECT session_id FROM refresh_tokens WHERE token_hash = $1)`,
        [secretTokenHash(first)],
      );
      expect(rows[0]?.good).toBe(1n);
    }
  });
});
