import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { eraseAccount } from '../testing/documents';
import { password, usersRoomForFile } from '../testing/users-room';

const room = usersRoomForFile();

async function recipientOf(userId: string): Promise<unknown> {
  const query = 'query ($userId: ID!) { mailRecipient(userId: $userId) { email language } }';
  const { data, errors } = await room.internal(query, { userId });
  if (errors) throw errors[0];
  return data.mailRecipient;
}

describe('mailRecipient', () => {
  it('is the address and language of an account, until it is erased', async () => {
    const id = await room.account({ email: 'reader@example.com', password });
    expect(await recipientOf(id)).toEqual({ email: 'reader@example.com', language: 'EN' });
    await room.as(id, 'CUSTOMER')(eraseAccount);
    expect(await recipientOf(id)).toBeNull();
  });

  it('is null without an account', async () => {
    expect(await recipientOf(uuidV7())).toBeNull();
    expect(await recipientOf('nobody')).toBeNull();
  });
});
