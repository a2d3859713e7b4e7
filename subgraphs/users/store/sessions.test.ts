import { describe, expect, it } from 'vitest';
import type { Role } from '../../../access/roles';
import { secretTokenHash } from '../../../platform/auth/secret-token';
import { uuidV7 } from '../../../platform/values/uuid';
import { password, usersRoomForFile } from '../testing/users-room';

const session = '__typename ... on Session { refreshToken refreshTokenExpiresAt }';
const login = `mutation ($email: EmailAddress!) {
  login(input: { email: $email, password: "${password}" }) { ${session} }
}`;
const refreshSession = `mutation ($token: String!) {
  refreshSession(refreshToken: $token) { ${session} }
}`;

interface Session {
  readonly __typename: string;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: string;
}

const room = usersRoomForFile();

async function signIn(...roles: Role[]): Promise<Session> {
  const email = `${uuidV7()}@example.com`;
  await room.account({ email, password, roles });
  return (await room.anonymous()(login, { email })).data.login as Session;
}

const refresh = async ({ refreshToken: token }: Session) =>
  (await room.anonymous()(refreshSession, { token })).data.refreshSession as Session;

async function renewed(refreshToken: string): Promise<string> {
  const { data } = await room.anonymous()(refreshSession, { token: refreshToken });
  expect(data.refreshSession).toMatchObject({ __typename: 'Session' });
  return (data.refreshSession as Session).refreshToken;
}

/** Makes the sign-in look that many hours older. */
async function age({ refreshToken }: Session, hours: number): Promise<void> {
  await room.database.pool.query(
    `UPDATE sessions SET created_at = created_at - make_interval(hours => $2)
     WHERE id = (SELECT session_id FROM refresh_tokens WHERE token_hash = $1)`,
    [secretTokenHash(refreshToken), hours],
  );
}

const hoursLeft = ({ refreshTokenExpiresAt: at }: Session) =>
  Math.round((Date.parse(at) - Date.now()) / 3_600_000);

const [day, year] = [24, 24 * 365];

describe('a session', () => {
  it('of a customer has refresh tokens of 30 days, and ends 365 days after the sign-in', async () => {
    const first = await signIn('CUSTOMER');
    expect(hoursLeft(first)).toBe(30 * day);
    await age(first, year - 10 * day);
    const late = await refresh(first);
    expect(hoursLeft(late)).toBe(10 * day);
    await age(late, 10 * day);
    expect((await refresh(late)).__typename).toBe('SessionEndedError');
  });

  it.each(['SUPPORT', 'WAREHOUSE', 'ADMIN'] as const)(
    'of %s ends 12 hours after the sign-in',
    async (role) => {
      const first = await signIn('CUSTOMER', role);
      expect(hoursLeft(first)).toBe(12);
      await age(first, 11);
      const late = await refresh(first);
      expect(hoursLeft(late)).toBe(1);
      await age(late, 1);
      expect((await refresh(late)).__typename).toBe('SessionEndedError');
    },
  );

  it('of an account that becomes staff is shortened to 12 hours', async () => {
    const first = await signIn('CUSTOMER');
    const assign = `UPDATE users SET roles = '{SUPPORT}' WHERE id = (
      SELECT user_id FROM sessions JOIN refresh_tokens ON session_id = id WHERE token_hash = $1)`;
    await age(first, 11);
    const before = await refresh(first);
    expect(hoursLeft(before)).toBe(30 * day);
    await room.database.pool.query(assign, [secretTokenHash(first.refreshToken)]);
    // The response was lost: the successor is the same, and ends with the shortened session.
    const repeated = await refresh(first);
    expect(repeated.refreshToken).toBe(before.refreshToken);
    expect(hoursLeft(repeated)).toBe(1);
    await age(repeated, 1);
    expect((await refresh(repeated)).__typename).toBe('SessionEndedError');
  });
});

describe('refresh tokens', () => {
  it('keeps five thousand tokens of a session, the newest', async () => {
    const token = (await signIn('CUSTOMER')).refreshToken;
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

  it('interrupted before it commits, has used up nothing', async () => {
    const first = (await signIn('CUSTOMER')).refreshToken;
    const { pool } = room.database;
    const blocker = await pool.connect();
    await blocker.query('BEGIN');
    await blocker.query(
      `SELECT FROM sessions WHERE id =
         (SELECT session_id FROM refresh_tokens WHERE token_hash = $1) FOR UPDATE`,
      [secretTokenHash(first)],
    );
    const { rows: own } = await blocker.query('SELECT pg_backend_pid() AS pid');
    const interrupted = room.anonymous()(refreshSession, { token: first });
    const cutOff = async () => {
      const { rowCount } = await pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE $1 = ANY (pg_blocking_pids(pid))`,
        [own[0]?.pid],
      );
      return rowCount;
    };
    await expect.poll(cutOff).toBe(1);
    expect((await interrupted).codes).toEqual(['SERVICE_UNAVAILABLE']);
    await blocker.query('ROLLBACK');
    blocker.release();
    await renewed(await renewed(first));
  });

  it('forgets tokens and sessions that are past their time', async () => {
    const email = 'tidy@example.com';
    await room.account({ email, password });
    const enter = async () => {
      const { data } = await room.anonymous()(login, { email });
      return (data.login as Session).refreshToken;
    };
    const count = async (table: string) => {
      const { rows } = await room.database.pool.query(
        `SELECT count(*)::int AS count FROM sessions s JOIN users u ON u.id = s.user_id
         ${table === 'tokens' ? 'JOIN refresh_tokens ON session_id = s.id' : ''} WHERE email = $1`,
        [await room.lookup(email)],
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
    await room.database.pool.query("UPDATE sessions SET expires_at = now() - interval '1 second'");
    await enter();
    expect(await count('sessions')).toBe(1);
  });
});
