import { beforeAll, describe, expect, it } from 'vitest';
import { scopes } from '../../../access/roles';
import { uuidV7 } from '../../../platform/values/uuid';
import { type Caller, usersRoomForFile } from '../testing/users-room';

const user = 'query ($id: ID!) { user(id: $id) { id email roles addresses { city } } }';
const entities = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on User { id email addresses { city } } }
}`;

const room = usersRoomForFile();
let ada: string;
let bob: string;
beforeAll(async () => {
  ada = await room.account({ email: 'ada@example.com' });
  bob = await room.account({ email: 'bob@example.com' });
  const saved = await room.as(ada)(`mutation { saveAddress(input: {
    recipient: "Ada", line1: "Street 1", city: "London", postalCode: "N1", country: "GB"
  }) { __typename } }`);
  expect(saved.data.saveAddress).toEqual({ __typename: 'SavedAddress' });
});

const reference = (caller: Caller, ...ids: string[]) =>
  caller(entities, { representations: ids.map((id) => ({ __typename: 'User', id })) });

describe('user', () => {
  it('is oneself', async () => {
    const { data } = await room.as(ada, 'CUSTOMER')(user, { id: ada });
    expect(data.user).toMatchObject({ id: ada, addresses: [{ city: 'London' }] });
  });

  it('is oneself whatever the case of the id', async () => {
    const { data } = await room.as(ada, 'CUSTOMER')(user, { id: ada.toUpperCase() });
    expect(data.user).toMatchObject({ id: ada });
  });

  it.each(['', 'me', '1', "' OR 1=1", `${uuidV7()}0`])('is nobody for the id %j', async (id) => {
    const { data, codes } = await room.as(bob, 'ADMIN')(user, { id });
    expect(codes).toEqual([]);
    expect(data).toEqual({ user: null });
  });
});

describe('the User entity', () => {
  it('is there for itself, and hides others', async () => {
    const { data, codes } = await reference(room.as(ada, 'CUSTOMER'), ada, bob, uuidV7(), 'none');
    expect(codes).toEqual([]);
    expect(data._entities).toEqual([
      { id: ada, email: 'ada@example.com', addresses: [{ city: 'London' }] },
      null,
      null,
      null,
    ]);
  });

  it.each(['SUPPORT', 'ADMIN'] as const)('is there for %s', async (role) => {
    const { data } = await reference(room.as(uuidV7(), role), ada, bob);
    expect(data._entities).toMatchObject([{ id: ada }, { id: bob }]);
  });

  it('is hidden from WAREHOUSE, PARTNER and those not signed in', async () => {
    const callers = [room.as(bob, 'WAREHOUSE'), room.as(bob, 'PARTNER'), room.anonymous()];
    for (const caller of callers) {
      const { data, codes } = await reference(caller, ada);
      expect(data._entities).toEqual([null]);
      expect(codes).toEqual([]);
    }
  });

  it("shows a key its owner, and nobody else even where the owner's role would", async () => {
    const roles = entities.replace('email addresses { city }', 'roles');
    const { data } = await room.asKeyOf(
      ada,
      scopes,
      'ADMIN',
    )(roles, {
      representations: [ada, bob].map((id) => ({ __typename: 'User', id })),
    });
    expect(data._entities).toEqual([{ id: ada, roles: ['CUSTOMER'] }, null]);
  });

  it('takes two statements for a hundred accounts with their addresses', async () => {
    const ids = await Promise.all(Array.from({ length: 100 }, () => room.account()));
    const { pool } = room.database;
    const statements: unknown[] = [];
    const clients = new Set<object>();
    // Every statement goes through a client that the pool hands out.
    pool.on('acquire', (client) => {
      if (clients.has(client)) return;
      clients.add(client);
      const query = client.query.bind(client) as (...parts: unknown[]) => unknown;
      client.query = ((...parts: unknown[]) => {
        statements.push(parts[0]);
        return query(...parts);
      }) as typeof client.query;
    });
    const { data } = await reference(room.as(bob, 'SUPPORT'), ...ids);
    expect(data._entities).toHaveLength(100);
    expect(statements).toHaveLength(2);
  });
});

describe('an account that was altered in the database', () => {
  /** Another bit in the middle of an encrypted value. */
  const altered = (column: string) =>
    `left(${column}, 20) || CASE substr(${column}, 21, 1) WHEN 'A' THEN 'B' ELSE 'A' END
      || substr(${column}, 22)`;

  it.each([
    ['e-mail address', `email_sealed = ${altered('email_sealed')}`],
    ['next e-mail address', `pending_email = 'x', pending_email_sealed = email_sealed`],
  ])('fails alone in a batch, for its %s', async (_, change) => {
    const eve = await room.account();
    await room.database.pool.query(`UPDATE users SET ${change} WHERE id = $1`, [eve]);
    const { data, codes, errors } = await reference(room.as(bob, 'ADMIN'), ada, eve, bob);
    expect(data._entities).toMatchObject([{ email: 'ada@example.com' }, null, { id: bob }]);
    expect(codes).toEqual(['INTERNAL_SERVER_ERROR']);
    expect(errors?.map(({ path }) => path)).toEqual([['_entities', 1]]);
    expect(errors?.[0]?.message).toBe('Something went wrong on our side.');
  });

  it('fails alone in a batch, for an address', async () => {
    const eve = await room.account();
    const save = `mutation { saveAddress(input: {
      recipient: "Eve", line1: "Street 2", city: "London", postalCode: "N1", country: "GB"
    }) { __typename } }`;
    await room.as(eve)(save);
    await room.database.pool.query(
      `UPDATE addresses SET sealed = ${altered('sealed')} WHERE user_id = $1`,
      [eve],
    );
    const { data, codes, errors } = await reference(room.as(bob, 'ADMIN'), ada, eve, bob);
    const others = [{ addresses: [{ city: 'London' }] }, { addresses: [] }];
    expect(data._entities).toMatchObject([others[0], {}, others[1]]);
    expect(codes).toEqual(['INTERNAL_SERVER_ERROR']);
    expect(errors?.[0]?.path?.slice(0, 2)).toEqual(['_entities', 1]);
  });
});
