import { beforeAll, describe, expect, it } from 'vitest';
import { createTestRedis, redisAvailable } from '../../../platform/testing/redis';
import { uuidV7 } from '../../../platform/values/uuid';
import { type Caller, password, usersRoom, usersRoomForFile } from '../testing/users-room';

const login = `mutation ($email: EmailAddress!, $password: String!) {
  login(input: { email: $email, password: $password }) {
    __typename
    ... on Session { accessToken refreshToken user { id name roles addresses { id } } }
    ... on UserError { code message }
  }
}`;

const signIn = (caller: Caller, email: string, typed = password) =>
  caller(login, { email, password: typed });

async function failures(caller: Caller, times: number, email = 'ada@example.com') {
  const codes: unknown[] = [];
  for (let time = 0; time < times; time += 1) {
    const answer = await signIn(caller, email, 'wrong password');
    codes.push(answer.codes[0] ?? answer.data.login);
  }
  return codes;
}

const room = usersRoomForFile();
let adaId: string;
beforeAll(async () => {
  adaId = await room.account({ email: 'ada@example.com', password, roles: ['PARTNER', 'ADMIN'] });
});

const audit = async () => {
  const { rows } = await room.database.pool.query(
    'SELECT actor, action, subject, detail FROM audit_entries ORDER BY id',
  );
  return rows;
};

