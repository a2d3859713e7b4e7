import { beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../../access/roles';
import { createDeviceTokens } from '../../../platform/auth/device-token';
import { secretTokenHash } from '../../../platform/auth/secret-token';
import { codeShown, wrongCode } from '../../../platform/testing/authenticator';
import { uuidV7 } from '../../../platform/values/uuid';
import { resetToken, succeed } from '../testing/redeemables';
import { confirmSignIn, enrolled, forgetUsedSteps, logIn } from '../testing/second-factor';
import { password, usersRoom, usersRoomForFile } from '../testing/users-room';

const room = usersRoomForFile();
let email: string;
let id: string;
let secret: string;
let codes: string[];

async function account(...roles: Role[]): Promise<void> {
  email = `${uuidV7()}@example.com`;
  id = await room.account({ email, password, roles });
  ({ secret, codes } = await enrolled(room.as(id, ...roles)));
  await forgetUsedSteps(room);
}
beforeEach(() => account('CUSTOMER'));

const challenged = async () => (await logIn(room.anonymous(), email)).challenge;
const confirm = (challenge: string, code: string, method?: string) =>
  confirmSignIn(room.anonymous(), challenge, code, method);
const outcome = async (challenge: string, code: string, method?: string) =>
  (await confirm(challenge, code, method)).__typename;

describe('login of an account with a second factor', () => {
  it('answers a challenge of five minutes instead of a session', async () => {
    const answer = await logIn(room.anonymous(), email);
    expect(answer).toMatchObject({
      __typename: 'SecondFactorRequired',
      methods: ['TOTP', 'RECOVERY_CODE'],
    });
    const minutes = (Date.parse(answer.expiresAt) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(4.5);
    expect(minutes).toBeLessThanOrEqual(5.01);
  });

  it('answers a wrong password as for any account', async () => {
    const answer = await logIn(room.anonymous(), email, 'a wrong password');
    expect(answer).toEqual(
      await logIn(room.anonymous(), 'unknown@example.com', 'a wrong password'),
    );
  });

  it('stores the challenge hashed, and at most 20 of an account', async () => {
    const challenges: string[] = [];
    for (let time = 0; time < 22; time += 1) challenges.push(await challenged());
    const { rows } = await room.database.pool.query(
      'SELECT challenge_hash AS hash FROM sign_in_challenges WHERE user_id = $1',
      [id],
    );
    const newest = challenges.slice(2).map((challenge) => secretTokenHash(challenge));
    expect(rows).toHaveLength(20);
    expect(rows.map(({ hash }) => hash)).toEqual(expect.arrayContaining(newest));
  });
});

describe('confirmSecondFactor', () => {
  it('answers a session for the code of the app', async () => {
    const session = await confirm(await challenged(), codeShown(secret));
    expect(session.__typename).toBe('Session');
    const refresh = `mutation ($token: String!) {
      refreshSession(refreshToken: $token) { __typename }
    }`;
    const { data } = await room.anonymous()(refresh, { token: session.refreshToken });
    expect(data.refreshSession).toEqual({ __typename: 'Session' });
  });

  it('accepts the code of the next step, for a clock that is ahead', async () => {
    expect(await outcome(await challenged(), codeShown(secret, 1))).toBe('Session');
  });

  it('refuses a code that was used, and an older one', async () => {
    const code = codeShown(secret, 1);
    expect(await outcome(await challenged(), code)).toBe('Session');
    const challenge = await challenged();
    expect(await outcome(challenge, code)).toBe('InvalidCredentialsError');
    expect(await outcome(challenge, codeShown(secret))).toBe('InvalidCredentialsError');
  });

  it('refuses the code that switched the second factor on', async () => {
    id = await room.account({ email: `again-${email}`, password });
    email = `again-${email}`;
    const used = await enrolled(room.as(id, 'CUSTOMER'));
    ({ secret } = used);
    expect(await outcome(await challenged(), used.code)).toBe('InvalidCredentialsError');
    expect(await outcome(await challenged(), codeShown(secret, 1))).toBe('Session');
  });

  it('gives one session for one code, however many ask at a time', async () => {
    const challenges: string[] = [];
    while (challenges.length < 8) challenges.push(await challenged());
    const code = codeShown(secret);
    const all = await Promise.all(challenges.map((challenge) => outcome(challenge, code)));
    expect(all.filter((name) => name === 'Session')).toHaveLength(1);
  });

  it('gives one session for one challenge, however many ask at a time', async () => {
    const challenge = await challenged();
    const typed = codes.slice(0, 6);
    const all = await Promise.all(typed.map((code) => outcome(challenge, code, 'RECOVERY_CODE')));
    expect(all.filter((name) => name === 'Session')).toHaveLength(1);
    const { rows } = await room.database.pool.query(
      'SELECT count(*)::int AS used FROM recovery_codes WHERE user_id = $1 AND used_at IS NOT NULL',
      [id],
    );
    expect(rows).toEqual([{ used: 1 }]);
  });

  it('accepts each recovery code once, however it is written', async () => {
    for (const code of codes) {
      const typed = code.toUpperCase().replaceAll('-', ' ');
      expect(await outcome(await challenged(), typed, 'RECOVERY_CODE')).toBe('Session');
      expect(await outcome(await challenged(), code, 'RECOVERY_CODE')).toBe(
        'InvalidCredentialsError',
      );
    }
    expect((await logIn(room.anonymous(), email)).methods).toEqual(['TOTP']);
  });

  it.each(['TOTP', 'RECOVERY_CODE'])(
    'does not take a code of the other kind as %s',
    async (method) => {
      const code = method === 'TOTP' ? (codes[0] ?? '') : codeShown(secret);
      expect(await outcome(await challenged(), code, method)).toBe('InvalidCredentialsError');
    },
  );

  it('ends the sign-in after five wrong codes, also for the right one', async () => {
    const challenge = await challenged();
    for (let time = 0; time < 5; time += 1) {
      expect(await outcome(challenge, wrongCode(secret))).toBe('InvalidCredentialsError');
    }
    expect(await outcome(challenge, codeShown(secret))).toBe('InvalidCredentialsError');
    expect(await outcome(await challenged(), codeShown(secret))).toBe('Session');
  });

  it('checks only recovery codes after twenty wrong codes in an hour', async () => {
    for (let time = 0; time < 20; time += 1) {
      await confirm(await challenged(), wrongCode(secret));
    }
    const refused = confirm(await challenged(), codeShown(secret));
    await expect(refused).rejects.toMatchObject({
      extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) },
    });
    expect(await outcome(await challenged(), 'AAAA-AAAA-AAAA-AAAA', 'RECOVERY_CODE')).toBe(
      'InvalidCredentialsError',
    );
    expect(await outcome(await challenged(), codes[0] ?? '', 'RECOVERY_CODE')).toBe('Session');
    await expect(confirm(await challenged(), codeShown(secret))).rejects.toThrow();
    await room.database.pool.query(
      "UPDATE second_factors SET wrong_since = wrong_since - interval '1 hour' WHERE user_id = $1",
      [id],
    );
    expect(await outcome(await challenged(), codeShown(secret))).toBe('Session');
  });

  it('refuses a challenge that expired, was used, or never was', async () => {
    const expired = await challenged();
    await room.database.pool.query(
      "UPDATE sign_in_challenges SET expires_at = now() - interval '1 second'",
    );
    const code = codeShown(secret);
    expect(await outcome(expired, code)).toBe('InvalidCredentialsError');
    const used = await challenged();
    expect(await outcome(used, code)).toBe('Session');
    await forgetUsedSteps(room);
    for (const challenge of [used, '', 'nothing of ours', 'x'.repeat(43)]) {
      expect(await outcome(challenge, code)).toBe('InvalidCredentialsError');
    }
  });

  it('refuses a challenge of an account that was locked or whose tokens were ended', async () => {
    const before = await challenged();
    await room.database.pool.query(
      'UPDATE users SET token_generation = token_generation + 1 WHERE id = $1',
      [id],
    );
    expect(await outcome(before, codeShown(secret))).toBe('InvalidCredentialsError');
    const next = await challenged();
    await room.database.pool.query('UPDATE users SET locked_at = now() WHERE id = $1', [id]);
    expect(await outcome(next, codeShown(secret))).toBe('InvalidCredentialsError');
  });

  it('counts wrong codes as failed sign-ins of the network address', async () => {
    const limited = await usersRoom({ database: room.database, signInFailuresPerMinute: 3 });
    const caller = limited.anonymous('192.0.2.77');
    const { challenge } = await logIn(caller, email);
    for (let time = 0; time < 3; time += 1) await confirmSignIn(caller, challenge, '');
    await expect(confirmSignIn(caller, challenge, codeShown(secret))).rejects.toMatchObject({
      extensions: { code: 'RATE_LIMITED' },
    });
    await expect(logIn(caller, email)).rejects.toMatchObject({
      extensions: { code: 'RATE_LIMITED' },
    });
    const elsewhere = limited.anonymous('192.0.2.78');
    const answer = await confirmSignIn(elsewhere, challenge, codeShown(secret));
    expect(answer.__typename).toBe('Session');
  });

  describe('at a network of which others use up the failures', () => {
    const address = '192.0.2.78';
    const busyRoom = async () => {
      const busy = await usersRoom({ database: room.database, signInFailuresPerMinute: 1 });
      await logIn(busy.anonymous(address), 'unknown@example.com', 'a wrong password');
      return busy;
    };

    it('answers a session to a known device, whose sign-in was admitted', async () => {
      const busy = await busyRoom();
      const devices = createDeviceTokens([busy.configuration.auth.keySecret]);
      const known = busy.anonymous(address, { deviceToken: devices.issue(email) });
      const { challenge } = await logIn(known, email);
      const answer = await confirmSignIn(busy.anonymous(address), challenge, codeShown(secret));
      expect(answer.__typename).toBe('Session');
    });

    it('answers a session to somebody who has just reset the password', async () => {
      const busy = await busyRoom();
      const token = await resetToken(busy, email);
      const reset = `mutation { resetPassword(token: "${token}", password: "${password}!") {
        ... on SecondFactorRequired { challenge }
      } }`;
      const { resetPassword } = await succeed(busy.anonymous(address), reset);
      const { challenge } = resetPassword as { challenge: string };
      const answer = await confirmSignIn(busy.anonymous(address), challenge, codeShown(secret));
      expect(answer.__typename).toBe('Session');
    });
  });

  it('audits wrong codes, and sign-ins of staff with their method', async () => {
    await account('SUPPORT');
    const challenge = await challenged();
    await confirm(challenge, wrongCode(secret));
    await confirm(challenge, codes[0] ?? '', 'RECOVERY_CODE');
    const { rows } = await room.database.pool.query(
      `SELECT actor, action, detail FROM audit_entries
       WHERE subject = $1 AND action LIKE 'session.%' ORDER BY at`,
      [`User:${id}`],
    );
    expect(rows).toEqual([
      {
        actor: 'anonymous',
        action: 'session.sign_in_failed',
        detail: '{"reason":"wrong_code"}',
      },
      {
        actor: `User:${id}`,
        action: 'session.sign_in',
        detail: '{"secondFactor":"RECOVERY_CODE"}',
      },
    ]);
  });

  it('after auth.keySecret has changed, accepts recovery codes only', async () => {
    const keySecret = 'another secret of the tests, also long enough to be one';
    const rotated = await usersRoom({ database: room.database, keySecret });
    const caller = rotated.anonymous();
    const { challenge } = await logIn(caller, email);
    expect((await confirmSignIn(caller, challenge, codeShown(secret))).__typename).toBe(
      'InvalidCredentialsError',
    );
    const answer = await confirmSignIn(caller, challenge, codes[0] ?? '', 'RECOVERY_CODE');
    expect(answer.__typename).toBe('Session');
  });
});
