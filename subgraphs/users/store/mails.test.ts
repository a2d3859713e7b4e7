import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { oneWaits, whileLocked } from '../testing/locked-account';
import { claimed, prepared, sendMails } from '../testing/sent-mails';
import { password, usersRoomForFile } from '../testing/users-room';

const room = usersRoomForFile();

/** The id of a mail that asks a new account to verify its address. */
async function verification() {
  const id = await room.account({ password, isVerified: false });
  await room.as(id, 'CUSTOMER')('mutation { requestEmailVerification }');
  const [mailId = ''] = await claimed(room);
  return { id, mailId };
}

const hashesOf = async (id: string) => {
  const { rows } = await room.database.pool.query(
    'SELECT purpose, token_hash FROM mail_tokens WHERE user_id = $1',
    [id],
  );
  return rows;
};

describe('preparing a mail', () => {
  it('answers where a mail goes and stores the hash of its token, at each attempt', async () => {
    const { id, mailId } = await verification();
    const first = await prepared(room, mailId);
    expect(first).toMatchObject({ kind: 'verify_email', to: `${id}@example.com`, language: 'EN' });
    const [before] = await hashesOf(id);
    await prepared(room, mailId);
    const after = await hashesOf(id);
    expect(after).toMatchObject([{ purpose: 'verify_email' }]);
    expect(after[0].token_hash.equals(before.token_hash)).toBe(false);
  });

  it('locks the account before the mail, as changes do, so that none deadlocks with it', async () => {
    const { id, mailId } = await verification();
    const { preparing } = await whileLocked(room.database.pool, id, async (change) => {
      const begun = prepared(room, mailId);
      await oneWaits(room.database.pool);
      await change.query('UPDATE mails SET disown_until = NULL WHERE id = $1', [mailId]);
      return { preparing: begun };
    });
    expect(await preparing).toMatchObject({ kind: 'verify_email', disownToken: null });
  });

  it('stores no token where the address has been verified since', async () => {
    const { id, mailId } = await verification();
    await room.database.pool.query('UPDATE users SET email_verified_at = now() WHERE id = $1', [
      id,
    ]);
    expect(await prepared(room, mailId)).toBeNull();
    expect(await hashesOf(id)).toEqual([]);
  });

  it('reports to the owner of a locked account what was changed before, without another token', async () => {
    const id = await room.account({ password });
    const caller = room.as(id, 'CUSTOMER');
    await caller(
      `mutation { changePassword(current: "${password}", new: "${password}!") { __typename } }`,
    );
    await room.anonymous()(`mutation { requestPasswordReset(email: "${id}@example.com") }`);
    await room.database.pool.query('UPDATE users SET locked_at = now() WHERE id = $1', [id]);
    const sent = (await sendMails(room)).filter(({ to }) => to === `${id}@example.com`);
    expect(sent).toMatchObject([{ kind: 'password_was_changed', disownToken: expect.any(String) }]);
    expect(await hashesOf(id)).toEqual([]);
  });

  it('prepares nothing that was sent, or never stored', async () => {
    const { mailId } = await verification();
    await room.store.mailQueue.finish(mailId, { mail: 'sent' });
    expect(await prepared(room, mailId)).toBeNull();
    expect(await prepared(room, uuidV7())).toBeNull();
  });
});
