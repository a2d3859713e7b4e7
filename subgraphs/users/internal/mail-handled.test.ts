import { describe, expect, it } from 'vitest';
import { openForFile } from '../../../platform/testing/open-for-file';
import { uuidV7 } from '../../../platform/values/uuid';
import { usersRoom } from '../testing/users-room';

const mailHandled = 'mutation ($id: ID!) { mailHandled(id: $id) }';

const room = openForFile(usersRoom);

describe('mailHandled', () => {
  it('records that a mail was sent, and accepts ids of deleted ones', async () => {
    await room.anonymous()('mutation { requestPasswordReset(email: "ada@example.com") }');
    const { rows } = await room.database.pool.query('SELECT id FROM mails');
    expect((await room.internal(mailHandled, { id: rows[0].id })).data).toEqual({
      mailHandled: true,
    });
    const handled = await room.database.pool.query('SELECT FROM mails WHERE handled_at IS NULL');
    expect(handled.rows).toEqual([]);
    expect((await room.internal(mailHandled, { id: uuidV7() })).codes).toEqual([]);
    expect((await room.internal(mailHandled, { id: 'x' })).codes).toEqual(['BAD_USER_INPUT']);
  });
});
