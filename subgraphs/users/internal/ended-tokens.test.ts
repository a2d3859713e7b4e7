import { describe, expect, it } from 'vitest';
import { usersRoomForFile } from '../testing/users-room';

const logoutEverywhere = 'mutation { logoutEverywhere }';
const endedTokens = `query ($since: DateTime, $after: ID) {
  endedTokens(since: $since, afterUserId: $after) {
    ends { userId belowGeneration endedAt } more asOf
  }
}`;

interface Page {
  ends: { userId: string; belowGeneration: number; endedAt: string }[];
  more: boolean;
  asOf: string;
}

const room = usersRoomForFile();

async function ended(variables: object = {}): Promise<Page> {
  const { data, errors } = await room.internal(endedTokens, { ...variables });
  if (errors) throw errors[0];
  return data.endedTokens as Page;
}

describe('endedTokens', () => {
  it('continue where the last read ended, with an overlap', async () => {
    const { asOf } = await ended();
    const id = await room.account();
    await room.as(id, 'CUSTOMER')(logoutEverywhere);
    const next = await ended({ since: asOf });
    expect(next.ends.map(({ userId }) => userId)).toContain(id);
    expect(Date.parse(next.asOf)).toBeLessThan(Date.now() - 25_000);
  });

  it('contain one whose transaction has waited for several locks before its commit', async () => {
    const { asOf } = await ended();
    const id = await room.account();
    await room.database.pool.query(
      `INSERT INTO token_ends VALUES ($1, 1, now() - interval '75 seconds')`,
      [id],
    );
    const next = await ended({ since: asOf });
    expect(next.ends.map(({ userId }) => userId)).toContain(id);
  });

  it('are read in pages, each behind the last one', async () => {
    await room.database.pool.query(
      `INSERT INTO token_ends SELECT gen_random_uuid(), 1, '2099-01-01' FROM generate_series(1, 1200)`,
    );
    const since = '2098-12-31T00:00:00.000Z';
    const first = await ended({ since });
    const last = first.ends.at(-1);
    const second = await ended({ since: last?.endedAt, after: last?.userId });
    expect([first.ends.length, first.more]).toEqual([1_000, true]);
    expect([second.ends.length, second.more]).toEqual([200, false]);
    const ids = [...first.ends, ...second.ends].map(({ userId }) => userId);
    expect(new Set(ids).size).toBe(1_200);
  });

  it('are forgotten when no token can be left', async () => {
    await room.database.pool.query(
      `INSERT INTO token_ends SELECT gen_random_uuid(), 7, now() - interval '27 hours'
       FROM generate_series(1, 10)`,
    );
    expect((await ended()).ends.some(({ belowGeneration }) => belowGeneration === 7)).toBe(false);
    await room.as(await room.account(), 'CUSTOMER')(logoutEverywhere);
    const { rows } = await room.database.pool.query(
      'SELECT FROM token_ends WHERE below_generation = 7',
    );
    expect(rows).toEqual([]);
  });
});
