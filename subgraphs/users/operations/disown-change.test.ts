import { describe, expect, it } from 'vitest';
import { newSecretToken } from '../../../platform/auth/secret-token';
import { disownTokenDays } from '../domain/mail';
import { endedTokens } from '../testing/documents';
import {
  changePassword,
  disownChange,
  expireLinks,
  linkIn,
  moveAway,
  movedAway,
  newEmail,
  rowOf,
  type Stolen,
  setUpFactor,
  stolenAccount,
} from '../testing/hijacking';
import {
  changeEmail,
  disown,
  mailedToken,
  refreshed,
  resetPassword,
  resetToken,
  signIn,
  succeed,
  verify,
} from '../testing/redeemables';
import { logIn } from '../testing/second-factor';
import { sendMails } from '../testing/sent-mails';
import { password, usersRoomForFile } from '../testing/users-room';

const thiefs = 'the password of the thief';
const expired = 'TokenExpiredError';

const notified: string[] = [];
const orders = async (query: string) => {
  notified.push(query);
  return { accountsLocked: true };
};
const room = usersRoomForFile({ orders: orders as never });

const typeOf = async (email: string, typed: string) =>
  (await logIn(room.anonymous(), email, typed)).__typename;

describe('disownChange', () => {
  it('gives an account back that was moved, with everything that the thief did since', async () => {
    const stolen = await stolenAccount(room);
    const { id, email, thief } = stolen;
    const away = await moveAway(stolen);
    const link = await linkIn(stolen, 'email_was_changed');
    await changePassword(stolen, password, thiefs);
    const secret = await setUpFactor(stolen, thiefs);
    const session = await signIn({ room, id, email: away, owner: thief, secret }, thiefs);
    await succeed(thief, changeEmail.replace(password, thiefs), { next: newEmail() });

    const answer = await disownChange(room, link);
    expect(answer).toMatchObject({ __typename: 'ChangeDisowned', email });
    const row = await rowOf(
      room,
      `SELECT pending_email, password_hash, email_verified_at IS NOT NULL AS verified,
        EXISTS (SELECT FROM second_factors WHERE user_id = u.id) AS factor FROM users u WHERE id = $1`,
      id,
    );
    expect(row).toEqual({
      pending_email: null,
      password_hash: null,
      verified: true,
      factor: false,
    });
    expect(await refreshed(room, session.refreshToken)).toBe('SessionEndedError');
    // The thief still knows a password, and reads the mail of the other address.
    expect(await typeOf(email, thiefs)).toBe('InvalidCredentialsError');
    await expect(resetToken(room, away)).rejects.toThrow('No mail');
    expect(await resetPassword(room, answer.resetToken ?? '')).toBe('Session');
    expect(await typeOf(email, 'a password of the reset')).toBe('Session');
  });

  it('ends access tokens and API keys, and has webhook endpoints disabled', async () => {
    const stolen = await stolenAccount(room, { roles: ['PARTNER'] });
    const { id, thief } = stolen;
    const input = '{ name: "feed", scopes: [ORDERS_READ] }';
    await succeed(thief, `mutation { createApiKey(input: ${input}) { __typename } }`);
    notified.length = 0;
    await disownChange(room, await linkIn(stolen, 'api_key_was_created'));
    const { revoked_at } = await rowOf(
      room,
      'SELECT revoked_at FROM api_keys WHERE user_id = $1',
      id,
    );
    expect(revoked_at).toBeInstanceOf(Date);
    const { data } = await room.internal(endedTokens);
    const { ends } = data.endedTokens as { ends: object[] };
    expect(ends).toContainEqual({ userId: id, belowGeneration: 1 });
    expect(notified).toEqual(['mutation { accountsLocked }']);
  });

  it('answers a token like a mailed one: for 30 minutes, once, replaced by a newer one', async () => {
    const stolen = await stolenAccount(room);
    const { resetToken: given = '' } = await disownChange(room, (await movedAway(stolen)).link);
    const { seconds } = await rowOf(
      room,
      `SELECT extract(epoch FROM expires_at - created_at)::int AS seconds FROM mail_tokens
       WHERE user_id = $1`,
      stolen.id,
    );
    expect(seconds).toBe(1_800);
    const mailed = await resetToken(room, stolen.email);
    expect(await resetPassword(room, given)).toBe(expired);
    expect(await resetPassword(room, mailed)).toBe('Session');
    expect(await resetPassword(room, mailed)).toBe(expired);
  });

  it('is audited, and announced to the address that the account had', async () => {
    const stolen = await stolenAccount(room);
    const { link, thiefs: away } = await movedAway(stolen);
    await disownChange(room, link);
    const entry = await rowOf(
      room,
      `SELECT actor, detail FROM audit_entries WHERE subject = $1 AND action = 'user.disown_change'`,
      `User:${stolen.id}`,
    );
    expect(entry.actor).toBe(`User:${stolen.id}`);
    expect(JSON.parse(entry.detail)).toEqual({
      change: 'email_was_changed',
      emailRestored: true,
      secondFactorRemoved: false,
    });
    const sent = (await sendMails(room)).filter(({ to }) => to === away);
    expect(sent).toMatchObject([{ kind: 'change_was_disowned', disownToken: null }]);
  });

  it('works once, also when it is used twice at the same time', async () => {
    const { link } = await movedAway(await stolenAccount(room));
    const types = await Promise.all(Array.from({ length: 5 }, () => disown(room, link)));
    expect(types.sort()).toEqual(['ChangeDisowned', ...Array.from({ length: 4 }, () => expired)]);
    expect(await disown(room, link)).toBe(expired);
  });

  it(`works for ${disownTokenDays} days after the change`, async () => {
    const stolen = await stolenAccount(room);
    const { link } = await movedAway(stolen);
    const { seconds } = await rowOf(
      room,
      `SELECT round(extract(epoch FROM disown_until - created_at))::int AS seconds FROM mails
       WHERE user_id = $1 AND kind = 'email_was_changed'`,
      stolen.id,
    );
    expect(seconds).toBe(disownTokenDays * 86_400);
    await expireLinks(stolen);
    expect(await disown(room, link)).toBe(expired);
  });

  it('refuses forgeries and tokens for other purposes, and touches no other account', async () => {
    const stolen = await stolenAccount(room);
    const other = await stolenAccount(room);
    const { link } = await movedAway(stolen);
    const { link: others } = await movedAway(other);
    const reset = await resetToken(room, (await stolenAccount(room)).email);
    for (const bad of [reset, newSecretToken().token, '', `${link} `, 'x'.repeat(100_000)]) {
      expect(await disown(room, bad)).toBe(expired);
    }
    expect(await resetPassword(room, link)).toBe(expired);
    expect(await verify(room, link)).toBe(expired);
    expect(await disownChange(room, link)).toMatchObject({ email: stolen.email });
    expect(await disownChange(room, others)).toMatchObject({ email: other.email });
  });

  it('waits while staff has locked the account', async () => {
    const stolen = await stolenAccount(room);
    const { link } = await movedAway(stolen);
    const admin = room.as(await room.account({ roles: ['ADMIN'] }), 'ADMIN');
    const staff = (field: string) =>
      succeed(admin, `mutation { ${field}(userId: "${stolen.id}", reason: "x") { __typename } }`);
    await staff('lockAccount');
    expect(await disown(room, link)).toBe(expired);
    await staff('unlockAccount');
    expect(await disown(room, link)).toBe('ChangeDisowned');
  });
});

