import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAccessToken } from '../../platform/auth/access-token';
import { publicKeyOf } from '../../platform/auth/signing-key';
import { uuidV7 } from '../../platform/values/uuid';
import { password, type UsersRoom, usersRoom } from './testing/users-room';

const createAccount = `mutation ($email: EmailAddress!, $name: String!, $password: String, $roles: [Role!]!) {
  createAccount(email: $email, name: $name, password: $password, roles: $roles)
}`;
const login = `mutation ($email: EmailAddress!, $password: String!) {
  login(input: { email: $email, password: $password }) { __typename ... on Session { user { roles } } }
}`;
const signingKeys = '{ signingKeys { kid publicJwk notAfter } }';

interface Key {
  kid: string;
  publicJwk: string;
  notAfter: string | null;
}

let room: UsersRoom;
beforeAll(async () => {
  room = await usersRoom();
});
afterAll(() => room.close());

const account = (changes: object = {}) => ({
  ...{ email: 'demo@example.com', name: 'Demo', password, roles: ['SUPPORT'], ...changes },
});

const keysOf = async (of: UsersRoom): Promise<Key[]> => {
  const { data, errors } = await of.internal(signingKeys);
  if (errors) throw errors[0];
  return data.signingKeys as Key[];
};

describe('createAccount', () => {
  it('creates an account that can sign in', async () => {
    const { codes } = await room.internal(createAccount, account());
    expect(codes).toEqual([]);
    const { data } = await room.anonymous()(login, { email: 'demo@example.com', password });
    expect(data.login).toEqual({ __typename: 'Session', user: { roles: ['SUPPORT'] } });
  });

  it('answers the id of an account that exists, and changes nothing', async () => {
    const first = await room.internal(createAccount, account({ email: 'same@example.com' }));
    const again = await room.internal(
      createAccount,
      account({ email: 'SAME@example.com', password: 'another password', roles: ['ADMIN'] }),
    );
    expect(again.data).toEqual(first.data);
    const { data } = await room.anonymous()(login, { email: 'same@example.com', password });
    expect(data.login).toMatchObject({ user: { roles: ['SUPPORT'] } });
  });

  it('answers one id to all who create the same account at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        room.internal(createAccount, account({ email: 'at-once@example.com' })),
      ),
    );
    expect(new Set(answers.map(({ data }) => data.createAccount)).size).toBe(1);
  });

  it.each([
    { password: 'short' },
    { name: '' },
    { roles: [] },
    { email: '4111111111111111@example.com' },
  ])('refuses %j', async (changes) => {
    const { codes } = await room.internal(createAccount, account({ email: 'x@x.com', ...changes }));
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });
});

describe('userIdByEmail', () => {
  it('is the id of the account, whatever the case, or null', async () => {
    const id = await room.account({ email: 'find@example.com' });
    const query = 'query ($email: String!) { userIdByEmail(email: $email) }';
    const found = await room.internal(query, { email: 'Find@Example.com' });
    expect(found.data).toEqual({ userIdByEmail: id });
    const none = await room.internal(query, { email: 'nobody' });
    expect(none.data).toEqual({ userIdByEmail: null });
  });
});

describe('accessTokenFor', () => {
  const query = '{ accessTokenFor(email: "token@example.com") }';

  it('is a good access token of the account', async () => {
    const userId = await room.account({ email: 'token@example.com', roles: ['WAREHOUSE'] });
    const { data } = await room.internal(query);
    const [key] = await keysOf(room);
    const publicKey = publicKeyOf(key?.publicJwk ?? '');
    const { auth } = room.configuration;
    expect(verifyAccessToken(String(data.accessTokenFor), () => publicKey, auth)).toMatchObject({
      userId,
      roles: ['WAREHOUSE'],
    });
  });

  it('is null without an account', async () => {
    const { data } = await room.internal('{ accessTokenFor(email: "nobody@example.com") }');
    expect(data).toEqual({ accessTokenFor: null });
  });

  it('is given to nobody in production', async () => {
    const production = await usersRoom({ environment: 'production', database: room.database });
    const { codes } = await production.internal(query);
    expect(codes).toEqual(['FORBIDDEN']);
  });
});

describe('signingKeys', () => {
  it('has one key from the first start on, and the same one after the next', async () => {
    const [key, ...others] = await keysOf(room);
    expect(others).toEqual([]);
    expect(key?.notAfter).toBeNull();
    expect(key && JSON.parse(key.publicJwk)).toMatchObject({ kid: key?.kid, alg: 'RS256' });
    const restarted = await usersRoom({ database: room.database });
    expect(await keysOf(restarted)).toEqual([key]);
  });

  it('holds one key also when several processes start at once', async () => {
    const fresh = await usersRoom();
    const others = [1, 2, 3].map(() => usersRoom({ database: fresh.database }));
    const rooms = [fresh, ...(await Promise.all(others))];
    const all = await Promise.all(rooms.map(keysOf));
    const kids = new Set(all.flat().map(({ kid }) => kid));
    expect(kids.size).toBe(1);
    await fresh.close();
  });

  it('never stores the private half readably', async () => {
    await keysOf(room);
    const { rows } = await room.database.pool.query('SELECT * FROM signing_keys');
    const { public_jwk: jwk, private_key_sealed: sealed } = rows[0] ?? {};
    expect(Object.keys(JSON.parse(String(jwk)))).not.toContain('d');
    expect((sealed as Buffer).toString('latin1')).not.toContain('RSA');
  });

  it('makes another key where auth.keySecret has changed, and still publishes the old one', async () => {
    const fresh = await usersRoom();
    const [old] = await keysOf(fresh);
    const changed = await usersRoom({ database: fresh.database, keySecret: 'y'.repeat(40) });
    const keys = await keysOf(changed);
    expect(keys).toHaveLength(2);
    expect(keys[1]).toEqual(old);
    await fresh.close();
  });

  it('leaves out keys whose last token has expired', async () => {
    const fresh = await usersRoom();
    const [old] = await keysOf(fresh);
    await fresh.database.pool.query('UPDATE signing_keys SET not_after = now()');
    const keys = await keysOf(await usersRoom({ database: fresh.database }));
    expect(keys).toHaveLength(1);
    expect(keys[0]?.kid).not.toBe(old?.kid);
    await fresh.close();
  });
});

describe('the internal schema', () => {
  const viewer = { userId: uuidV7(), roles: ['ADMIN'], address: '192.0.2.1' } as const;
  const documents = [
    '{ signingKeys { kid } }',
    '{ userIdByEmail(email: "a@b.c") }',
    '{ accessTokenFor(email: "a@b.c") }',
    '{ resolveApiKey(key: "op_live_") { id } }',
    '{ endedTokens { asOf } }',
    '{ erasedAccounts(since: "2026-01-01T00:00:00Z") { userId } }',
    'mutation { rotateSigningKey { kid } }',
    'mutation { createAccount(email: "a@b.cc", name: "A", roles: [ADMIN]) }',
  ];

  it.each(documents)('is closed to everybody but the system: %s', async (document) => {
    const admin = await room.internalAs({ kind: 'user', generation: 0, ...viewer })(document);
    expect(admin.codes).toEqual(['FORBIDDEN']);
    const anonymous = await room.internalAs({ kind: 'anonymous', address: '192.0.2.1' })(document);
    expect(anonymous.codes).toEqual(['UNAUTHENTICATED']);
  });
});
