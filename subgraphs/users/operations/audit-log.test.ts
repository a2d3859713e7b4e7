import { beforeAll, describe, expect, it } from 'vitest';
import { encodeCursor } from '../../../platform/graphql/connection';
import { uuidV7 } from '../../../platform/values/uuid';
import { type Caller, usersRoomForFile } from '../testing/users-room';

const auditLog = `query ($first: Int, $after: String, $subject: String, $actor: String) {
  auditLog(first: $first, after: $after, subject: $subject, actor: $actor) {
    edges { cursor node { id at actor action subject detail } }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}`;
const saveAddress = `mutation {
  saveAddress(input: { recipient: "A", line1: "1", city: "C", postalCode: "1", country: "DE" }) {
    ... on SavedAddress { address { id } }
  }
}`;
const deleteAddress = 'mutation ($id: ID!) { deleteAddress(id: $id) { __typename } }';
const logout = 'mutation { logout(refreshToken: "none") }';

interface Log {
  edges: { cursor: string; node: Record<string, string | null> }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string };
}

const room = usersRoomForFile();
let adminId: string;
let admin: Caller;
beforeAll(async () => {
  adminId = await room.account({ roles: ['ADMIN'] });
  admin = room.as(adminId, 'ADMIN');
  // Several in one millisecond: the id decides between them.
  await room.database.pool.query(
    `INSERT INTO audit_entries (id, at, actor, action, subject, detail)
     SELECT gen_random_uuid(), timestamptz '2026-01-01' + (n / 3) * interval '1 ms',
       'User:' || n % 2, 'test.' || n, 'Order:' || n % 5, NULL
     FROM generate_series(1, 25) AS n`,
  );
});

async function read(variables: object = {}, caller = admin): Promise<Log> {
  const { data, errors } = await caller(auditLog, { ...variables });
  if (errors) throw errors[0];
  return data.auditLog as Log;
}

describe('auditLog', () => {
  it('is read in pages, newest first, each entry once', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    let pages = 0;
    do {
      const { edges, pageInfo } = await read({ first: 10, after });
      seen.push(...edges.map(({ node }) => node.action ?? ''));
      expect(pageInfo.hasPreviousPage).toBe(pages > 0);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : undefined;
      pages += 1;
    } while (after !== undefined && pages < 10);
    expect(pages).toBe(3);
    expect(new Set(seen).size).toBe(25);
    expect(seen.slice(-2).sort()).toEqual(['test.1', 'test.2']);
  });

  it('filters by subject, by actor, or by both', async () => {
    const actions = async (filter: object) =>
      (await read(filter)).edges.map(({ node }) => node.action).sort();
    const subject = 'Order:3';
    const about = ['test.13', 'test.18', 'test.23', 'test.3', 'test.8'];
    expect(await actions({ subject })).toEqual(about);
    expect((await actions({ actor: 'User:1' })).length).toBe(13);
    expect(await actions({ subject, actor: 'User:1' })).toEqual(['test.13', 'test.23', 'test.3']);
    expect(await actions({ subject: 'nothing' })).toEqual([]);
  });

  it('has any mutation by staff, and none that customers do to their own data', async () => {
    const support = await room.account({ roles: ['SUPPORT'] });
    const customer = await room.account();
    for (const caller of [room.as(support, 'SUPPORT'), room.as(customer, 'CUSTOMER')]) {
      const { data } = await caller(saveAddress);
      const { address } = data.saveAddress as { address: { id: string } };
      await caller(deleteAddress, address);
      await caller(logout);
    }
    const byStaff = (await read({ actor: `User:${support}` })).edges;
    expect(byStaff.map(({ node }) => node.action)).toEqual([
      'session.logout',
      'address.delete',
      'address.save',
    ]);
    expect((await read({ actor: `User:${customer}` })).edges).toEqual([]);
  });

  const noCursors = {
    nonsense: 'nonsense',
    'a cursor of another list': encodeCursor('newest', [new Date().toISOString(), uuidV7()]),
    'a moment that is none': encodeCursor('audit', ['yesterday', uuidV7()]),
    'an id that is none': encodeCursor('audit', [new Date().toISOString(), '1']),
  };

  it.each(Object.entries(noCursors))('refuses %s as a cursor', async (_what, after) => {
    expect((await admin(auditLog, { after })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it.each([{ first: 0 }, { first: 101 }, { subject: 'x'.repeat(201) }, { actor: 'a\u0000' }])(
    'refuses %j',
    async (variables) => {
      expect((await admin(auditLog, variables)).codes).toEqual(['BAD_USER_INPUT']);
    },
  );
});
