import { describe, expect, it } from 'vitest';
import { openForFile } from '../../../platform/testing/open-for-file';
import { uuidV7 } from '../../../platform/values/uuid';
import { unqueued } from '../testing/sent-mails';
import { usersRoom } from '../testing/users-room';

const room = openForFile(usersRoom);

const unqueuedMails = 'mutation ($queued: [ID!]!) { ids: unqueuedMails(queued: $queued) }';
const request = async () => {
  const email = `${uuidV7()}@example.com`;
  await room.anonymous()(`mutation { requestPasswordReset(email: "${email}") }`);
};

describe('unqueuedMails', () => {
  it('returns each mail until it is reported as queued, oldest first', async () => {
    await request();
    await request();
    const ask = async (queued: string[]) =>
      (await room.internal(unqueuedMails, { queued })).data.ids as string[];
    const first = await ask([]);
    expect(first).toHaveLength(2);
    expect(first).toEqual([...first].sort());
    expect(await ask([])).toEqual(first);
    expect(await ask(first.slice(0, 1))).toEqual(first.slice(1));
    expect(await ask(first)).toEqual([]);
  });

  it('returns a hundred at a time', async () => {
    await room.database.pool.query(
      `INSERT INTO mails (id, kind, email, created_at)
       SELECT gen_random_uuid(), 'reset_password', n || '@many.example', now()
       FROM generate_series(1, 150) n`,
    );
    const { data } = await room.internal(unqueuedMails, { queued: [] });
    expect(data.ids).toHaveLength(100);
    expect(await unqueued(room)).toHaveLength(150);
  });

  it('rejects what is no id', async () => {
    expect((await room.internal(unqueuedMails, { queued: ['x'] })).codes).toEqual([
      'BAD_USER_INPUT',
    ]);
  });
});