describe('an address that was given up', () => {
  const register = (email: string) =>
    succeed(
      room.anonymous(),
      `mutation ($email: EmailAddress!) {
        register(input: { email: $email, password: "${password}", name: "Ada" }) { __typename }
      }`,
      { email },
    );

  it('is free for nobody else before its link ends', async () => {
    const stolen = await stolenAccount(room);
    await movedAway(stolen);
    expect(await register(stolen.email)).toEqual({ register: { __typename: 'EmailTakenError' } });
    const other = await stolenAccount(room);
    await succeed(other.thief, changeEmail, { next: stolen.email });
    const token = await mailedToken(room, stolen.email, 'verify_email');
    expect(await verify(room, token)).toBe('EmailTakenError');
    await expireLinks(stolen);
    expect(await register(stolen.email)).toEqual({ register: { __typename: 'Session' } });
  });

  it('is not taken from an account that has it anyway, and nothing changes', async () => {
    const stolen = await stolenAccount(room);
    const { link, thiefs: away } = await movedAway(stolen);
    await room.account({ email: stolen.email, password });
    expect(await disown(room, link)).toBe('EmailTakenError');
    expect(await typeOf(away, password)).toBe('Session');
  });

  it('can be the next one of the same account', async () => {
    const stolen = await stolenAccount(room);
    await movedAway(stolen);
    await succeed(stolen.thief, changeEmail, { next: stolen.email });
    const token = await mailedToken(room, stolen.email, 'verify_email');
    expect(await verify(room, token)).toBe('User');
  });
});

/** The account of somebody who moved it, while another one reads the mail of the old address. */
describe('a stolen mailbox of a former address', () => {
  const moved = async (withFactor: boolean): Promise<Stolen & { link: string; now: string }> => {
    const own = await stolenAccount(room);
    if (withFactor) await setUpFactor(own);
    const { link, thiefs: now } = await movedAway(own);
    return { ...own, link, now };
  };

  it('gives nothing where the account had a second factor before', async () => {
    const { link } = await moved(true);
    const { resetToken: token = '' } = await disownChange(room, link);
    expect(await resetPassword(room, token)).toBe('SecondFactorRequired');
  });

  it('gives nothing after the link has ended', async () => {
    const own = await moved(false);
    await expireLinks(own);
    expect(await disown(room, own.link)).toBe(expired);
    await expect(resetToken(room, own.email)).rejects.toThrow('No mail');
    expect(await typeOf(own.now, password)).toBe('Session');
  });
});
