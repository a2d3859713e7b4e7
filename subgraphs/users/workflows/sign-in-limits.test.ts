import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDeviceTokens } from '../../../platform/auth/device-token';
import { uuidV7 } from '../../../platform/values/uuid';
import {
  type Caller,
  password,
  type UsersRoom,
  usersRoom,
  usersRoomForFile,
} from '../testing/users-room';

const login = `mutation ($email: EmailAddress!, $password: String!) {
  login(input: { email: $email, password: $password }) {
    __typename ... on Session { deviceToken } } }`;

const room = usersRoomForFile();
let email: string;
beforeAll(async () => {
  email = 'ada@example.com';
  await room.account({ email, password });
});
afterEach(() => void vi.useRealTimers());

/** A room with counters of its own, on the same database. */
const limitedTo = (signInFailuresPerMinute: number) =>
  usersRoom({ database: room.database, signInFailuresPerMinute });

async function outcomeOf(caller: Caller, of: string, typed = password): Promise<unknown> {
  const { data, codes } = await caller(login, { email: of, password: typed });
  return codes[0] ?? (data.login as { __typename: string }).__typename;
}

const stranger = () => `${uuidV7()}@example.com`;
const guess = (caller: Caller, of = stranger()) => outcomeOf(caller, of, 'wrong password');

const refused = 'InvalidCredentialsError';
const limited = 'RATE_LIMITED';

async function deviceTokenOf(caller: Caller, of = email): Promise<string> {
  const { data } = await caller(login, { email: of, password });
  return (data.login as { deviceToken: string }).deviceToken;
}

/** Fails often enough to begin a pause, each time from another network. */
async function beginPause(at: UsersRoom, of = email): Promise<void> {
  for (const network of [1, 2, 3]) await guess(at.anonymous(`198.51.${network}.1`), of);
}

describe('failed sign-ins', () => {
  it.each([
    ['/24', 8, (n: number) => `203.0.113.${n}`, '203.0.114.1'],
    ['/56', 4, (n: number) => `2001:db8:0:${n}::/64`, '2001:db8:0:100::/64'],
    ['/48', 8, (n: number) => `2001:db8:0:${n}00::/64`, '2001:db8:1:0::/64'],
  ])('are counted by %s, of which each has %i times the limit', async (_, share, at, elsewhere) => {
    const few = await limitedTo(1);
    for (let place = 0; place < share; place += 1) {
      expect(await guess(few.anonymous(at(place)))).toBe(refused);
    }
    expect(await outcomeOf(few.anonymous(at(99)), email)).toBe(limited);
    expect(await outcomeOf(few.anonymous(elsewhere), email)).toBe('Session');
  });

  const storefront = { keyId: uuidV7(), userId: uuidV7(), quotaPerMinute: null };
  const visitor = (at: UsersRoom, place: number, key = storefront) =>
    at.anonymous(`198.${place}.100.1`, { storefront: key });

  it('of one account are limited for a STOREFRONT key, whatever addresses it names', async () => {
    const few = await limitedTo(10);
    const outcomes = [];
    for (let place = 0; place < 14; place += 1) {
      outcomes.push(await guess(visitor(few, place), email));
    }
    expect(outcomes).toEqual([...Array(10).fill(refused), ...Array(4).fill(limited)]);
  });

  it('of all accounts are limited for a STOREFRONT key, not for another one', async () => {
    const few = await limitedTo(1);
    for (let place = 0; place < 16; place += 1) {
      expect(await guess(visitor(few, place))).toBe(refused);
    }
    expect(await outcomeOf(visitor(few, 99), email)).toBe(limited);
    const another = { ...storefront, keyId: uuidV7() };
    expect(await outcomeOf(visitor(few, 98, another), email)).toBe('Session');
  });

  it.each([
    ['an account', () => email],
    ['an unknown e-mail address', stranger],
  ])('of %s delay its next attempt, from whichever network', async (_, tried) => {
    const few = await limitedTo(1);
    const of = tried();
    vi.useFakeTimers({ toFake: ['performance'] });
    await beginPause(few, of);
    expect(await guess(few.anonymous('198.51.4.1'), of)).toBe(limited);
    expect(await guess(few.anonymous('198.51.4.1'))).toBe(refused);
    vi.advanceTimersByTime(1_000);
    expect(await guess(few.anonymous('198.51.5.1'), of)).toBe(refused);
    vi.advanceTimersByTime(1_000);
    expect(await guess(few.anonymous('198.51.6.1'), of)).toBe(limited);
  });
});

