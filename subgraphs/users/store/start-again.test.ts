import { describe, expect, it } from 'vitest';
import { codeShown } from '../../../platform/testing/authenticator';
import { uuidV7 } from '../../../platform/values/uuid';
import {
  changeEmail,
  mailedToken,
  resetPassword,
  resetToken,
  succeed,
  verify,
} from '../testing/redeemables';
import { confirmTotp, enrolTotp, logIn } from '../testing/second-factor';
import { sendMails } from '../testing/sent-mails';
import { type Caller, password, usersRoomForFile } from '../testing/users-room';

const room = usersRoomForFile();

const ownersPassword = 'a password of the reset';

/** Registered with an address that belongs to somebody else. */
async function registered() {
  const email = `${uuidV7()}@example.com`;
  const evil = `evil-${email}`;
  const query = `mutation ($email: EmailAddress!) {
    register(input: { email: $email, password: "${password}", name: "Mallory" }) {
      ... on Session { user { id } }
    }
  }`;
  const { register } = await succeed(room.anonymous(), query, { email });
  const { id } = (register as { user: { id: string } }).user;
  return { id, email, evil, attacker: room.as(id, 'CUSTOMER') };
}

/** The token of an address that the attacker owns. */
async function keptToken({ evil, attacker }: { evil: string; attacker: Caller }): Promise<string> {
  await succeed(attacker, changeEmail, { next: evil });
  return mailedToken(room, evil, 'verify_email');
}

async function isMailed(email: string): Promise<boolean> {
  await room.anonymous()(`mutation { requestPasswordReset(email: "${email}") }`);
  return (await sendMails(room)).some(({ to }) => to === email);
}

const signsIn = async (email: string, typed: string) =>
  (await logIn(room.anonymous(), email, typed)).__typename;

describe('an attacker who had an account before its owner', () => {
  it('does not get it back by a pending address after a reset', async () => {
    const account = await registered();
    const { email, evil } = account;
    const kept = await keptToken(account);
    expect(await resetPassword(room, await resetToken(room, email))).toBe('Session');
    expect(await verify(room, kept)).toBe('TokenExpiredError');
    expect(await signsIn(email, ownersPassword)).toBe('Session');
    expect(await isMailed(evil)).toBe(false);
  });

  it('cannot redeem it at the moment of the reset, either', async () => {
    for (let time = 0; time < 10; time += 1) {
      const account = await registered();
      const kept = await keptToken(account);
      const token = await resetToken(room, account.email);
      const [verified, reset] = await Promise.all([verify(room, kept), resetPassword(room, token)]);
      const changes = [verified === 'User', reset === 'Session'];
      expect(changes.filter(Boolean)).toHaveLength(1);
    }
  });

  it('does not get it back after a changed password and logoutEverywhere', async () => {
    const account = await registered();
    const { id, email, evil, attacker } = account;
    const kept = await keptToken(account);
    const oldReset = await resetToken(room, email);
    const change = `mutation {
      changePassword(current: "${password}", new: "${ownersPassword}") { __typename }
    }`;
    await succeed(attacker, change);
    await succeed(room.asGeneration(1, id, 'CUSTOMER'), 'mutation { logoutEverywhere }');
    expect(await verify(room, kept)).toBe('TokenExpiredError');
    expect(await resetPassword(room, oldReset)).toBe('TokenExpiredError');
    expect(await signsIn(email, ownersPassword)).toBe('Session');
    expect(await isMailed(evil)).toBe(false);
  });

  it('cannot shut the owner out by a second factor', async () => {
    const { email, attacker } = await registered();
    expect((await attacker(enrolTotp, { password })).codes).toEqual(['BAD_USER_INPUT']);
    expect(await resetPassword(room, await resetToken(room, email))).toBe('Session');
  });
});

