import { inTransaction } from '../../../platform/database/pool';
import type { SigningKey as SigningKeyRow } from '../../../prisma/users/generated/client';
import type { UsersDatabase } from './database';

export type { SigningKeyRow };

export type NewSigningKey = Pick<SigningKeyRow, 'kid' | 'publicJwk' | 'privateKeySealed'>;

/** Any number that nothing else locks: processes that start together make one key, not several. */
const creationLock = 7_219_340_112;

export function signingKeyStore({ pool, prisma }: UsersDatabase) {
  return {
    /** All keys whose tokens may still be valid, newest first. */
    async valid(): Promise<SigningKeyRow[]> {
      return prisma.signingKey.findMany({
        where: { OR: [{ notAfter: null }, { notAfter: { gt: new Date() } }] },
        orderBy: [{ createdAt: 'desc' }, { kid: 'asc' }],
      });
    },

    /** Adds the key unless another process has added one that `known` does not hold. */
    async addUnlessNewer(key: NewSigningKey, known: readonly string[]): Promise<void> {
      await inTransaction(pool, async (transaction) => {
        await transaction.query('SELECT pg_advisory_xact_lock($1)', [creationLock]);
        await transaction.query(
          `INSERT INTO signing_keys (kid, public_jwk, private_key_sealed, created_at)
           SELECT $1, $2, $3, clock_timestamp()
           WHERE NOT EXISTS (
             SELECT FROM signing_keys WHERE not_after IS NULL AND NOT kid = ANY($4))`,
          [key.kid, key.publicJwk, key.privateKeySealed, known],
        );
      });
    },
  };
}
