import 'reflect-metadata';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeCursor } from '../../../platform/graphql/connection';
import { uuidV7 } from '../../../platform/values/uuid';
import { usersRoomForFile } from '../testing/users-room';

const users = `query ($first: Int, $after: String, $search: String) {
  users(first: $first, after: $after, search: $search) {
    totalCount totalCountExact
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { id name } }
  }
}`;

interface Listed {
  totalCount: number;
  totalCountExact: boolean;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
  edges: { cursor: string; node: { id: string; name: string } }[];
}

const names = [
  'Ada Lovelace',
  'Adam Ries',
  'Grace Hopper',
  '100% Cotton',
  'Émilie du Châtelet',
  'Zoe\u0308 Lovelace',
];
/** Names whose lower case JavaScript writes with other characters than PostgreSQL. */
const otherwiseInLowerCase = ['İbrahim Peçevi', 'ΕΥΚΛΕΙΔΗΣ'];
const room = usersRoomForFile();
const ids: string[] = [];
beforeAll(async () => {
  for (const name of names) {
    ids.push(await room.account({ name, email: `user${ids.length}@example.com` }));
  }
  // Two accounts may be created within one millisecond.
  await room.database.pool.query(
    `UPDATE users SET created_at = now() + place * interval '1 ms'
     FROM unnest($1::uuid[]) WITH ORDINALITY AS listed (user_id, place) WHERE id = user_id`,
    [ids],
  );
});

const list = async (variables: Record<string, unknown> = {}): Promise<Listed> => {
  const { data, errors } = await room.as(uuidV7(), 'SUPPORT')(users, variables);
  if (errors) throw errors[0];
  return data.users as Listed;
};
const namesOf = (listed: Listed) => listed.edges.map(({ node }) => node.name);

describe('users', () => {
  it('lists all accounts, newest first', async () => {
    const listed = await list();
    expect(namesOf(listed)).toEqual([...names].reverse());
    expect(listed).toMatchObject({ totalCount: names.length, totalCountExact: true });
    expect(listed.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
  });

  it('continues after a cursor until each was returned once', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 3; page += 1) {
      const listed: Listed = await list({ first: 2, after });
      seen.push(...namesOf(listed));
      expect(listed.pageInfo.hasNextPage).toBe(page < 2);
      expect(listed.pageInfo.hasPreviousPage).toBe(page > 0);
      after = listed.pageInfo.endCursor;
    }
    expect(seen).toEqual([...names].reverse());
  });

  it('continues correctly among accounts of the same millisecond', async () => {
    await room.database.pool.query('UPDATE users SET created_at = now()');
    const first = await list({ first: 3 });
    const rest = await list({ first: 3, after: first.pageInfo.endCursor });
    expect(new Set([...namesOf(first), ...namesOf(rest)])).toEqual(new Set(names));
  });

  const searches: [string, string[]][] = [
    ['user2@example.com', ['Grace Hopper']],
    ['USER2@Example.com', ['Grace Hopper']],
    ['user2@example', []],
    ['ada', ['Adam Ries', 'Ada Lovelace']],
    ['ADA L', ['Ada Lovelace']],
    ['émil', ['Émilie du Châtelet']],
    ['E\u0301mil', ['Émilie du Châtelet']],
    ['Zo\u00eb', ['Zoe\u0308 Lovelace']],
    ['zoe\u0308 l', ['Zoe\u0308 Lovelace']],
    ['Lovelace', []],
    ['100%', ['100% Cotton']],
    ['%', []],
    ['_da', []],
    ['  grace ', ['Grace Hopper']],
    ['nobody', []],
  ];

  it.each(searches)('searched for %j finds %j', async (search, found) => {
    const listed = await list({ search });
    expect(new Set(namesOf(listed))).toEqual(new Set(found));
    expect(listed.totalCount).toBe(found.length);
  });

  it.each(otherwiseInLowerCase)('finds %s by the beginning of the name', async (name) => {
    const id = await room.account({ name, email: `${uuidV7()}@example.com` });
    const listed = await list({ search: name });
    await room.database.pool.query('DELETE FROM users WHERE id = $1', [id]);
    expect(namesOf(listed)).toEqual([name]);
  });

  it('finds an account by its id', async () => {
    expect(namesOf(await list({ search: ids[0] }))).toEqual(['Ada Lovelace']);
  });

  it('is not narrowed by a blank search', async () => {
    expect((await list({ search: ' ' })).edges).toHaveLength(names.length);
  });

  const forged = {
    'of no list': 'nonsense',
    'of another order': encodeCursor('name', ['2026-11-24T13:36:00.000Z', uuidV7()]),
    'without a time': encodeCursor('newest', ['yesterday', uuidV7()]),
    'without an id': encodeCursor('newest', ['2026-11-24T13:36:00.000Z', 'x']),
    'with too few keys': encodeCursor('newest', ['2026-11-24T13:36:00.000Z']),
  };

  it.each(Object.entries(forged))('refuses a cursor %s', async (_what, after) => {
    const { codes } = await room.as(uuidV7(), 'ADMIN')(users, { after });
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });

  it.each([0, -1, 101])('refuses a page of %i', async (first) => {
    const { codes } = await room.as(uuidV7(), 'ADMIN')(users, { first });
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });

  it.each(['4111 1111 1111 1111', 'a\u0000b', 'x'.repeat(300), ' '.repeat(300)])(
    'refuses the search %j',
    async (search) => {
      const { codes } = await room.as(uuidV7(), 'ADMIN')(users, { search });
      expect(codes).toEqual(['BAD_USER_INPUT']);
    },
  );
});
