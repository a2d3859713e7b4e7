import { beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { usersRoomForFile } from '../testing/users-room';

const me = '{ me { id email name roles createdAt addresses { city } } }';

const room = usersRoomForFile();
let ada: string;
beforeAll(async () => {
  ada = await room.account({ email: 'ada@example.com' });
});

describe('me', () => {
  it('is the account that is signed in', async () => {
    const { data, codes } = await room.as(ada, 'CUSTOMER')(me);
    expect(codes).toEqual([]);
    expect(data.me).toMatchObject({
      id: ada,
      email: 'ada@example.com',
      name: 'Ada Lovelace',
      roles: ['CUSTOMER'],
      addresses: [],
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/),
    });
  });

  it('says of a key whose it is, and no more', async () => {
    const key = room.asKeyOf(ada, [], 'CUSTOMER');
    const { data, codes } = await key('{ me { id roles } }');
    expect([codes, data.me]).toEqual([[], { id: ada, roles: ['CUSTOMER'] }]);
  });

  it('does not give a key what it asks for as an entity', async () => {
    const key = room.asKeyOf(ada, ['ORDERS_READ'], 'PARTNER');
    const { data, codes } = await key(
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { id email } } }`,
      { of: [{ __typename: 'User', id: ada }] },
    );
    expect([codes, data._entities]).toEqual([['FORBIDDEN'], [null]]);
  });

  it('is nobody when the account has gone', async () => {
    const { codes } = await room.as(uuidV7(), 'CUSTOMER')(me);
    expect(codes).toEqual(['UNAUTHENTICATED']);
  });
});
