import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { changePassword, disownChange, linkIn, stolenAccount } from '../testing/hijacking';
import { resetPassword } from '../testing/redeemables';
import { password, usersRoomForFile } from '../testing/users-room';

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

  it('are those whose owner disowned a change, until there is a new password', async () => {
    const stolen = await stolenAccount(room, { roles: ['PARTNER'] });
    const locked = async () =>
      (await room.internal(lockedAccounts, { ids: [stolen.id] })).data.lockedAccounts;
    await changePassword(stolen, password, 'the password of the thief');
    expect(await locked()).toEqual([]);
    const { resetToken = '' } = await disownChange(
      room,
      await linkIn(stolen, 'password_was_changed'),
    );
    expect(await locked()).toEqual([stolen.id]);
    await resetPassword(room, resetToken);
    expect(await locked()).toEqual([]);
  });

  it('takes 1,000 ids at most', async () => {
    const ids = Array.from({ length: 1_001 }, () => uuidV7());
    expect((await room.internal(lockedAccounts, { ids })).codes).toEqual(['BAD_USER_INPUT']);
  });
});
