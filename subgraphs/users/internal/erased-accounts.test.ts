import { describe, expect, it } from 'vitest';
import { eraseAccount } from '../testing/documents';
import { password, usersRoomForFile } from '../testing/users-room';

const erasedAccounts = `query ($since: DateTime!, $after: ID) {
  erasedAccounts(since: $since, afterUserId: $after) { userId erasedAt }
}`;
interface Erased {
  userId: string;
  erasedAt: string;
}

const room = usersRoomForFile();

async function erased(variables: object): Promise<Erased[]> {
  const { data, errors } = await room.internal(erasedAccounts, { ...variables });
  if (errors) throw errors[0];
  return data.erasedAccounts as Erased[];
}

describe('erasedAccounts', () => {
  it('lists erased accounts for the other rooms, and continues after the last one', async () => {
    const since = new Date(Date.now() - 60_000).toISOString();
    const ids = [await room.account({ password }), await room.account({ password })];
    for (const id of ids) await room.as(id, 'CUSTOMER')(eraseAccount);
    const found = await erased({ since });
    expect(found.map(({ userId }) => userId)).toEqual(ids);
    const [first, last] = found;
    const behind = (entry?: Erased) => ({ since: entry?.erasedAt, after: entry?.userId });
    expect(await erased(behind(first))).toEqual([last]);
    expect(await erased(behind(last))).toEqual([]);
  });

  it('takes no id that is none', async () => {
    const variables = { since: '2026-01-01T00:00:00Z', after: 'nobody' };
    expect((await room.internal(erasedAccounts, variables)).codes).toEqual(['BAD_USER_INPUT']);
  });
});
