import { expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { resetPassword, resetToken } from '../testing/redeemables';
import { usersRoomForFile } from '../testing/users-room';

const startedAgain = 'query ($ids: [ID!]!) { startedAgain(ids: $ids) { userId at } }';

const room = usersRoomForFile();

it('startedAgain has the accounts whose address a reset verified, and when', async () => {
  const ids: string[] = [];
  for (const isVerified of [false, true]) {
    const email = `${uuidV7()}@example.com`;
    const id = await room.account({ email, isVerified });
    await resetPassword(room, await resetToken(room, email));
    ids.push(id);
  }
  const [started] = ids;
  // A changed address is verified later.
  await room.database.pool.query(
    `UPDATE users SET email_verified_at = now() + interval '2 minutes' WHERE id = $1`,
    [started],
  );
  const { data } = await room.internal(startedAgain, { ids: [...ids, uuidV7(), 'nonsense'] });
  expect(data.startedAgain).toEqual([{ userId: started, at: expect.any(String) }]);
});

it('startedAgain takes 1,000 ids at most', async () => {
  const ids = Array.from({ length: 1_001 }, () => uuidV7());
  expect((await room.internal(startedAgain, { ids })).codes).toEqual(['BAD_USER_INPUT']);
});
