import { beforeAll, describe, expect, it } from 'vitest';
import { usersRoomForFile } from '../testing/users-room';

const reset = `mutation ($name: String!) { resetFeatureFlag(name: $name) {
  __typename ... on FeatureFlag { name override } ... on UserError { code } } }`;
const set = `mutation { setFeatureFlag(name: "registration", isOn: false) { __typename } }`;
const given = { name: 'registration' };

const room = usersRoomForFile();
let admin: string;
beforeAll(async () => {
  admin = await room.account({ roles: ['ADMIN'] });
});

const overrides = async () => {
  const { data } = await room.internal('{ flagOverrides { name } }');
  return data.flagOverrides;
};

describe('resetFeatureFlag', () => {
  it('gives a switched flag back to its source, and leaves one that is not switched', async () => {
    await room.as(admin, 'ADMIN')(set);
    expect(await overrides()).toEqual([given]);
    for (let times = 0; times < 2; times += 1) {
      const { data } = await room.as(admin, 'ADMIN')(reset, given);
      expect(data.resetFeatureFlag).toEqual({
        __typename: 'FeatureFlag',
        ...given,
        override: null,
      });
      expect(await overrides()).toEqual([]);
    }
  });

  it('is for those who are ADMIN now', async () => {
    const former = await room.account({ roles: ['SUPPORT'] });
    expect((await room.as(former, 'ADMIN')(reset, given)).codes).toEqual(['FORBIDDEN']);
  });
});
