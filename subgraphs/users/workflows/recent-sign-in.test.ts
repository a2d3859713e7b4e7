import { describe, expect, it } from 'vitest';
import { codeShown } from '../../../platform/testing/authenticator';
import { uuidV7 } from '../../../platform/values/uuid';
import { confirmSignIn, enrolled, forgetUsedSteps, logIn } from '../testing/second-factor';
import { sendMails } from '../testing/sent-mails';
import { type Caller, password, usersRoomForFile } from '../testing/users-room';

const createApiKey = `mutation { outcome: createApiKey(input: { name: "n", scopes: [ORDERS_READ] }) {
  __typename ... on ApiKeyCreated { apiKey { id } } } }`;
const rotateApiKey = (id: string) =>
  `mutation { outcome: rotateApiKey(id: "${id}") { __typename } }`;
const next = 'another horse entirely';
const withPassword = {
  changePassword: `mutation { outcome: changePassword(current: "${password}", new: "${next}") {
    __typename } }`,
  updateProfile: `mutation { outcome: updateProfile(
    input: { email: "${uuidV7()}@example.com", password: "${password}" }) { __typename } }`,
  eraseAccount: `mutation { outcome: eraseAccount(password: "${password}") { __typename } }`,
};
const everyRole = ['CUSTOMER', 'SUPPORT', 'WAREHOUSE', 'PARTNER', 'ADMIN'];
const keyHolders = ['WAREHOUSE', 'PARTNER', 'ADMIN'];

const room = usersRoomForFile();

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

async function outcomeOf(caller: Caller, query: string): Promise<unknown> {
  const { data, errors } = await caller(query);
  const [error] = errors ?? [];
  return error?.extensions ?? (data.outcome as { __typename: string }).__typename;
}

const refusal = (roles: string[]) => ({
  code: 'FORBIDDEN',
  requires: { roles, scopes: [], recentSignIn: true },
});

async function person() {
  const email = `${uuidV7()}@example.com`;
  const id = await room.account({ email, password, roles: ['PARTNER'] });
  const signedIn = (at: Date | null) => room.asSignedInAt(at, id, 'PARTNER');
  return { email, id, signedIn };
}

describe('a key', () => {
  it.each([
    ['16 minutes ago', () => minutesAgo(16)],
    ['at a time that a token of an earlier version does not name', () => null],
  ])('is neither made nor rotated by a session that signed in %s', async (_when, at) => {
    const { id, signedIn } = await person();
    const { data } = await room.as(id, 'PARTNER')(createApiKey);
    const { apiKey } = data.outcome as { apiKey: { id: string } };
    const session = signedIn(at());
    expect(await outcomeOf(session, createApiKey)).toEqual(refusal(keyHolders));
    expect(await outcomeOf(session, rotateApiKey(apiKey.id))).toEqual(refusal(keyHolders));
    const recent = signedIn(minutesAgo(14));
    expect(await outcomeOf(recent, createApiKey)).toBe('ApiKeyCreated');
    expect(await outcomeOf(recent, rotateApiKey(apiKey.id))).toBe('ApiKeyCreated');
  });

  it('takes the second factor where there is one', async () => {
    const { id, signedIn } = await person();
    const before = signedIn(new Date());
    await enrolled(room.as(id, 'PARTNER'));
    expect(await outcomeOf(before, createApiKey)).toEqual(refusal(keyHolders));
    expect(await outcomeOf(signedIn(new Date()), createApiKey)).toBe('ApiKeyCreated');
  });
});

describe.each(Object.entries(withPassword))('%s', (_name, query) => {
  it('needs a recent sign-in with the second factor where there is one', async () => {
    const { id, signedIn } = await person();
    const before = signedIn(new Date());
    await enrolled(room.as(id, 'PARTNER'));
    for (const session of [before, signedIn(null), signedIn(minutesAgo(16))]) {
      expect(await outcomeOf(session, query)).toEqual(refusal(everyRole));
    }
    expect(await outcomeOf(signedIn(new Date()), query)).toMatch(/^(Session|User|AccountErased)$/);
  });

  it('needs none without a second factor', async () => {
    const { signedIn } = await person();
    const outcome = await outcomeOf(signedIn(null), query);
    expect(outcome).toMatch(/^(Session|User|AccountErased)$/);
  });
});

