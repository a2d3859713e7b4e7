import { beforeEach, describe, expect, it } from 'vitest';
import { codeShown, wrongCode } from '../../../platform/testing/authenticator';
import { uuidV7 } from '../../../platform/values/uuid';
import { enrolled, forgetUsedSteps, logIn } from '../testing/second-factor';
import { type Caller, password, usersRoomForFile } from '../testing/users-room';

const remove = `mutation ($password: String!, $code: String!) {
  removeSecondFactor(password: $password, code: $code)
}`;

const room = usersRoomForFile();
let email: string;
let caller: Caller;
let secret: string;
let codes: string[];
beforeEach(async () => {
  email = `${uuidV7()}@example.com`;
  const id = await room.account({ email, password });
  caller = room.as(id, 'CUSTOMER');
  ({ secret, codes } = await enrolled(caller));
  await forgetUsedSteps(room);
});

const signIn = async () => (await logIn(room.anonymous(), email)).__typename;

describe('removeSecondFactor', () => {
  it.each(['the code of the app', 'a recovery code'])(
    'switches it off with the password and %s',
    async (which) => {
      const code = which === 'a recovery code' ? (codes[0] ?? '') : codeShown(secret);
      expect((await caller(remove, { password, code })).data).toEqual({ removeSecondFactor: true });
      expect(await signIn()).toBe('Session');
      // The codes of the app that is gone switch nothing.
      expect((await caller(remove, { password, code: '' })).data.removeSecondFactor).toBe(true);
      await enrolled(caller);
      expect(await signIn()).toBe('SecondFactorRequired');
    },
  );

  it.each([
    ['password', () => ({ password: 'a wrong one', code: codeShown(secret) })],
    ['code', () => ({ password, code: wrongCode(secret) })],
    ['code', () => ({ password, code: 'abcd-efgh-abcd-efgh' })],
  ])('refuses a wrong %s, and names it', async (name, typed) => {
    const { codes: seen, errors, data } = await caller(remove, typed());
    expect(seen).toEqual(['BAD_USER_INPUT']);
    expect(errors?.[0]?.extensions.fields).toMatchObject([{ path: [name] }]);
    expect(data.removeSecondFactor).toBeNull();
    expect(await signIn()).toBe('SecondFactorRequired');
  });

  it('counts wrong codes as those of a sign-in', async () => {
    for (let time = 0; time < 20; time += 1) await caller(remove, { password, code: '000' });
    const { codes: seen } = await caller(remove, { password, code: codeShown(secret) });
    expect(seen).toEqual(['RATE_LIMITED']);
  });

  it('refuses a code that was used', async () => {
    const id = await room.account({ password });
    const other = room.as(id, 'CUSTOMER');
    const { code } = await enrolled(other);
    const { codes: seen } = await other(remove, { password, code });
    expect(seen).toEqual(['BAD_USER_INPUT']);
  });
});
