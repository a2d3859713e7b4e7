import { describe, expect, it } from 'vitest';
import { usersRoomForFile } from '../testing/users-room';

const room = usersRoomForFile();

describe('userIdByEmail', () => {
  it('is the id of the account, whatever the case, or null', async () => {
    const id = await room.account({ email: 'find@example.com' });
    const query = 'query ($email: String!) { userIdByEmail(email: $email) }';
    const found = await room.internal(query, { email: 'Find@Example.com' });
    expect(found.data).toEqual({ userIdByEmail: id });
    const none = await room.internal(query, { email: 'nobody' });
    expect(none.data).toEqual({ userIdByEmail: null });
  });
});
