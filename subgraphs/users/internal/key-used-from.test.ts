import { beforeEach, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { keyAddressDays, keyAddressesMax } from '../store/key-addresses';
import { usersRoomForFile } from '../testing/users-room';

const query = `mutation ($keyId: ID!, $address: String!) {
  keyUsedFrom(keyId: $keyId, address: $address)
}`;

const room = usersRoomForFile();
let keyId: string;
beforeEach(async () => {
  const userId = await room.account({ roles: ['PARTNER'] });
  const { data } = await room.as(
    userId,
    'PARTNER',
  )(
    `mutation { createApiKey(input: { name: "Shop", scopes: [ORDERS_READ] }) {
      ... on ApiKeyCreated { apiKey { id } }
    } }`,
  );
  keyId = (data.createApiKey as { apiKey: { id: string } }).apiKey.id;
});

const usedFrom = (address: string, key = keyId) => room.internal(query, { keyId: key, address });

async function addresses(): Promise<string[]> {
  const { rows } = await room.database.pool.query<{ address: string }>(
    'SELECT address FROM api_key_addresses WHERE api_key_id = $1 ORDER BY address',
    [keyId],
  );
  return rows.map(({ address }) => address);
}

it('keeps each address of a key once, with its last use', async () => {
  await usedFrom('192.0.2.1');
  await usedFrom('192.0.2.2');
  await room.database.pool.query(
    `UPDATE api_key_addresses SET first_seen_at = now() - interval '2 days',
      last_seen_at = now() - interval '2 days' WHERE address = '192.0.2.1'`,
  );
  await usedFrom('192.0.2.1');
  expect(await addresses()).toEqual(['192.0.2.1', '192.0.2.2']);
  const { rows } = await room.database.pool.query(
    `SELECT first_seen_at < now() - interval '1 day' AS "isOld",
      last_seen_at > now() - interval '1 minute' AS "isUsed"
     FROM api_key_addresses WHERE api_key_id = $1 AND address = '192.0.2.1'`,
    [keyId],
  );
  expect(rows).toEqual([{ isOld: true, isUsed: true }]);
});

it('forgets addresses that were not used for long', async () => {
  await usedFrom('192.0.2.1');
  await room.database.pool.query(
    'UPDATE api_key_addresses SET last_seen_at = now() - make_interval(days => $1, hours => 1)',
    [keyAddressDays],
  );
  await usedFrom('192.0.2.2');
  expect(await addresses()).toEqual(['192.0.2.2']);
});

it('keeps a limited number of addresses of a key', async () => {
  await room.database.pool.query(
    `INSERT INTO api_key_addresses (api_key_id, address)
     SELECT $1, '10.0.0.' || n FROM generate_series(1, $2) n`,
    [keyId, keyAddressesMax],
  );
  await usedFrom('192.0.2.1');
  await usedFrom('10.0.0.1');
  const kept = await addresses();
  expect(kept).toHaveLength(keyAddressesMax);
  expect(kept).not.toContain('192.0.2.1');
});

it('ignores a key that does not exist, and rejects what is none', async () => {
  expect((await usedFrom('192.0.2.1', uuidV7())).data).toEqual({ keyUsedFrom: true });
  expect((await usedFrom('192.0.2.1', 'no id')).codes).toEqual(['BAD_USER_INPUT']);
  expect((await usedFrom('1'.repeat(65))).codes).toEqual(['BAD_USER_INPUT']);
});
