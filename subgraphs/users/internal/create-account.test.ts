import { describe, expect, it } from 'vitest';
import { password, usersRoomForFile } from '../testing/users-room';

const createAccount = `mutation ($email: EmailAddress!, $name: String!, $password: String, $roles: [Role!]!) {
  createAccount(email: $email, name: $name, password: $password, roles: $roles)
}`;
const login = `mutation ($email: EmailAddress!, $password: String!) {
  login(input: { email: $email, password: $password }) { __typename ... on Session { user { roles } } }
}`;

const room = usersRoomForFile();

const account = (changes: object = {}) => ({
  email: 'demo@example.com',
  name: 'Demo',
  password,
  roles: ['SUPPORT'],
  ...changes,
});

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
