import { inTransaction } from '../../../platform/database/pool';
import type { SigningKey as SigningKeyRow } from '../../../prisma/users/generated/client';
import { appendAudit, type NewAuditEntry } from './audit';
import type { UsersDatabase } from './database';

export type { SigningKeyRow };

export type NewSigningKey = Pick<SigningKeyRow, 'kid' | 'publicJwk' | 'privateKeySealed'>;

/** A key as the database's clock sees it, which is one for all processes. */
export interface ValidSigningKey extends SigningKeyRow {
  /** Whether the moment from which it signs has come. */
  readonly begun: boolean;
  readonly ageSeconds: number;
  /** How long it is published still; null: without an end. */
  readonly leftSeconds: number | null;
}

export interface Succession {
  /** The new key is published so long before it signs. */
  readonly signsInSeconds: number;
  /** So long after the new key signs, the last token of an older one has expired. */
  readonly outlivedBySeconds: number;
}

/** Any number that nothing else locks: processes that start together make one key, not several. */
const creationLock = 7_219_340_112;

/** Rounded down: stored a moment later than it is, a key would not have begun when it is read. */
const insertUnlessNewer = `
  INSERT INTO signing_keys (kid, public_jwk, private_key_sealed, created_at, signs_from)
  SELECT $1, $2, $3, clock_timestamp(),
    date_trunc('milliseconds', clock_timestamp()) + make_interval(secs => $5)
  WHERE NOT EXISTS (SELECT FROM signing_keys WHERE not_after IS NULL AND NOT kid = ANY($4))`;

export function signingKeyStore({ pool }: UsersDatabase) {
  return {
    /** All keys whose tokens may still be valid, newest first. */
    async valid(): Promise<ValidSigningKey[]> {
      const { rows } = await pool.query<ValidSigningKey>(
        `SELECT kid, public_jwk AS "publicJwk", private_key_sealed AS "privateKeySealed",
           created_at AS "createdAt", not_after AS "notAfter", signs_from AS "signsFrom",
           signs_from <= now() AS begun,
           extract(epoch FROM now() - signs_from)::float8 AS "ageSeconds",
           extract(epoch FROM not_after - now())::float8 AS "leftSeconds"
         FROM signing_keys WHERE not_after IS NULL OR not_after > now()
         ORDER BY created_at DESC, kid`,
      );
      return rows;
    },

    /** Adds the key unless another process has added one that `known` does not hold. */
    async addUnlessNewer(key: NewSigningKey, known: readonly string[]): Promise<void> {
      await inTransaction(pool, async (transaction) => {
        await transaction.query('SELECT pg_advisory_xact_lock($1)', [creationLock]);
        const values = [key.kid, key.publicJwk, key.privateKeySealed, known, 0];
        await transaction.query(insertUnlessNewer, values);
      });
    },

    /**
     * Adds the key as the successor of those known: they are published until their last token has
     * expired. With its entry in the audit log.
     * @returns false, and nothing changed, when another process has added one that `known` does
     * not hold.
     */
    async succeed(
      key: NewSigningKey,
      known: readonly string[],
      { signsInSeconds, outlivedBySeconds }: Succession,
      entry: NewAuditEntry,
    ): Promise<boolean> {
      return inTransaction(pool, async (transaction) => {
        await transaction.query('SELECT pg_advisory_xact_lock($1)', [creationLock]);
        const values = [key.kid, key.publicJwk, key.privateKeySealed, known, signsInSeconds];
        const { rowCount } = await transaction.query(insertUnlessNewer, values);
        if (rowCount !== 1) return false;
        await transaction.query(
          `UPDATE signing_keys SET not_after = clock_timestamp() + make_interval(secs => $2)
           WHERE kid <> $1 AND not_after IS NULL`,
          [key.kid, signsInSeconds + outlivedBySeconds],
        );
        await transaction.query('DELETE FROM signing_keys WHERE not_after <= now()');
        await appendAudit(transaction, entry);
        return true;
      });
    },
  };
}
