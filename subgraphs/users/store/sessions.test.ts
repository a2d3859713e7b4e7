import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secretTokenHash } from '../../../platform/auth/secret-token';
import type { Role } from '../../../platform/auth/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import { password, type UsersRoom, usersRoom } from '../testing/users-room';

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

let room: UsersRoom;
beforeAll(async () => {
  room = await usersRoom();
});
afterAll(() => room.close());

async function signIn(...roles: Role[]): Promise<Session> {
  const email = `${uuidV7()}@example.com`;
  await room.account({ email, password, roles });
  return (await room.anonymous()(login, { email })).data.login as Session;
}

const refresh = async ({ refreshToken: token }: Session) =>
  (await room.anonymous()(refreshSession, { token })).data.refreshSession as Session;

/** As if the sign-in had been so many hours earlier. */
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
});
