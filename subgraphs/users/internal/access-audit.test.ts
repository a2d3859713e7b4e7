import { beforeAll, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { enrolled, logIn } from '../testing/second-factor';
import { password, usersRoomForFile } from '../testing/users-room';

const query = `query ($days: Int!) { accessAudit(days: $days) {
  staff { userId email roles since lastSignInAt hasSecondFactor isLocked }
  idleKeys { keyId name scopes lastUsedAt }
  failedSignIns { subject failures }
  reusedTokens { subject }
  newKeyAddresses { keyId address }
} }`;

interface Audit {
  readonly staff: readonly Record<string, unknown>[];
  readonly idleKeys: readonly Record<string, unknown>[];
  readonly failedSignIns: readonly Record<string, unknown>[];
  readonly reusedTokens: readonly Record<string, unknown>[];
  readonly newKeyAddresses: readonly Record<string, unknown>[];
}

const room = usersRoomForFile();
let admin: string;
beforeAll(async () => {
  admin = await room.account({ email: 'admin@example.com', password, roles: ['ADMIN'] });
});

async function audit(days = 7): Promise<Audit> {
  const { data, errors } = await room.internal(query, { days });
  if (errors) throw errors[0];
  return data.accessAudit as Audit;
}

async function keyOf(userId: string, name: string): Promise<string> {
  const { data } = await room.as(userId, 'PARTNER')(
    `mutation ($name: String!) { createApiKey(input: { name: $name, scopes: [ORDERS_READ] }) {
      ... on ApiKeyCreated { apiKey { id } }
    } }`,
    { name },
  );
  return (data.createApiKey as { apiKey: { id: string } }).apiKey.id;
}

it('lists staff with its roles, since when it has them, and its last sign-in', async () => {
  await enrolled(room.as(admin, 'ADMIN'));
  const support = await room.account({ email: 'support@example.com', password });
  await room.account({ email: 'buyer@example.com' });
  const before = new Date();
  await room.as(admin, 'ADMIN')(
    `mutation ($id: ID!) { assignRoles(userId: $id, roles: [CUSTOMER, SUPPORT]) { __typename } }`,
    { id: support },
  );
  await logIn(room.anonymous(), 'support@example.com');
  // Expired sessions are deleted.
  await room.database.pool.query('DELETE FROM sessions WHERE user_id = $1', [support]);
  const { staff } = await audit();
  expect(staff).toEqual([
    {
      userId: admin,
      email: 'admin@example.com',
      roles: ['ADMIN'],
      hasSecondFactor: true,
      isLocked: false,
      lastSignInAt: null,
      since: expect.any(String),
    },
    {
      userId: support,
      email: 'support@example.com',
      roles: ['CUSTOMER', 'SUPPORT'],
      hasSecondFactor: false,
      isLocked: false,
      lastSignInAt: expect.any(String),
      since: expect.any(String),
    },
  ]);
  expect(Date.parse(String(staff[1]?.since))).toBeGreaterThanOrEqual(before.getTime() - 1);
});

it('finds working keys that nobody has used for 90 days', async () => {
  const owner = await room.account({ roles: ['PARTNER'] });
  const [never, idle, revoked] = [
    await keyOf(owner, 'never used'),
    await keyOf(owner, 'idle'),
    await keyOf(owner, 'revoked'),
  ];
  await keyOf(owner, 'new');
  await room.database.pool.query(
    `UPDATE api_keys SET created_at = now() - interval '100 days',
      last_used_at = CASE WHEN id = $1 THEN now() - interval '91 days' END,
      revoked_at = CASE WHEN id = $2 THEN now() END
     WHERE id = ANY ($3)`,
    [idle, revoked, [never, idle, revoked]],
  );
  const { idleKeys } = await audit();
  expect(idleKeys).toEqual([
    { keyId: never, name: 'never used', scopes: ['ORDERS_READ'], lastUsedAt: null },
    { keyId: idle, name: 'idle', scopes: ['ORDERS_READ'], lastUsedAt: expect.any(String) },
  ]);
});

it('finds hours with many failed sign-ins of one account, and reused refresh tokens', async () => {
  const { pool } = room.database;
  const failed = (subject: string, count: number, ago: string) =>
    pool.query(
      `INSERT INTO audit_entries (id, at, actor, action, subject)
       SELECT gen_random_uuid(), date_trunc('hour', now() - $3::interval) + interval '1 minute',
         'anonymous', 'session.sign_in_failed', $1 FROM generate_series(1, $2)`,
      [subject, count, ago],
    );
  await failed('User:attacked', 20, '2 hours');
  await failed('User:forgetful', 19, '2 hours');
  await failed('User:long-ago', 40, '8 days');
  await pool.query(
    `INSERT INTO audit_entries (id, at, actor, action, subject) VALUES
      ($1, now() - interval '1 day', 'system', 'session.refresh_token_reused', 'User:robbed'),
      ($2, now() - interval '8 days', 'system', 'session.refresh_token_reused', 'User:before')`,
    [uuidV7(), uuidV7()],
  );
  const { failedSignIns, reusedTokens } = await audit();
  expect(failedSignIns).toEqual([{ subject: 'User:attacked', failures: 20 }]);
  expect(reusedTokens).toEqual([{ subject: 'User:robbed' }]);
  expect((await audit(10)).failedSignIns).toHaveLength(2);
});

it('finds addresses from which a key is used for the first time after others', async () => {
  const owner = await room.account({ roles: ['PARTNER'] });
  const [known, fresh] = [await keyOf(owner, 'known'), await keyOf(owner, 'fresh')];
  await room.database.pool.query(
    `INSERT INTO api_key_addresses (api_key_id, address, first_seen_at) VALUES
      ($1, '192.0.2.1', now() - interval '30 days'),
      ($1, '192.0.2.2', now() - interval '20 days'),
      ($1, '203.0.113.9', now() - interval '1 hour'),
      ($2, '192.0.2.1', now() - interval '2 hours'),
      ($2, '192.0.2.2', now() - interval '1 hour')`,
    [known, fresh],
  );
  const { newKeyAddresses } = await audit();
  expect(newKeyAddresses).toEqual([{ keyId: known, address: '203.0.113.9' }]);
});

it('rejects days that are none', async () => {
  expect((await room.internal(query, { days: 0 })).codes).toEqual(['BAD_USER_INPUT']);
});
