import { describe, expect, it } from 'vitest';
import { usersRoomForFile } from '../testing/users-room';

const flagOverrides = '{ flagOverrides { name isOn } }';

const room = usersRoomForFile();

describe('flagOverrides', () => {
  it('are the switched flags, and none at first', async () => {
    expect((await room.internal(flagOverrides)).data.flagOverrides).toEqual([]);
    const admin = await room.account({ roles: ['ADMIN'] });
    const set = 'mutation { setFeatureFlag(name: "exact-counts", isOn: false) { __typename } }';
    await room.as(admin, 'ADMIN')(set);
    const { data } = await room.internal(flagOverrides);
    expect(data.flagOverrides).toEqual([{ name: 'exact-counts', isOn: false }]);
  });
});