describe('the first proof of an address', () => {
  const count = async (statement: string, id: string): Promise<number | null> =>
    (await room.database.pool.query(statement, [id])).rowCount;
  const left = async (id: string) => ({
    factors: await count('SELECT FROM second_factors WHERE user_id = $1', id),
    codes: await count('SELECT FROM recovery_codes WHERE user_id = $1', id),
    addresses: await count('SELECT FROM addresses WHERE user_id = $1', id),
    exports: await count('SELECT FROM data_exports WHERE user_id = $1', id),
    keys: await count('SELECT FROM api_keys WHERE user_id = $1 AND revoked_at IS NULL', id),
    pending: await count('SELECT FROM users WHERE id = $1 AND pending_email IS NOT NULL', id),
    sessions: await count('SELECT FROM sessions WHERE user_id = $1 AND ended_at IS NULL', id),
  });
  /** What orders asks: endpoints that are older than `at` are deleted. */
  const startedAgain = async (id: string) => {
    const query = 'query ($ids: [ID!]!) { startedAgain(ids: $ids) { userId at } }';
    return (await room.internal(query, { ids: [id, uuidV7(), 'nonsense'] })).data.startedAgain;
  };
  const nothing = { factors: 0, codes: 0, addresses: 0, exports: 0, keys: 0, pending: 0 };
  const everything = { factors: 1, codes: 10, addresses: 1, exports: 1, keys: 1, pending: 1 };

  /** An account with all that the previous version allowed without a verified address. */
  async function furnished() {
    const { pool } = room.database;
    const account = await registered();
    const { id, evil, attacker } = account;
    await pool.query('UPDATE users SET email_verified_at = now() WHERE id = $1', [id]);
    const { enrolTotp: begun } = await succeed(attacker, enrolTotp, { password });
    const { secret } = begun as { secret: string };
    await succeed(attacker, confirmTotp, { code: codeShown(secret) });
    await pool.query('UPDATE users SET email_verified_at = NULL WHERE id = $1', [id]);
    // It signs in again, because the factor is younger than its session.
    await succeed(room.as(id, 'CUSTOMER'), changeEmail, { next: evil });
    const address = 'recipient: "M", line1: "1", city: "B", postalCode: "1", country: "DE"';
    await succeed(attacker, `mutation { saveAddress(input: { ${address} }) { __typename } }`);
    await succeed(attacker, 'mutation { requestDataExport { __typename } }');
    await pool.query(
      `INSERT INTO api_keys (id, user_id, name, prefix, scopes)
       VALUES ($1, $2, 'feed', 'op_test_x', '{ORDERS_READ}')`,
      [uuidV7(), id],
    );
    return account;
  }

  it('starts the account again if it is a reset', async () => {
    const { id, email } = await furnished();
    expect(await left(id)).toMatchObject(everything);
    expect(await resetPassword(room, await resetToken(room, email))).toBe('Session');
    expect(await left(id)).toEqual({ ...nothing, sessions: 1 });
    expect(await signsIn(email, ownersPassword)).toBe('Session');
    const rows = await room.entriesAbout(`User:${id}`, 'user.reset_password');
    expect(rows).toMatchObject([{ detail: '{"startedAgain":true}' }]);
    expect(await startedAgain(id)).toEqual([{ userId: id, at: expect.any(String) }]);
  });

  it('removes nothing if it is verifyEmail, so that the next reset keeps everything', async () => {
    const { id, email, attacker } = await furnished();
    const cancel = `mutation { updateProfile(input: { email: "${email}" }) { __typename } }`;
    await succeed(attacker, cancel);
    await succeed(attacker, 'mutation { requestEmailVerification }');
    expect(await verify(room, await mailedToken(room, email, 'verify_email'))).toBe('User');
    expect(await left(id)).toMatchObject({ ...everything, pending: 0 });
    const outcome = await resetPassword(room, await resetToken(room, email));
    expect(outcome).toBe('SecondFactorRequired');
    expect(await left(id)).toEqual({ ...everything, pending: 0, sessions: 0 });
    expect(await startedAgain(id)).toEqual([]);
  });
});