describe('login', () => {
  it('signs in with e-mail address and password', async () => {
    const { data, codes } = await signIn(room.anonymous(), 'ada@example.com');
    expect(codes).toEqual([]);
    expect(data.login).toMatchObject({
      __typename: 'Session',
      user: { id: adaId, name: 'Ada Lovelace', roles: ['PARTNER', 'ADMIN'], addresses: [] },
    });
  });

  it('takes the e-mail address in any case', async () => {
    const { data } = await signIn(room.anonymous(), 'ADA@Example.com');
    expect(data.login).toMatchObject({ __typename: 'Session' });
  });

  it('says the same of a wrong password and of an unknown e-mail address', async () => {
    const wrong = await signIn(room.anonymous(), 'ada@example.com', 'wrong password');
    const unknown = await signIn(room.anonymous(), 'nobody@example.com', 'wrong password');
    expect(wrong.data.login).toMatchObject({
      __typename: 'InvalidCredentialsError',
      code: 'INVALID_CREDENTIALS',
    });
    expect(unknown.data).toEqual(wrong.data);
  });

  it('has no password for an account that was imported without one', async () => {
    await room.account({ email: 'imported@example.com', password: null });
    for (const typed of ['', 'null', password]) {
      const { data } = await signIn(room.anonymous(), 'imported@example.com', typed);
      expect(data.login).toMatchObject({ __typename: 'InvalidCredentialsError' });
    }
  });

  /** Longer than any that an account can have. */
  const endless = [
    ['ada@example.com', 'x'.repeat(10_000)],
    [`${'x'.repeat(64)}@${`${'y'.repeat(60)}.`.repeat(4)}example.com`, password],
  ] as const;

  it.each(endless)('refuses an endless password or address', async (email, typed) => {
    const { data } = await signIn(room.anonymous(), email, typed);
    expect(data.login).toMatchObject({ __typename: 'InvalidCredentialsError' });
  });

  it('writes every failure into the audit log, without the e-mail address', async () => {
    const before = await audit();
    await signIn(room.anonymous(), 'ada@example.com', 'wrong password');
    await signIn(room.anonymous(), 'nobody@example.com', 'wrong password');
    for (const [email, typed] of endless) await signIn(room.anonymous(), email, typed);
    const entries = (await audit()).slice(before.length);
    const entry = { actor: 'anonymous', action: 'session.sign_in_failed' };
    const ofAda = { ...entry, subject: `User:${adaId}`, detail: '{"reason":"wrong_password"}' };
    const unknown = { ...entry, subject: 'User:unknown', detail: '{"reason":"unknown_email"}' };
    expect(entries).toEqual([ofAda, unknown, ofAda, unknown]);
  });

  it('stores the refresh token as a hash alone', async () => {
    const { data } = await signIn(room.anonymous(), 'ada@example.com');
    const { refreshToken } = data.login as { refreshToken: string };
    expect(Buffer.from(refreshToken, 'base64url')).toHaveLength(32);
    const { rows } = await room.database.pool.query<{ text: string }>(
      'SELECT t::text || s::text AS text FROM refresh_tokens t JOIN sessions s ON s.id = session_id',
    );
    expect(rows.some(({ text }) => text.includes(refreshToken))).toBe(false);
  });

  it('keeps a thousand sessions of an account: those that have ended go first', async () => {
    const userId = await room.account({ email: 'often@example.com', password });
    await room.database.pool.query(
      `INSERT INTO sessions (id, user_id, created_at, expires_at, ended_at)
       SELECT gen_random_uuid(), $1, now() - make_interval(mins => n), now() + interval '1 day',
         CASE WHEN n <= 100 THEN now() END FROM generate_series(1, 1200) AS n`,
      [userId],
    );
    await signIn(room.anonymous(), 'often@example.com');
    const { rows } = await room.database.pool.query(
      `SELECT count(*)::int AS kept, count(ended_at)::int AS ended FROM sessions WHERE user_id = $1`,
      [userId],
    );
    expect(rows).toEqual([{ kept: 1_000, ended: 0 }]);
  });

  it('hashes the password again when the configured cost has risen', async () => {
    const id = await room.account({ email: 'old@example.com', password });
    const costlier = await usersRoom({ passwordCost: 5, database: room.database });
    const hashOf = async () => {
      const { rows } = await room.database.pool.query(
        'SELECT password_hash FROM users WHERE id = $1',
        [id],
      );
      return String(rows[0]?.password_hash);
    };
    expect(await hashOf()).toMatch(/^\$2[by]\$04/);
    await signIn(costlier.anonymous(), 'old@example.com', 'wrong password');
    expect(await hashOf()).toMatch(/^\$2[by]\$04/);
    await signIn(costlier.anonymous(), 'old@example.com');
    expect(await hashOf()).toMatch(/^\$2[by]\$05/);
    const { data } = await signIn(room.anonymous(), 'old@example.com');
    expect(data.login).toMatchObject({ __typename: 'Session' });
  });

  it('refuses the surplus at once when too many sign in at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, place) =>
        signIn(room.anonymous(`203.0.113.${place}`), `many${place}@example.com`),
      ),
    );
    const refused = answers.filter(({ codes }) => codes.length > 0);
    expect(refused.length).toBeGreaterThan(0);
    for (const { codes, errors } of refused) {
      expect(codes).toEqual(['SERVICE_UNAVAILABLE']);
      expect(errors?.[0]?.extensions.retryAfterSeconds).toBeGreaterThan(0);
    }
    const looked = answers.filter(({ data }) => data.login !== null);
    expect(looked.length).toBeGreaterThanOrEqual(25);
  });

  it('keeps nobody else from signing in, whatever one account and one address send', async () => {
    await room.account({ email: 'victim@example.com', password });
    const ofAccount = Array.from({ length: 30 }, () =>
      signIn(room.as(adaId, 'PARTNER'), 'ada@example.com'),
    );
    const ofAddress = Array.from({ length: 60 }, (_, place) =>
      signIn(room.anonymous('198.51.100.60'), `flood${place}@example.com`),
    );
    const victim = await signIn(room.anonymous('198.51.100.61'), 'victim@example.com');
    expect(victim.data.login).toMatchObject({ __typename: 'Session' });
    const refusals = async (flood: typeof ofAccount) => {
      const refused = (await Promise.all(flood)).filter(({ codes }) => codes.length > 0);
      for (const { codes, errors } of refused) {
        expect(codes).toEqual(['RATE_LIMITED']);
        expect(errors?.[0]?.extensions.retryAfterSeconds).toBeGreaterThan(0);
      }
      return refused.length;
    };
    expect(await refusals(ofAccount)).toBeGreaterThanOrEqual(20);
    expect(await refusals(ofAddress)).toBeGreaterThanOrEqual(45);
  });

  it('counts what happens', async () => {
    const metrics = await room.registry.metrics();
    expect(metrics).toMatch(/users_sign_ins_total\{outcome="signed_in"\} [1-9]/);
    expect(metrics).toMatch(/users_sign_ins_total\{outcome="wrong_password"\} [1-9]/);
    expect(metrics).toContain('users_passwords_waiting 0');
  });
});

