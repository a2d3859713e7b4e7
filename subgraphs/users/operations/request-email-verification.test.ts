import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { oneWaits, whileLocked } from '../testing/locked-account';
import { sendMails } from '../testing/sent-mails';
import { type Caller, password, usersRoomForFile } from '../testing/users-room';

const request = 'mutation { requestEmailVerification }';

const room = usersRoomForFile();

async function person() {
  const email = `${uuidV7()}@example.com`;
  const id = await room.account({ email, password, isVerified: false });
  const caller = room.as(id, 'CUSTOMER');
  const mails = async () =>
    (await sendMails(room))
      .map(({ kind, to }) => ({ kind, to }))
      .filter(({ to }) => to.includes(email));
  return { id, email, caller, mails };
}

const ask = async (caller: Caller) => {
  const { data, codes } = await caller(request);
  expect([data, codes]).toEqual([{ requestEmailVerification: true }, []]);
};

describe('requestEmailVerification', () => {
  it('mails an unverified address', async () => {
    const { email, caller, mails } = await person();
    await ask(caller);
    expect(await mails()).toEqual([{ kind: 'verify_email', to: email }]);
  });

  it('mails a pending address rather than the present one', async () => {
    const { email, caller, mails } = await person();
    const next = `next-${email}`;
    await caller(
      `mutation { updateProfile(input: { email: "${next}", password: "${password}" }) { __typename } }`,
    );
    await mails();
    await ask(caller);
    expect(await mails()).toEqual([{ kind: 'verify_email', to: next }]);
  });

  it('mails nothing where everything is verified', async () => {
    const { id, caller, mails } = await person();
    await room.database.pool.query('UPDATE users SET email_verified_at = now() WHERE id = $1', [
      id,
    ]);
    await ask(caller);
    expect(await mails()).toEqual([]);
  });

  it('locks the account before the address, as changes do, so that none deadlocks with it', async () => {
    const { id, caller } = await person();
    const asking = await whileLocked(room.database.pool, id, async (change) => {
      const asked = ask(caller);
      await oneWaits(room.database.pool);
      const { rows: held } = await change.query(`SELECT FROM pg_locks
        JOIN pg_database d ON d.oid = database AND datname = current_database()
        WHERE locktype = 'advisory' AND granted`);
      expect(held).toEqual([]);
      return { asked };
    });
    await asking.asked;
  });

  it('is audited for staff', async () => {
    const id = await room.account({ password });
    await ask(room.as(id, 'SUPPORT'));
    const rows = await room.entriesAbout(`User:${id}`);
    expect(rows).toMatchObject([{ action: 'user.request_email_verification' }]);
  });
});
