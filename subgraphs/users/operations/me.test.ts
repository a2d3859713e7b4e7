import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { type UsersRoom, usersRoom } from '../testing/users-room';

const me = '{ me { id email name roles createdAt addresses { city } } }';

let room: UsersRoom;
let ada: string;
beforeAll(async () => {
  room = await usersRoom();
  ada = await room.account({ email: 'ada@example.com' });
});
afterAll(() => room.close());

describe('me', () => {
  it('is the account that is signed in', async () => {
    const { data, codes } = await room.as(ada, 'CUSTOMER')(me);
    expect(codes).toEqual([]);
    expect(data.me).toMatchObject({
      ...{ id: ada, email: 'ada@example.com', name: 'Ada Lovelace', roles: ['CUSTOMER'] },
      addresses: [],
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/),
    });
  });

  it('works with every key', async () => {
    const { data } = await room.asKeyOf(ada, [], 'CUSTOMER')(me);
    expect(data.me).toMatchObject({ id: ada });
  });

  it('needs somebody who is signed in', async () => {
    const { data, codes } = await room.anonymous()(me);
    expect(data).toEqual({ me: null });
    expect(codes).toEqual(['UNAUTHENTICATED']);
  });

  it('is nobody when the account has gone', async () => {
    const { codes } = await room.as(uuidV7(), 'CUSTOMER')(me);
    expect(codes).toEqual(['UNAUTHENTICATED']);
  });
});
