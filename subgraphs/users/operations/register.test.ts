import { describe, expect, it } from 'vitest';
import { fixedFeatureFlags } from '../../../config/feature-flags';
import { verifyAccessToken } from '../../../platform/auth/access-token';
import { publicKeyOf } from '../../../platform/auth/signing-key';
import { usersRoom, usersRoomForFile } from '../testing/users-room';

const register = `mutation ($input: RegisterInput!) {
  register(input: $input) {
    __typename
    ... on Session {
      accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt
      user { id email name roles createdAt addresses { id } }
    }
    ... on UserError { code message }
    ... on ValidationError { fields { path message } }
  }
}`;

const input = (changes: object = {}) => ({
  input: { email: 'ada@example.com', password: 'correct horse', name: 'Ada', ...changes },
});

const room = usersRoomForFile();

describe('register', () => {
  it('opens no account while that is switched off', async () => {
    const flags = fixedFeatureFlags({ registration: false });
    const closed = await usersRoom({ database: room.database, flags });
    const { codes } = await closed.anonymous()(register, input({ email: 'late@example.com' }));
    expect(codes).toEqual(['SERVICE_UNAVAILABLE']);
  });

  it('creates a CUSTOMER and signs them in', async () => {
    const before = Date.now();
    const { data, codes } = await room.anonymous()(register, input());
    expect(codes).toEqual([]);
    expect(data.register).toMatchObject({
      __typename: 'Session',
      user: { email: 'ada@example.com', name: 'Ada', roles: ['CUSTOMER'], addresses: [] },
    });
    const session = data.register as Record<string, string>;
    const minutes = (Date.parse(session.accessTokenExpiresAt ?? '') - before) / 60_000;
    const days = (Date.parse(session.refreshTokenExpiresAt ?? '') - before) / 86_400_000;
    expect(minutes).toBeGreaterThan(14.9);
    expect(minutes).toBeLessThan(15.1);
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThan(30.1);
  });

  it('gives an access token that verifies with the published key', async () => {
    const { data } = await room.anonymous()(register, input({ email: 'token@example.com' }));
    const session = data.register as { accessToken: string; user: { id: string } };
    const published = await room.internal('{ signingKeys { kid publicJwk notAfter } }');
    const [key] = published.data.signingKeys as { kid: string; publicJwk: string }[];
    const verified = verifyAccessToken(
      session.accessToken,
      (kid) => (kid === key?.kid ? publicKeyOf(key.publicJwk) : null),
      room.configuration.auth,
    );
    expect(verified).toMatchObject({ userId: session.user.id, roles: ['CUSTOMER'] });
  });

  it('stores the hash of the e-mail address in lower case, and a bcrypt hash of the password', async () => {
    await room.anonymous()(register, input({ email: 'Grace.Hopper@Example.COM' }));
    const { rows } = await room.database.pool.query('SELECT * FROM users WHERE email = $1', [
      await room.lookup('grace.hopper@example.com'),
    ]);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.password_hash).toMatch(/^\$2[by]\$04\$/);
    expect(JSON.stringify(rows)).not.toMatch(/correct horse|grace\.hopper|example\.com/i);
  });

  it('refuses an e-mail address that is taken, whatever its case', async () => {
    await room.anonymous()(register, input({ email: 'taken@example.com' }));
    const { data } = await room.anonymous()(register, input({ email: 'TAKEN@example.com' }));
    expect(data.register).toMatchObject({ __typename: 'EmailTakenError', code: 'EMAIL_TAKEN' });
  });

  it('gives the address to one of several who ask for it at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        room.anonymous()(register, input({ email: 'race@example.com' })),
      ),
    );
    const types = answers.map(({ data }) => (data.register as Answer).__typename);
    expect(types.filter((type) => type === 'Session')).toHaveLength(1);
    expect(types.filter((type) => type === 'EmailTakenError')).toHaveLength(4);
  });

  const refused: Record<string, [object, string]> = {
    'a password of 7 characters': [{ password: 'abcdef7' }, 'password'],
    'one of the commonest passwords': [{ password: 'password123' }, 'password'],
    'an empty name': [{ name: '  ' }, 'name'],
    'a name with a zero byte': [{ name: 'Ada\u0000' }, 'name'],
    'a card number for a name': [{ name: '4111 1111 1111 1111' }, 'name'],
    'a card number in the e-mail address': [{ email: '4111111111111111@example.com' }, 'email'],
    'an e-mail address of 255 characters': [
      {
        email: `${'x'.repeat(60)}@${'y'.repeat(60)}.${'z'.repeat(60)}.${'w'.repeat(60)}.example.com`,
      },
      'email',
    ],
  };

  it.each(Object.keys(refused))('refuses %s', async (name) => {
    const [changes, field] = refused[name] ?? [{}, ''];
    const { data } = await room.anonymous()(register, input(changes));
    expect(data.register).toMatchObject({
      __typename: 'ValidationError',
      code: 'VALIDATION',
      fields: [{ path: [field] }],
    });
  });

  it('names all that is wrong at once', async () => {
    const { data } = await room.anonymous()(register, input({ name: '', password: 'short' }));
    expect(data.register).toMatchObject({ fields: [{ path: ['name'] }, { path: ['password'] }] });
  });

  it('refuses what is no e-mail address', async () => {
    const { data, errors } = await room.anonymous()(register, input({ email: 'nobody' }));
    expect(data).toEqual({});
    expect(errors).toHaveLength(1);
  });
});

interface Answer {
  __typename: string;
}

describe('register, too often', () => {
  it('is refused per address, aliases counted, and other addresses are not affected', async () => {
    const limited = await usersRoom({ registrationsPerMinute: 3, database: room.database });
    const field = (alias: string) =>
      `${alias}: register(input: {email: "${alias}@limit.example", password: "correct horse", name: "A"}) { __typename }`;
    const several = `mutation { ${['a', 'b', 'c', 'd'].map(field).join(' ')} }`;
    const { codes, errors } = await limited.anonymous('198.51.100.1')(several);
    expect(codes).toEqual(['RATE_LIMITED']);
    expect(errors?.[0]?.extensions.retryAfterSeconds).toBeGreaterThan(0);
    expect(errors?.[0]?.path).toEqual(['d']);
    const other = await limited.anonymous('198.51.100.2')(`mutation { ${field('e')} }`);
    expect(other.codes).toEqual([]);
  });
});
