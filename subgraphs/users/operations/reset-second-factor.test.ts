import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codeShown } from '../../../platform/testing/authenticator';
import { uuidV7 } from '../../../platform/values/uuid';
import {
  confirmSignIn,
  enrolled,
  enrolTotp,
  forgetUsedSteps,
  logIn,
} from '../testing/second-factor';
import { sendMails } from '../testing/sent-mails';
import { type Caller, password, usersRoom, usersRoomForFile } from '../testing/users-room';

const reset = `mutation ($userId: ID!, $reason: String! = "The phone was lost.") {
  resetSecondFactor(userId: $userId, reason: $reason) {
    __typename ... on User { id } ... on ValidationError { fields { path } }
  }
}`;

const room = usersRoomForFile();
let adminId: string;
let admin: Caller;
let email: string;
let userId: string;
let secret: string;
beforeAll(async () => {
  adminId = await room.account({ password, roles: ['ADMIN'] });
  admin = room.as(adminId, 'ADMIN');
});
beforeEach(async () => {
  email = `${uuidV7()}@example.com`;
  userId = await room.account({ email, password, roles: ['SUPPORT'] });
  ({ secret } = await enrolled(room.as(userId, 'SUPPORT')));
  await forgetUsedSteps(room);
});

const outcome = async (variables: object) =>
  (await admin(reset, { userId, ...variables })).data.resetSecondFactor;

describe('resetSecondFactor', () => {
  it('removes the factor, its codes and the sign-ins that wait for one', async () => {
    const { challenge } = await logIn(room.anonymous(), email);
    expect(await outcome({})).toEqual({ __typename: 'User', id: userId });
    const late = await confirmSignIn(room.anonymous(), challenge, codeShown(secret));
    expect(late.__typename).toBe('InvalidCredentialsError');
    expect((await logIn(room.anonymous(), email)).__typename).toBe('Session');
  });

  it('lets staff enrol again for a day where it needs a second factor', async () => {
    const strict = await usersRoom({ database: room.database, staffSecondFactor: true });
    const age = (column: string) =>
      room.database.pool.query(
        `UPDATE users SET ${column} = ${column} - interval '25 hours' WHERE id = $1`,
        [userId],
      );
    await age('created_at');
    await outcome({});
    const restricted = strict.as(userId);
    expect((await restricted(enrolTotp, { password })).codes).toEqual([]);
    await age('may_enrol_until');
    expect((await restricted(enrolTotp, { password })).codes).toEqual(['FORBIDDEN']);
  });

  it('is announced to the account by mail', async () => {
    await sendMails(room);
    await outcome({});
    expect(await sendMails(room)).toMatchObject([{ kind: 'second_factor_was_reset', to: email }]);
  });

  it('is audited, and its reason goes with the account', async () => {
    await outcome({ reason: '  The phone was stolen.  ' });
    const { data } = await room.as(userId, 'SUPPORT')('{ exportMyData { json } }');
    const exported = JSON.parse((data.exportMyData as { json: string }).json);
    expect(exported.secondFactor).toBeNull();
    expect(exported.secondFactorResets).toMatchObject([{ reason: 'The phone was stolen.' }]);
    const rows = await room.entriesAbout(`User:${userId}`, 'second_factor.reset');
    expect(rows).toMatchObject([{ actor: `User:${adminId}`, detail: null }]);
  });

  it('refuses an empty or long reason, and the own account', async () => {
    const refused = (path: string) => ({
      __typename: 'ValidationError',
      fields: [{ path: [path] }],
    });
    expect(await outcome({ reason: ' ' })).toEqual(refused('reason'));
    expect(await outcome({ reason: 'x'.repeat(501) })).toEqual(refused('reason'));
    expect(await outcome({ userId: adminId })).toEqual(refused('userId'));
    expect((await logIn(room.anonymous(), email)).__typename).toBe('SecondFactorRequired');
  });

  it('answers NotFoundError for an account that does not exist', async () => {
    for (const unknown of [uuidV7(), 'nonsense']) {
      expect(await outcome({ userId: unknown })).toEqual({ __typename: 'NotFoundError' });
    }
  });

  it('is refused to somebody who was ADMIN until a moment ago', async () => {
    const demoted = await room.account({ roles: ['SUPPORT'] });
    expect((await room.as(demoted, 'ADMIN')(reset, { userId })).codes).toEqual(['FORBIDDEN']);
  });
});