const settings = { signInFailuresPerMinute: 3 };

describe.each(['memory', 'redis'] as const)('failed sign-ins, counted in %s', (where) => {
  const open = async () => {
    const server = where === 'redis' ? await createTestRedis() : null;
    const limited = await usersRoom({
      ...settings,
      database: room.database,
      redis: server?.redis ?? null,
    });
    return { limited, server };
  };
  const runs = where === 'memory' || redisAvailable;

  it.skipIf(!runs)('are refused per address after so many, the right password too', async () => {
    const { limited, server } = await open();
    const caller = limited.anonymous('198.51.100.1');
    const codes = await failures(caller, 4);
    expect(codes.slice(0, 3)).toEqual(
      Array(3).fill(expect.objectContaining({ code: 'INVALID_CREDENTIALS' })),
    );
    expect(codes[3]).toBe('RATE_LIMITED');
    const { codes: right, errors } = await signIn(caller, 'ada@example.com');
    expect(right).toEqual(['RATE_LIMITED']);
    const retryAfter = errors?.[0]?.extensions.retryAfterSeconds;
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(60);
    await server?.close();
  });

  it.skipIf(!runs)('count for the address whichever accounts were tried', async () => {
    const { limited, server } = await open();
    const caller = limited.anonymous('198.51.100.2');
    for (const name of ['a', 'b', 'c']) await failures(caller, 1, `${name}@example.com`);
    expect(await failures(caller, 1, 'd@example.com')).toEqual(['RATE_LIMITED']);
    await server?.close();
  });

  it.skipIf(!runs)('lock nobody out at another address', async () => {
    const { limited, server } = await open();
    await failures(limited.anonymous('198.51.100.3'), 4);
    const { data } = await signIn(limited.anonymous('198.51.100.4'), 'ada@example.com');
    expect(data.login).toMatchObject({ __typename: 'Session' });
    await server?.close();
  });

  it.skipIf(!runs)('hold when they all come at once', async () => {
    const { limited, server } = await open();
    const caller = limited.anonymous('198.51.100.5');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => signIn(caller, 'ada@example.com', 'wrong password')),
    );
    expect(answers.filter(({ codes }) => codes.length === 0)).toHaveLength(3);
    expect(answers.filter(({ codes }) => codes[0] === 'RATE_LIMITED')).toHaveLength(17);
    await server?.close();
  });

  it.skipIf(!runs)('are not what successes count as', async () => {
    const { limited, server } = await open();
    const caller = limited.anonymous('198.51.100.6');
    const answers = [];
    for (let time = 0; time < 6; time += 1) answers.push(await signIn(caller, 'ada@example.com'));
    expect(answers.every(({ codes }) => codes.length === 0)).toBe(true);
    await server?.close();
  });
});

describe.skipIf(!redisAvailable)('failed sign-ins with Redis', () => {
  it('are counted over all processes together', async () => {
    const server = await createTestRedis();
    const options = { ...settings, database: room.database, redis: server.redis };
    const [one, two] = [await usersRoom(options), await usersRoom(options)];
    await failures(one.anonymous('198.51.100.7'), 2);
    await failures(two.anonymous('198.51.100.7'), 1);
    expect(await failures(one.anonymous('198.51.100.7'), 1)).toEqual(['RATE_LIMITED']);
    await server.close();
  });

  it('are limited in each process while Redis is down', async () => {
    const server = await createTestRedis();
    const limited = await usersRoom({
      ...settings,
      database: room.database,
      redis: server.redis,
    });
    server.redis.disconnect();
    const codes = await failures(limited.anonymous('198.51.100.8'), 4, `${uuidV7()}@example.com`);
    expect(codes[2]).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(codes[3]).toBe('RATE_LIMITED');
  });
});
