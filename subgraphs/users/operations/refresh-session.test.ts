import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAccessToken } from '../../../platform/auth/access-token';
import { secretTokenHash } from '../../../platform/auth/secret-token';
import { publicKeyOf } from '../../../platform/auth/signing-key';
import { password, type UsersRoom, usersRoom } from '../testing/users-room';

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

let room: UsersRoom;
let userId: string;
beforeAll(async () => {
  room = await usersRoom();
  userId = await room.account({ email: 'ada@example.com', password });
});
afterAll(() => room.close());

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
    `UPDATE refresh_tokens SET used_at = used_at - make_interval(secs => $2),
       revoked_at = revoked_at - make_interval(secs => $2) WHERE token_hash = $1`,
    [secretTokenHash(token), seconds],
  );
}

describe('refreshSession', () => {
  it('keeps five thousand tokens of a session, the newest', async () => {
    const token = await signIn();
    await room.database.pool.query(
      `INSERT INTO refresh_tokens (token_hash, session_id, created_at, expires_at, used_at,
         successor)
       SELECT sha256(n::text::bytea), session_id, now() - make_interval(mins => n),
         now() + interval '1 day', now(), $1 FROM refresh_tokens, generate_series(1, 6000) AS n
       WHERE token_hash = $1`,
      [secretTokenHash(token)],
    );
    await renewed(await renewed(token));
    const { rows } = await room.database.pool.query(
      `SELECT count(*)::int AS kept, max(now() - created_at) < interval '84 hours' AS newest
       FROM refresh_tokens WHERE session_id =
         (SELECT session_id FROM refresh_tokens WHERE token_hash = $1)`,
      [secretTokenHash(token)],
    );
    expect(rows).toEqual([{ kept: 5_000, newest: true }]);
  });

  it('exchanges a refresh token for a new pair of tokens', async () => {
    const first = await signIn();
    const answer = await refresh(first);
    expect(answer).toMatchObject({ __typename: 'Session', user: { id: userId } });
    expect(answer.refreshToken).not.toBe(first);
    await renewed(answer.refreshToken);
  });

  it('gives the roles that the account has by now', async () => {
    const token = await signIn();
    await room.database.pool.query(
      `UPDATE users SET roles = '{SUPPORT}' WHERE email = 'ada@example.com'`,
    );
    const { accessToken } = await refresh(token);
    const { data } = await room.internal('{ signingKeys { publicJwk } }');
    const [key] = data.signingKeys as { publicJwk: string }[];
    const publicKey = publicKeyOf(key?.publicJwk ?? '');
    const verified = verifyAccessToken(accessToken, () => publicKey, room.configuration.auth);
    expect(verified?.roles).toEqual(['SUPPORT']);
    await room.database.pool.query(
      `UPDATE users SET roles = '{CUSTOMER}' WHERE email = 'ada@example.com'`,
    );
  });

  it('lasts 30 days from each refresh on', async () => {
    const answer = await refresh(await signIn());
    const { refreshTokenExpiresAt } = answer;
    const days = (Date.parse(refreshTokenExpiresAt) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThan(30.1);
  });

  it('forgives a lost answer: asked again within 10 s, it gives another successor', async () => {
    const first = await signIn();
    const lost = await renewed(first);
    await shift(first, 9);
    const second = await renewed(first);
    expect(second).not.toBe(lost);
    await ended(lost);
    await renewed(second);
  });

  it('forgives several lost answers, and the last one counts', async () => {
    const first = await signIn();
    const answers = [await renewed(first), await renewed(first), await renewed(first)];
    await ended(answers[0] ?? '');
    await ended(answers[1] ?? '');
    await renewed(answers[2] ?? '');
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

  it('ends the family when a revoked successor comes back later: two hold the session', async () => {
    const first = await signIn();
    const revoked = await renewed(first);
    const good = await renewed(first);
    await shift(revoked, 11);
    await ended(revoked);
    await ended(good);
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
    await room.account({ email: 'gone@example.com', password });
    const { data } = await room.anonymous()(login, { email: 'gone@example.com', password });
    await room.database.pool.query(`DELETE FROM users WHERE email = 'gone@example.com'`);
    await ended((data.login as Session).refreshToken);
  });

  it('asked in parallel, gives every one a pair, and one of them is good', async () => {
    const first = await signIn();
    const answers = await Promise.all(Array.from({ length: 8 }, () => renewed(first)));
    expect(new Set(answers).size).toBe(8);
    const { rows } = await room.database.pool.query<{ token_hash: Buffer }>(
      `SELECT token_hash FROM refresh_tokens WHERE used_at IS NULL AND revoked_at IS NULL
       AND session_id = (SELECT session_id FROM refresh_tokens WHERE token_hash = $1)`,
      [secretTokenHash(first)],
    );
    expect(rows).toHaveLength(1);
    const good = answers.find((token) => rows[0]?.token_hash.equals(secretTokenHash(token)));
    await renewed(good ?? '');
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
        `SELECT count(*) FILTER (WHERE used_at IS NULL AND revoked_at IS NULL) AS good,
           bool_or(ended_at IS NOT NULL) AS ended
         FROM refresh_tokens JOIN sessions s ON s.id = session_id
         WHERE session_id = (SELECT session_id FROM refresh_tokens WHERE token_hash = $1)`,
        [secretTokenHash(first)],
      );
      expect(rows[0]?.good).toBe(1n);
    }
  });

  it('forgets tokens and sessions that are past their time', async () => {
    const email = 'tidy@example.com';
    await room.account({ email, password });
    const enter = async () => {
      const { data } = await room.anonymous()(login, { email, password });
      return (data.login as Session).refreshToken;
    };
    const count = async (table: string) => {
      const { rows } = await room.database.pool.query(
        `SELECT count(*)::int AS count FROM sessions s JOIN users u ON u.id = s.user_id
         ${table === 'tokens' ? 'JOIN refresh_tokens ON session_id = s.id' : ''} WHERE email = $1`,
        [email],
      );
      return rows[0]?.count;
    };
    const first = await enter();
    const second = await renewed(first);
    await room.database.pool.query(
      "UPDATE refresh_tokens SET expires_at = now() - interval '1 second' WHERE token_hash = $1",
      [secretTokenHash(first)],
    );
    await renewed(second);
    expect(await count('tokens')).toBe(2);
    await room.database.pool.query('UPDATE sessions SET expires_at = now()');
    await enter();
    expect(await count('sessions')).toBe(1);
  });
});
