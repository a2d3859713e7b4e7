import { expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { claimed } from '../testing/sent-mails';
import { usersRoomForFile } from '../testing/users-room';

const room = usersRoomForFile();

const retryMail = async (id: string) =>
  (await room.internal('mutation ($id: ID!) { retryMail(id: $id) }', { id })).data.retryMail;

it('sends a mail again that failed for good, and no other', async () => {
  await room.anonymous()('mutation { requestPasswordReset(email: "ada@example.com") }');
  const [id = ''] = await claimed(room);
  for (const other of [id, uuidV7(), 'x']) expect(await retryMail(other)).toBe(false);
  await room.store.mailQueue.fail({ id, attempts: 1 }, { message: 'Refused.' });
  expect(await claimed(room)).toEqual([]);
  expect(await retryMail(id)).toBe(true);
  expect(await claimed(room)).toEqual([id]);
});