describe('a known device', () => {
  it('signs in whatever others try, from its own network or from anywhere', async () => {
    const few = await limitedTo(1);
    const deviceToken = await deviceTokenOf(few.anonymous('192.0.2.9'));
    await beginPause(few);
    const address = '198.51.1.1';
    expect(await outcomeOf(few.anonymous(address), email)).toBe(limited);
    expect(await outcomeOf(few.anonymous(address, { deviceToken }), email)).toBe('Session');
  });

  it('is none without a token that was issued to the account', async () => {
    const few = await limitedTo(1);
    const another = stranger();
    await room.account({ email: another, password });
    const ofAnother = await deviceTokenOf(few.anonymous('192.0.2.9'), another);
    const forged = createDeviceTokens(['a secret of somebody else']).issue(email);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 366 * 86_400_000 });
    const { keySecret } = room.configuration.auth;
    const expired = createDeviceTokens([keySecret]).issue(email);
    vi.useRealTimers();
    await beginPause(few);
    for (const deviceToken of [ofAnother, forged, expired]) {
      const caller = few.anonymous('192.0.2.9', { deviceToken });
      expect(await outcomeOf(caller, email)).toBe(limited);
    }
  });

  it('is not one of somebody who is signed in with another account, or by a key', async () => {
    const few = await limitedTo(1);
    const another = await room.account({ password });
    await beginPause(few);
    const callers = [few.as(another, 'CUSTOMER'), few.asKeyOf(another, ['ORDERS_READ'], 'PARTNER')];
    for (const caller of callers) expect(await outcomeOf(caller, email)).toBe(limited);
  });

  it('is every one on which the account is signed in and confirms its password', async () => {
    const few = await limitedTo(1);
    const own = stranger();
    const id = await room.account({ email: own, password });
    await beginPause(few, own);
    const { data } = await few.as(id, 'CUSTOMER')(
      'mutation ($p: String!, $new: String!) { changePassword(current: $p, new: $new) { __typename } }',
      { p: password, new: `${password}!` },
    );
    expect(data.changePassword).toEqual({ __typename: 'Session' });
  });

  it('still needs the password, and is none after too many wrong ones', async () => {
    const few = await limitedTo(2);
    const deviceToken = await deviceTokenOf(few.anonymous('192.0.2.9'));
    const caller = few.anonymous('192.0.2.9', { deviceToken });
    expect(await guess(caller, email)).toBe(refused);
    expect(await guess(caller, email)).toBe(refused);
    expect(await outcomeOf(caller, email)).toBe(limited);
    const elsewhere = few.anonymous('198.51.100.9');
    expect(await outcomeOf(elsewhere, email)).toBe('Session');
  });

  it('shares its attempts with the others of its account, of which each sign-in makes one', async () => {
    const few = await limitedTo(1);
    const own = stranger();
    await room.account({ email: own, password });
    const address = '192.0.2.9';
    const devices = [];
    for (let place = 0; place < 5; place += 1) {
      const deviceToken = await deviceTokenOf(few.anonymous(address), own);
      devices.push(few.anonymous(address, { deviceToken }));
    }
    const outcomes = [];
    for (const device of devices) outcomes.push(await guess(device, own));
    expect(outcomes).toEqual([refused, refused, refused, limited, limited]);
  });

  it('does not gain attempts by trying all at once', async () => {
    const few = await limitedTo(2);
    const deviceToken = await deviceTokenOf(few.anonymous('192.0.2.9'));
    const caller = few.anonymous('192.0.2.9', { deviceToken });
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => guess(caller, email)));
    expect(outcomes.filter((outcome) => outcome === refused).length).toBeLessThanOrEqual(3);
  });
});

describe('Session.deviceToken', () => {
  const session = '{ __typename ... on Session { deviceToken refreshToken } }';
  const answerOf = async (caller: Caller, query: string, variables: Record<string, unknown>) => {
    const { data } = await caller(query, variables);
    return data.answer as { deviceToken: string | null; refreshToken: string };
  };

  it('is issued with a registration and a changed password, and not with a refresh', async () => {
    const input = { email: stranger(), password, name: 'Ada' };
    const registering = `mutation ($input: RegisterInput!) { answer: register(input: $input) ${session} }`;
    const registered = await answerOf(room.anonymous(), registering, { input });
    const devices = createDeviceTokens([room.configuration.auth.keySecret]);
    expect(devices.deviceOf(String(registered.deviceToken), input.email)).not.toBeNull();

    const refreshing = `mutation ($token: String!) { answer: refreshSession(refreshToken: $token) ${session} }`;
    const token = registered.refreshToken;
    expect((await answerOf(room.anonymous(), refreshing, { token })).deviceToken).toBeNull();

    const id = await room.internal('query ($email: String!) { userIdByEmail(email: $email) }', {
      email: input.email,
    });
    const changing = `mutation ($p: String!) { answer: changePassword(current: $p, new: "${password}!") ${session} }`;
    const person = room.as(String(id.data.userIdByEmail), 'CUSTOMER');
    const changed = await answerOf(person, changing, { p: password });
    expect(devices.deviceOf(String(changed.deviceToken), input.email)).not.toBeNull();
  });
});

describe('a queue of passwords that is full', () => {
  it('admits known devices and people who are signed in, from a busy address', async () => {
    const full = await usersRoom({ database: room.database });
    const own = stranger();
    const id = await room.account({ email: own, password });
    const busy = '192.0.2.1';
    const deviceToken = await deviceTokenOf(full.anonymous(busy), own);
    for (let time = 0; time < 4; time += 1) await guess(full.anonymous(busy));
    const flood = Array.from({ length: 60 }, (_, place) =>
      guess(full.anonymous(`198.51.${place}.1`)),
    );
    const unknown = outcomeOf(full.anonymous(busy), own);
    const signedIn = outcomeOf(full.anonymous(busy, { deviceToken }), own);
    const changed = full.as(
      id,
      'CUSTOMER',
    )('mutation { changePassword(current: "wrong password", new: "another one") { __typename } }');
    expect(await unknown).toBe('SERVICE_UNAVAILABLE');
    expect(await signedIn).toBe('Session');
    expect((await changed).data.changePassword).toEqual({ __typename: refused });
    const outcomes = await Promise.all(flood);
    expect(new Set(outcomes)).toEqual(new Set([refused, 'SERVICE_UNAVAILABLE']));
  });
});
