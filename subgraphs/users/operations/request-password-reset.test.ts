import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { mailsPerHour } from '../domain/mail';
import { eraseAccount } from '../testing/documents';
import { claimed, sendMails } from '../testing/sent-mails';
import { password, usersRoom, usersRoomForFile } from '../testing/users-room';

const request = `mutation ($email: EmailAddress!) { requestPasswordReset(email: $email) }`;

const room = usersRoomForFile();

const ask = (email: string, caller = room.anonymous()) => caller(request, { email });
const newEmail = () => `${uuidV7()}@example.com`;

async function rowsOf(email: string) {
  const { rows } = await room.database.pool.query(
    'SELECT kind, user_id, handled_at IS NOT NULL AS handled FROM mails WHERE email = $1',
    [await room.lookup(email)],
  );
  return rows;
}

describe('requestPasswordReset', () => {
  it('answers true and stores the same for known and unknown addresses', async () => {
    const known = newEmail();
    const unknown = newEmail();
    await room.account({ email: known, password });
    for (const email of [known, unknown]) {
      const { data, codes } = await ask(email);
      expect([data, codes]).toEqual([{ requestPasswordReset: true }, []]);
      expect(await rowsOf(email)).toEqual([
        { kind: 'reset_password', user_id: null, handled: false },
      ]);
    }
  });

  it('mails an account that exists, in its language, and nobody else', async () => {
    const email = newEmail();
    const id = await room.account({ email, password });
    await room.database.pool.query(`UPDATE users SET language = 'DE' WHERE id = $1`, [id]);
    await ask(email.toUpperCase());
    await ask(newEmail());
    const sent = (await sendMails(room)).filter(({ to }) => to === email);
    expect(sent).toMatchObject([{ kind: 'reset_password', to: email, language: 'DE' }]);
  });

  it('stores no token anywhere, only the hash of one', async () => {
    const email = newEmail();
    await room.account({ email, password });
    await ask(email);
    const sent = await sendMails(room);
    const { token = '' } = sent.find(({ to }) => to === email) ?? {};
    expect(token).toHaveLength(43);
    const { rows: tables } = await room.database.pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    expect(tables.length).toBeGreaterThan(10);
    for (const { name } of tables) {
      const { rows } = await room.database.pool.query(
        `SELECT FROM "${name}" t WHERE strpos(t::text, $1) > 0`,
        [token],
      );
      expect(rows, name).toEqual([]);
    }
  });

  it('sends nothing to an account that is locked or erased by then', async () => {
    const locked = newEmail();
    const erased = newEmail();
    const lockedId = await room.account({ email: locked, password });
    const erasedId = await room.account({ email: erased, password });
    await ask(locked);
    await ask(erased);
    await room.database.pool.query('UPDATE users SET locked_at = now() WHERE id = $1', [lockedId]);
    await room.as(erasedId, 'CUSTOMER')(eraseAccount);
    expect(await rowsOf(erased)).toEqual([]);
    const sent = (await sendMails(room)).map(({ to }) => to);
    expect(sent).not.toContain(locked);
    expect(sent).not.toContain(erased);
  });

  it('drops more than the hourly mails to an address, known or not, and answers true', async () => {
    const known = newEmail();
    const unknown = newEmail();
    await room.account({ email: known, password });
    for (const email of [known, unknown]) {
      const asked = Array.from({ length: mailsPerHour + 2 }, () => ask(email));
      for (const { data } of await Promise.all(asked)) {
        expect(data).toEqual({ requestPasswordReset: true });
      }
      expect(await rowsOf(email)).toHaveLength(mailsPerHour);
    }
    await sendMails(room);
    await ask(known);
    expect(await rowsOf(known)).toHaveLength(mailsPerHour);
    const hourAgo = `UPDATE mails SET created_at = created_at - interval '1 hour'`;
    await room.database.pool.query(`${hourAgo} WHERE email = $1`, [await room.lookup(known)]);
    await ask(known);
    expect(await rowsOf(known)).toHaveLength(mailsPerHour + 1);
  });

  it('keeps what was sent for an hour, and what could not be sent for a month', async () => {
    const sent = newEmail();
    const failing = newEmail();
    await room.account({ email: sent, password });
    await ask(sent);
    await sendMails(room);
    await ask(failing);
    await claimed(room);
    const old = `UPDATE mails SET created_at = created_at - interval '2 hours',
      handled_at = handled_at - interval '2 hours' WHERE email IN ($1, $2)`;
    const lookups = [await room.lookup(sent), await room.lookup(failing)];
    await room.database.pool.query(old, lookups);
    await claimed(room);
    expect(await rowsOf(sent)).toEqual([]);
    expect(await rowsOf(failing)).toHaveLength(1);
    const ancient = `UPDATE mails SET created_at = now() - interval '31 days' WHERE email = $1`;
    await room.database.pool.query(ancient, [await room.lookup(failing)]);
    await claimed(room);
    expect(await rowsOf(failing)).toEqual([]);
  });

  it('is limited for each network address', async () => {
    const limited = await usersRoom({ passwordResetsPerMinute: 3, database: room.database });
    const field = (n: number) => `f${n}: requestPasswordReset(email: "n${n}@limit.example")`;
    const several = `mutation { ${[1, 2, 3, 4].map(field).join(' ')} }`;
    const { codes, errors } = await limited.anonymous('198.51.100.1')(several);
    expect(codes).toEqual(['RATE_LIMITED']);
    expect(errors?.[0]?.path).toEqual(['f4']);
    const other = await limited.anonymous('198.51.100.2')(`mutation { ${field(5)} }`);
    expect(other.codes).toEqual([]);
  });
});
