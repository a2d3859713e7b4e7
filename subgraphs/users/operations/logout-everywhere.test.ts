import { beforeAll, describe, expect, it } from 'vitest';
import { endedTokens, login, refreshSession } from '../testing/documents';
import { password, usersRoomForFile } from '../testing/users-room';

const logoutEverywhere = 'mutation { logoutEverywhere }';

const room = usersRoomForFile();
let adaId: string;
beforeAll(async () => {
  adaId = await room.account({ email: 'ada@example.com', password });
});

describe('logoutEverywhere', () => {
  it('ends all sessions and tokens of the account, and nothing of others', async () => {
    const tokens: string[] = [];
    for (let time = 0; time < 2; time += 1) {
      const { data } = await room.anonymous()(login('ada@example.com'));
      tokens.push((data.login as { refreshToken: string }).refreshToken);
    }
    const { data } = await room.as(adaId, 'CUSTOMER')(logoutEverywhere);
    expect(data).toEqual({ logoutEverywhere: true });
    for (const token of tokens) {
      const refreshed = await room.anonymous()(refreshSession, { token });
      expect(refreshed.data.refreshSession).toEqual({ __typename: 'SessionEndedError' });
    }
    const ended = await room.internal(endedTokens);
    const ends = [{ userId: adaId, belowGeneration: 1 }];
    expect(ended.data.endedTokens).toEqual({ ends });
  });

  it('lets the account sign in again', async () => {
    const { data } = await room.anonymous()(login('ada@example.com'));
    expect(data.login).toMatchObject({ refreshToken: expect.any(String) });
  });

  it('is in the audit log', async () => {
    const rows = await room.entriesAbout(`User:${adaId}`, 'user.logout_everywhere');
    expect(rows).toMatchObject([{ actor: `User:${adaId}` }]);
  });
});
