import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { password, type UsersRoom, usersRoom } from '../testing/users-room';

const eraseAccount = `mutation { eraseAccount(password: "${password}") { __typename } }`;

let room: UsersRoom;
beforeAll(async () => {
  room = await usersRoom();
});
afterAll(() => room.close());

async function emailOf(userId: string): Promise<string | null> {
  const query = 'query ($userId: ID!) { emailOfAccount(userId: $userId) }';
  const { data, errors } = await room.internal(query, { userId });
  if (errors) throw errors[0];
  return data.emailOfAccount as string | null;
}

describe('emailOfAccount', () => {
  it('tells where an account is written to, until it is erased', async () => {
    const id = await room.account({ email: 'told@example.com', password });
    expect(await emailOf(id)).toBe('told@example.com');
    await room.as(id, 'CUSTOMER')(eraseAccount);
    expect(await emailOf(id)).toBeNull();
  });

  it('tells nothing of what is no account', async () => {
    expect(await emailOf(uuidV7())).toBeNull();
    expect(await emailOf('nobody')).toBeNull();
  });
});