it('a change of the name alone needs no recent sign-in', async () => {
  const { id, signedIn } = await person();
  await enrolled(room.as(id, 'PARTNER'));
  const rename = 'mutation { outcome: updateProfile(input: { name: "Ada" }) { __typename } }';
  expect(await outcomeOf(signedIn(null), rename)).toBe('User');
});

describe('the time of the sign-in in access tokens', () => {
  interface Tokens {
    readonly accessToken: string;
    readonly refreshToken: string;
  }

  /** The time of the sign-in in milliseconds; undefined in a token without it. */
  const signedInAt = ({ accessToken }: Pick<Tokens, 'accessToken'>): number | undefined => {
    const claims = Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString();
    const seconds = (JSON.parse(claims) as { auth_time?: number }).auth_time;
    return seconds === undefined ? undefined : Math.round(seconds * 1_000);
  };
  const tokens = 'accessToken refreshToken';
  const ask = async (caller: Caller, query: string): Promise<Tokens> => {
    const { data, errors } = await caller(query);
    if (errors) throw errors[0];
    return data.outcome as Tokens;
  };
  const refreshed = ({ refreshToken }: Tokens) =>
    ask(
      room.anonymous(),
      `mutation { outcome: refreshSession(refreshToken: "${refreshToken}") {
        ... on Session { ${tokens} } } }`,
    );
  /** The clocks of the database and of the test may differ a little. */
  const expectNow = (at: number | undefined) =>
    expect(Math.abs((at ?? 0) - Date.now())).toBeLessThan(60_000);

  it('is that of register, and refreshes keep it', async () => {
    const session = await ask(
      room.anonymous(),
      `mutation { outcome: register(input: { email: "${uuidV7()}@example.com", name: "Ada",
        password: "${password}" }) { ... on Session { ${tokens} } } }`,
    );
    expectNow(signedInAt(session));
    const second = await refreshed(session);
    expect(signedInAt(second)).toBe(signedInAt(session));
    expect(signedInAt(await refreshed(second))).toBe(signedInAt(session));
  });

  it('is that of login, kept by a change of the password, and renewed by resetPassword', async () => {
    const { email, signedIn } = await person();
    expectNow(signedInAt(await logIn(room.anonymous(), email)));
    const before = minutesAgo(100);
    const change = withPassword.changePassword.replace(
      '__typename',
      `... on Session { ${tokens} }`,
    );
    const changed = await ask(signedIn(before), change);
    expect(signedInAt(changed)).toBe(before.getTime());
    expect(signedInAt(await refreshed(changed))).toBe(before.getTime());
    await room.anonymous()(`mutation { requestPasswordReset(email: "${email}") }`);
    const mail = (await sendMails(room)).find(({ to, kind }) => to === email && /reset/.test(kind));
    const reset = await ask(
      room.anonymous(),
      `mutation { outcome: resetPassword(token: "${mail?.token}", password: "${password}") {
        ... on Session { ${tokens} } } }`,
    );
    expectNow(signedInAt(reset));
    expect(signedInAt(reset)).toBeGreaterThan(before.getTime());
  });

  it('is that of confirmSecondFactor', async () => {
    const { email, id } = await person();
    const { secret } = await enrolled(room.as(id, 'PARTNER'));
    await forgetUsedSteps(room);
    const { challenge } = await logIn(room.anonymous(), email);
    const session = await confirmSignIn(room.anonymous(), challenge, codeShown(secret));
    const at = signedInAt(session);
    expectNow(at);
    const recent = room.asSignedInAt(new Date(at ?? 0), id, 'PARTNER');
    expect(await outcomeOf(recent, createApiKey)).toBe('ApiKeyCreated');
  });

  it('is that of their issue where there was no sign-in, as with `npm run token`', async () => {
    const { email } = await person();
    const { data } = await room.internal(`{ accessTokenFor(email: "${email}") }`);
    expectNow(signedInAt({ accessToken: String(data.accessTokenFor) }));
  });

  it('is unknown in sessions that an earlier version has begun', async () => {
    const { email, id } = await person();
    const session = await logIn(room.anonymous(), email);
    const pool = room.database.pool;
    await pool.query('UPDATE sessions SET signed_in_at = NULL WHERE user_id = $1', [id]);
    expect(signedInAt(await refreshed(session))).toBeUndefined();
  });
});
