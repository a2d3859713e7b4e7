import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { usersRoomForFile } from '../testing/users-room';

const lockedAccounts = 'query ($ids: [ID!]!) { lockedAccounts(ids: $ids) }';

const room = usersRoomForFile();

describe('lockedAccounts', () => {
  it('are those of the given accounts that are locked now', async () => {
    const admin = room.as(await room.account({ roles: ['ADMIN'] }), 'ADMIN');
    const partner = () => room.account({ roles: ['PARTNER'] });
    const [locked, free] = [await partner(), await partner()];
    await admin(`mutation { lockAccount(userId: "${locked}", reason: "r") { __typename } }`);
    const ids = [free, locked, uuidV7(), 'nonsense'];
    expect((await room.internal(lockedAccounts, { ids })).data.lockedAccounts).toEqual([locked]);
    await admin(`mutation { unlockAccount(userId: "${locked}", reason: "r") { __typename } }`);
    expect((await room.internal(lockedAccounts, { ids })).data.lockedAccounts).toEqual([]);
  });

  it('are those without a role for webhooks, too', async () => {
    const admin = room.as(await room.account({ roles: ['ADMIN'] }), 'ADMIN');
    const partner = await room.account({ roles: ['PARTNER'] });
    const assign = async (roles: string) => {
      await admin(
        `mutation { assignRoles(userId: "${partner}", roles: [${roles}]) { __typename } }`,
      );
      return (await room.internal(lockedAccounts, { ids: [partner] })).data.lockedAccounts;
    };
    expect(await assign('CUSTOMER, WAREHOUSE')).toEqual([partner]);
    expect(await assign('CUSTOMER, PARTNER')).toEqual([]);
  });

  it('takes 1,000 ids at most', async () => {
    const ids = Array.from({ length: 1_001 }, () => uuidV7());
    expect((await room.internal(lockedAccounts, { ids })).codes).toEqual(['BAD_USER_INPUT']);
  });
});
