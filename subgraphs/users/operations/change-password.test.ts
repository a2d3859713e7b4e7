import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { endedTokens } from '../testing/documents';
import { afterItsChange } from '../testing/locked-account';
import { type Caller, password, usersRoom, usersRoomForFile } from '../testing/users-room';

const login = `mutation ($email: EmailAddress!, $password: String!) {
  login(input: { email: $email, password: $password }) {
    __typename ... on Session { accessToken refreshToken user { id } }
  }
}`;
const refreshSession = `mutation ($token: String!) {
  refreshSession(refreshToken: $token) { __typename ... on Session { accessToken } }
}`;
const changePassword = `mutation ($current: String!, $new: String!) {
  changePassword(current: $current, new: $new) {
    __typename
    ... on Session { accessToken refreshToken user { id } }
    ... on ValidationError { fields { path } }
  }
}`;
const replacement = 'another horse entirely';

interface Outcome {
  __typename: string;
  accessToken: string;
  refreshToken: string;
  user: { id: string };
  fields?: { path: string[] }[];
}

const room = usersRoomForFile();

async function person(of = room) {
  const email = `${uuidV7()}@example.com`;
  const id = await of.account({ email, password });
  const signIn = async (typed = password) =>
    (await of.anonymous()(login, { email, password: typed })).data.login as Outcome;
  return { id, email, signIn, caller: of.as(id, 'CUSTOMER') };
}

async function change(caller: Caller, current = password, next = replacement) {
  const { data, errors } = await caller(changePassword, { current, new: next });
  if (errors) throw errors[0];
  return data.changePassword as Outcome;
}

const refresh = async (token: string) =>
  (await room.anonymous()(refreshSession, { token })).data.refreshSession as Outcome;

/** What the token says, whatever it is worth. */
const generationOf = ({ accessToken }: Outcome): unknown =>
  JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()).gen;

async function endOf(userId: string) {
  const { data } = await room.internal(endedTokens);
  const { ends } = data.endedTokens as { ends: { userId: string; belowGeneration: number }[] };
  return ends.find((end) => end.userId === userId)?.belowGeneration;
}

describe('changePassword', () => {
  it('takes the new password from then on', async () => {
    const { id, caller, signIn } = await person();
    expect(await change(caller)).toMatchObject({ __typename: 'Session', user: { id } });
    expect((await signIn()).__typename).toBe('InvalidCredentialsError');
    expect((await signIn(replacement)).__typename).toBe('Session');
  });

  it('ends all sessions and tokens but the new ones', async () => {
    const { id, caller, signIn } = await person();
    const before = await signIn();
    const after = await change(caller);
    expect((await refresh(before.refreshToken)).__typename).toBe('SessionEndedError');
    expect((await refresh(after.refreshToken)).__typename).toBe('Session');
    expect([generationOf(before), await endOf(id), generationOf(after)]).toEqual([0, 1, 1]);
  });

  it.each([
    ['wrong', 'wrong password'],
    ['endless', 'x'.repeat(10_000)],
  ])(
    'keeps the password when the current one is %s, which is a failed sign-in',
    async (_, typed) => {
      const { id, caller, signIn } = await person();
      expect((await change(caller, typed)).__typename).toBe('InvalidCredentialsError');
      expect((await signIn()).__typename).toBe('Session');
      const rows = await room.entriesAbout(`User:${id}`);
      expect(rows).toMatchObject([{ actor: `User:${id}`, action: 'session.sign_in_failed' }]);
    },
  );

  it('lets nobody guess the current one without a limit', async () => {
    const limited = await usersRoom({ database: room.database, signInFailuresPerMinute: 2 });
    const { caller } = await person(limited);
    for (let time = 0; time < 2; time += 1) await change(caller, 'wrong password');
    const { codes } = await caller(changePassword, { current: password, new: replacement });
    expect(codes).toEqual(['RATE_LIMITED']);
  });

  it('refuses a new one that no account may have', async () => {
    const { caller } = await person();
    expect(await change(caller, password, 'short')).toMatchObject({
      __typename: 'ValidationError',
      fields: [{ path: ['new'] }],
    });
  });

  it('works once when it is sent twice at the same moment', async () => {
    const { caller } = await person();
    const outcomes = await Promise.all([change(caller), change(caller, password, 'a third one')]);
    expect(outcomes.map(({ __typename }) => __typename).sort()).toEqual([
      'InvalidCredentialsError',
      'Session',
    ]);
  });

  it('leaves no session of the old password, whatever is under way', async () => {
    const { id, caller, signIn } = await person();
    const { refreshToken } = await signIn();
    const [changed, signedIn, refreshed] = await Promise.all([
      change(caller),
      signIn().catch(() => null),
      refresh(refreshToken),
    ]);
    expect(changed.__typename).toBe('Session');
    for (const outcome of [signedIn, refreshed]) {
      if (outcome?.__typename === 'Session') expect(generationOf(outcome)).toBe(0);
    }
    const { rows } = await room.database.pool.query(
      'SELECT FROM sessions WHERE user_id = $1 AND ended_at IS NULL',
      [id],
    );
    expect(rows).toHaveLength(1);
  });

  it('is in the audit log', async () => {
    const { id, caller } = await person();
    await change(caller);
    const rows = await room.entriesAbout(`User:${id}`);
    expect(rows).toEqual([{ actor: `User:${id}`, action: 'user.change_password', detail: null }]);
  });
});

describe('a session', () => {
  it('is not opened by a change of the password that another change has followed', async () => {
    const { id, caller } = await person();
    const { codes } = await afterItsChange(
      room.database.pool,
      id,
      () => caller(changePassword, { current: password, new: replacement }),
      'UPDATE users SET token_generation = token_generation + 1 WHERE id = $1',
    );
    expect(codes).toEqual(['SERVICE_UNAVAILABLE']);
  });

  it('is not opened by a sign-in that read the account before it was changed', async () => {
    const { id, email } = await person();
    const { database } = room;
    const [account] = (await database.pool.query('SELECT * FROM users WHERE id = $1', [id])).rows;
    expect(account?.token_generation).toBe(0);
    const client = await database.pool.connect();
    await client.query('BEGIN');
    await client.query('UPDATE users SET token_generation = 1 WHERE id = $1', [id]);
    const signingIn = room.anonymous()(login, { email, password });
    await client.query('SELECT pg_sleep(0.3)');
    await client.query('COMMIT');
    client.release();
    expect((await signingIn).codes).toEqual(['SERVICE_UNAVAILABLE']);
  });
});
