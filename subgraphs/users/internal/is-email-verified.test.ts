import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { usersRoomForFile } from '../testing/users-room';

const room = usersRoomForFile();

async function isVerified(userId: string): Promise<unknown> {
  const query = 'query ($userId: ID!) { isEmailVerified(userId: $userId) }';
  return (await room.internal(query, { userId })).data.isEmailVerified;
}

describe('isEmailVerified', () => {
  it('is true once the address is verified, and false without an account', async () => {
    const id = await room.account({ isVerified: false });
    expect(await isVerified(id)).toBe(false);
    await room.database.pool.query('UPDATE users SET email_verified_at = now() WHERE id = $1', [
      id,
    ]);
    expect(await isVerified(id)).toBe(true);
    for (const nobody of [uuidV7(), 'x']) expect(await isVerified(nobody)).toBe(false);
  });
});
