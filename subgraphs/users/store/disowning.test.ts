import { describe, expect, it } from 'vitest';
import {
  changePassword,
  disownChange,
  linkIn,
  moveAway,
  movedAway,
  newEmail,
  rowOf,
  setUpFactor,
  stolenAccount,
} from '../testing/hijacking';
import {
  changeEmail,
  disown,
  disownToken,
  mailedToken,
  resetPassword,
  resetToken,
  succeed,
  verify,
} from '../testing/redeemables';
import { sendMails } from '../testing/sent-mails';
import { password, usersRoomForFile } from '../testing/users-room';

const expired = 'TokenExpiredError';

const room = usersRoomForFile();

const hasFactor = async (id: string): Promise<boolean> =>
  (await rowOf(room, 'SELECT count(*)::int AS n FROM second_factors WHERE user_id = $1', id)).n ===
  1;

describe('the links of a thief', () => {
  it('end with the owner’s, and never end it', async () => {
    const stolen = await stolenAccount(room);
    const { link, thiefs } = await movedAway(stolen);
    await changePassword(stolen, password, 'the password of the thief');
    const own = await disownToken(room, thiefs, 'password_was_changed');
    const second = { ...stolen, email: thiefs };
    await succeed(stolen.thief, changeEmail.replace(password, 'the password of the thief'), {
      next: newEmail(),
    });
    const another = await linkIn(second, 'email_change_requested');
    // Disowning a change of the thief's own, by the thief.
    expect(await disownChange(room, another)).toMatchObject({ email: thiefs });
    expect(await resetPassword(room, await resetToken(room, thiefs))).toBe('Session');
    expect(await disown(room, own)).toBe(expired);
    expect(await disownChange(room, link)).toMatchObject({ email: stolen.email });
    expect(await disown(room, another)).toBe(expired);
  });

  it('to later addresses of the thief are void once the owner has disowned the first change', async () => {
    const stolen = await stolenAccount(room);
    const { link, thiefs } = await movedAway(stolen);
    await moveAway(stolen);
    const later = await disownToken(room, thiefs, 'email_was_changed');
    expect(await disownChange(room, link)).toMatchObject({ email: stolen.email });
    expect(await disown(room, later)).toBe(expired);
  });
});

describe('the links of an owner', () => {
  it('outlast resets by a thief at another address, and give the address back', async () => {
    const stolen = await stolenAccount(room);
    await changePassword(stolen, password, 'the password of the thief');
    const earlier = await linkIn(stolen, 'password_was_changed');
    const next = newEmail();
    const change = changeEmail.replace(password, 'the password of the thief');
    await succeed(stolen.thief, change, { next });
    await verify(room, await mailedToken(room, next, 'verify_email'));
    await resetPassword(room, await resetToken(room, next));
    expect(await disownChange(room, earlier)).toMatchObject({ email: stolen.email });
  });

  it('end with a later reset by the owner, also those of mails that are not sent yet', async () => {
    const stolen = await stolenAccount(room);
    await changePassword(stolen, password, 'the password of the thief');
    const sent = await linkIn(stolen, 'password_was_changed');
    const token = await resetToken(room, stolen.email);
    await changePassword(stolen, 'the password of the thief', password);
    expect(await resetPassword(room, token)).toBe(expired);
    const valid = `mutation { requestPasswordReset(email: "${stolen.email}") }`;
    await succeed(room.anonymous(), valid);
    const mails = (await sendMails(room)).filter(({ to }) => to === stolen.email);
    const reset = mails.find(({ kind }) => kind === 'reset_password');
    const unused = mails.find(({ kind }) => kind === 'password_was_changed')?.disownToken;
    expect(await resetPassword(room, reset?.token ?? '')).toBe('Session');
    for (const link of [sent, unused ?? '']) expect(await disown(room, link)).toBe(expired);
    const announced = (await sendMails(room)).find(({ to }) => to === stolen.email);
    expect(announced).toMatchObject({ kind: 'password_was_reset' });
    expect(await disown(room, announced?.disownToken ?? '')).toBe('ChangeDisowned');
  });

  it('are missing in a mail that is sent after such a reset', async () => {
    const stolen = await stolenAccount(room);
    const token = await resetToken(room, stolen.email);
    await succeed(stolen.thief, changeEmail, { next: newEmail() });
    expect(await resetPassword(room, token)).toBe('Session');
    const sent = (await sendMails(room)).filter(({ to }) => to === stolen.email);
    const kinds = Object.fromEntries(sent.map(({ kind, disownToken: link }) => [kind, link]));
    expect(kinds).toEqual({ email_change_requested: null, password_was_reset: expect.any(String) });
  });
});

