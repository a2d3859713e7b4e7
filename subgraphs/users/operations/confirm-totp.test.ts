import { beforeEach, describe, expect, it } from 'vitest';
import { codeShown, wrongCode } from '../../../platform/testing/authenticator';
import { eraseAccount } from '../testing/documents';
import { confirmTotp, enrolTotp } from '../testing/second-factor';
import { type Caller, password, usersRoomForFile } from '../testing/users-room';

const room = usersRoomForFile();
let id: string;
let caller: Caller;
let secret: string;

const begin = async () =>
  ((await caller(enrolTotp, { password })).data.enrolTotp as { secret: string }).secret;
const outcome = async (code: string) =>
  (await caller(confirmTotp, { code })).data.confirmTotp as { __typename: string; codes: string[] };

beforeEach(async () => {
  id = await room.account({ password });
  caller = room.as(id, 'CUSTOMER');
  secret = await begin();
});

describe('confirmTotp', () => {
  it('answers ten recovery codes, which are stored hashed', async () => {
    const { codes } = await outcome(codeShown(secret));
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/);
    const { rows } = await room.database.pool.query(
      'SELECT length(code_hash) AS bytes, used_at FROM recovery_codes WHERE user_id = $1',
      [id],
    );
    expect(rows).toEqual(Array(10).fill({ bytes: 32, used_at: null }));
  });

  it('refuses a wrong code, and accepts the right one after it', async () => {
    const wrong = await outcome(wrongCode(secret));
    expect(wrong).toEqual({ __typename: 'InvalidCredentialsError', code: 'INVALID_CREDENTIALS' });
    expect((await outcome(codeShown(secret))).__typename).toBe('RecoveryCodes');
  });

  it('knows the newest secret only', async () => {
    const next = await begin();
    expect((await outcome(codeShown(secret))).__typename).toBe('InvalidCredentialsError');
    expect((await outcome(codeShown(next))).__typename).toBe('RecoveryCodes');
  });

  it('refuses an hour after the enrolment, and a second time', async () => {
    await room.database.pool.query(
      "UPDATE second_factors SET created_at = created_at - interval '1 hour' WHERE user_id = $1",
      [id],
    );
    expect((await outcome(codeShown(secret))).__typename).toBe('InvalidCredentialsError');
    const next = await begin();
    expect((await outcome(codeShown(next))).__typename).toBe('RecoveryCodes');
    expect((await outcome(codeShown(next, 1))).__typename).toBe('InvalidCredentialsError');
  });

  it('needs a verified e-mail address, also for an enrolment of the previous version', async () => {
    const verifiedAt = async (time: string | null) =>
      room.database.pool.query('UPDATE users SET email_verified_at = $2 WHERE id = $1', [id, time]);
    await verifiedAt(null);
    expect((await caller(confirmTotp, { code: codeShown(secret) })).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
    await verifiedAt('2026-01-01');
    expect((await outcome(codeShown(secret))).__typename).toBe('RecoveryCodes');
  });

  it('is in the audit log and in the export of the account', async () => {
    await outcome(codeShown(secret));
    const { data } = await caller('{ exportMyData { json } }');
    const exported = JSON.parse((data.exportMyData as { json: string }).json);
    expect(exported.secondFactor).toMatchObject({ recoveryCodes: 10 });
    expect(exported.secondFactorResets).toEqual([]);
    expect(JSON.stringify(exported)).not.toContain(secret);
    const actions = exported.auditLog.map(({ action }: { action: string }) => action);
    expect(actions).toEqual(['second_factor.confirm', 'second_factor.enrol']);
  });

  it('goes with the account when that is erased', async () => {
    await outcome(codeShown(secret));
    await room.as(id, 'CUSTOMER')(eraseAccount);
    for (const table of ['second_factors', 'recovery_codes', 'sign_in_challenges']) {
      const { rowCount } = await room.database.pool.query(
        `SELECT FROM ${table} WHERE user_id = $1`,
        [id],
      );
      expect(rowCount).toBe(0);
    }
  });
});
