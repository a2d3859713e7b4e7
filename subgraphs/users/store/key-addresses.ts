import sql from 'sql-template-tag';
import type { ApiKeyAddress as KeyAddressRow } from '../../../prisma/users/generated/client';
import type { UsersDatabase } from './database';

/**
 * How long an address that uses an API key no longer is kept.
 * @exceeded deleted when the key is used, or in the next night
 * @test subgraphs/users/internal/key-used-from.test.ts
 */
export const keyAddressDays = 90;
/**
 * Addresses kept of an API key.
 * @exceeded further ones are not recorded
 * @test subgraphs/users/internal/key-used-from.test.ts
 */
export const keyAddressesMax = 200;

/** The network addresses that each API key is used from. */
export function keyAddressStore({ pool }: UsersDatabase) {
  return {
    /** The network addresses of all keys of an account, newest first. */
    async ofUser(userId: string, limit: number): Promise<KeyAddressRow[]> {
      const { rows } = await pool.query<KeyAddressRow>(sql`
        SELECT a.api_key_id AS "apiKeyId", a.address, a.first_seen_at AS "firstSeenAt",
          a.last_seen_at AS "lastSeenAt"
        FROM api_key_addresses a JOIN api_keys k ON k.id = a.api_key_id
        WHERE k.user_id = ${userId}
        ORDER BY a.last_seen_at DESC, a.api_key_id, a.address LIMIT ${limit}`);
      return rows;
    },

    /** Records the use of a key that exists. */
    async record(keyId: string, address: string): Promise<void> {
      await pool.query(sql`
        WITH expired AS (
          DELETE FROM api_key_addresses
          WHERE api_key_id = ${keyId} AND address <> ${address}
            AND last_seen_at < now() - make_interval(days => ${keyAddressDays}::integer)
        )
        INSERT INTO api_key_addresses (api_key_id, address)
        SELECT id, ${address} FROM api_keys
        WHERE id = ${keyId}
          AND (SELECT count(*) FROM api_key_addresses
            WHERE api_key_id = ${keyId} AND address <> ${address}) < ${keyAddressesMax}
        ON CONFLICT (api_key_id, address) DO UPDATE SET last_seen_at = now()`);
    },
  };
}