describe('a second factor', () => {
  it('goes if the disowned change set it up', async () => {
    const stolen = await stolenAccount(room);
    await setUpFactor(stolen);
    await disownChange(room, await linkIn(stolen, 'second_factor_was_set_up'));
    expect(await hasFactor(stolen.id)).toBe(false);
  });

  it('goes if it was set up after the change, and stays if it was there before', async () => {
    for (const isBefore of [true, false]) {
      const stolen = await stolenAccount(room);
      if (isBefore) await setUpFactor(stolen);
      await changePassword(stolen, password, 'another long password');
      if (!isBefore) await setUpFactor(stolen, 'another long password');
      const link = await linkIn(stolen, 'password_was_changed');
      const { resetToken: token = '' } = await disownChange(room, link);
      expect(await hasFactor(stolen.id)).toBe(isBefore);
      expect(await resetPassword(room, token)).toBe(isBefore ? 'SecondFactorRequired' : 'Session');
    }
  });

  it('of staff stays, so that a mailbox alone gives no roles', async () => {
    const stolen = await stolenAccount(room, { roles: ['SUPPORT'] });
    await setUpFactor(stolen);
    const link = await linkIn(stolen, 'second_factor_was_set_up');
    const { resetToken: token = '' } = await disownChange(room, link);
    expect(await resetPassword(room, token)).toBe('SecondFactorRequired');
  });

  it('cannot be enrolled by staff in the time that a reset gave', async () => {
    const stolen = await stolenAccount(room, { roles: ['SUPPORT'] });
    const admin = room.as(await room.account({ roles: ['ADMIN'] }), 'ADMIN');
    const reset = `resetSecondFactor(userId: "${stolen.id}", reason: "x") { __typename }`;
    await succeed(admin, `mutation { ${reset} }`);
    await disownChange(room, await linkIn(stolen, 'second_factor_was_reset'));
    const query = 'SELECT may_enrol_until FROM users WHERE id = $1';
    expect(await rowOf(room, query, stolen.id)).toEqual({ may_enrol_until: null });
  });
});

describe('an address that was never verified', () => {
  it('disowns a registration, and its reset starts the account again', async () => {
    const stolen = await stolenAccount(room, { isVerified: false });
    await succeed(stolen.thief, 'mutation { requestEmailVerification }');
    const link = await linkIn(stolen, 'verify_email');
    const { resetToken: token = '' } = await disownChange(room, link);
    expect(await resetPassword(room, token)).toBe('Session');
    const detail = await rowOf(
      room,
      `SELECT detail FROM audit_entries WHERE subject = $1 AND action = 'user.reset_password'`,
      `User:${stolen.id}`,
    );
    expect(JSON.parse(detail.detail)).toEqual({ startedAgain: true });
  });

  it('disowns no registration that it has confirmed', async () => {
    const stolen = await stolenAccount(room, { isVerified: false });
    await succeed(stolen.thief, 'mutation { requestEmailVerification }');
    const mail = (await sendMails(room)).find(({ to }) => to === stolen.email);
    expect(await verify(room, mail?.token ?? '')).toBe('User');
    expect(await disown(room, mail?.disownToken ?? '')).toBe(expired);
  });

  it('gives a stranger nothing once its account has another one', async () => {
    const typed = await stolenAccount(room, { isVerified: false });
    await succeed(typed.thief, 'mutation { requestEmailVerification }');
    const link = await linkIn(typed, 'verify_email');
    const next = newEmail();
    await succeed(typed.thief, changeEmail, { next });
    const sent = await sendMails(room);
    const notice = sent.find(({ to }) => to === typed.email);
    expect(notice?.kind).toBe('email_change_requested');
    const pending = sent.find(({ to }) => to === next);
    expect(pending).toMatchObject({ kind: 'verify_email', disownToken: null });
    expect(await verify(room, pending?.token ?? '')).toBe('User');
    for (const late of [link, notice?.disownToken ?? '']) {
      expect(await disown(room, late)).toBe(expired);
    }
    expect((await sendMails(room)).filter(({ to }) => to === typed.email)).toEqual([]);
  });
});
