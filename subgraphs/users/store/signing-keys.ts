import sql, { type Sql } from 'sql-template-tag';
import { inTransaction } from '../../../platform/database/pool';
import type { SigningKey as SigningKeyRow } from '../../../prisma/users/generated/client';
import type { NewAuditEntry } from './audit-appender';
import type { UsersDatabase } from './database';

export type { SigningKeyRow };

export type NewSigningKey = Pick<SigningKeyRow, 'kid' | 'publicJwk' | 'privateKeySealed'>;

/** A key with its age by the database's clock, which is the same for all processes. */
export interface ValidSigningKey extends SigningKeyRow {
  /** Whether it may sign already. */
  readonly begun: boolean;
  readonly ageSeconds: number;
  /** How much longer it is published; null for no end. */
  readonly leftSeconds: number | null;
}

export interface Succession {
  /** Time between publishing the new key and signing with it. */
  readonly signsInSeconds: number;
  /** Time from then until the last token of an older key has expired. */
  readonly outlivedBySeconds: number;
}

/** Arbitrary unique advisory lock, so that processes that start together create one key. */
const creationLock = 7_219_340_112;

/** Rounded down, because a key whose start is rounded up could not sign yet when it is read. */
const insertUnlessNewer = (
  key: NewSigningKey,
  known: readonly string[],
  signsInSeconds: number,
): Sql => sql`
  INSERT INTO signing_keys (kid, public_jwk, private_key_sealed, created_at, signs_from)
  SELECT ${key.kid}, ${key.publicJwk}, ${key.privateKeySealed}, clock_timestamp(),
    date_trunc('milliseconds', clock_timestamp()) + make_interval(secs => ${signsInSeconds})
  WHERE NOT EXISTS (
    SELECT FROM signing_keys WHERE not_after IS NULL AND NOT kid = ANY(${known}))`;

export function signingKeyStore({ audit, pool }: UsersDatabase) {
  return {
    /** All keys whose tokens may still be valid, newest first. */
    async valid(): Promise<ValidSigningKey[]> {
      const { rows } = await pool.query<ValidSigningKey>(sql`
        SELECT kid, public_jwk AS "publicJwk", private_key_sealed AS "privateKeySealed",
          created_at AS "createdAt", not_after AS "notAfter", signs_from AS "signsFrom",
          signs_from <= now() AS begun,
          extract(epoch FROM now() - signs_from)::float8 AS "ageSeconds",
          extract(epoch FROM not_after - now())::float8 AS "leftSeconds"
        FROM signing_keys WHERE not_after IS NULL OR not_after > now()
        ORDER BY created_at DESC, kid`);
      return rows;
    },

    /** Adds the key unless another process has added one that is not in `known`. */
    async addUnlessNewer(key: NewSigningKey, known: readonly string[]): Promise<void> {
      await inTransaction(pool, async (transaction) => {
        await transaction.query(sql`SELECT pg_advisory_xact_lock(${creationLock})`);
        await transaction.query(insertUnlessNewer(key, known, 0));
      });
    },

    /**
     * Adds the key as the successor of the known ones, which stay published until their last token
     * has expired. With its audit entry.
     * @returns false without a change if another process has added a key that is not in `known`.
     */
    async succeed(
      key: NewSigningKey,
      known: readonly string[],
      { signsInSeconds, outlivedBySeconds }: Succession,
      entry: NewAuditEntry,
    ): Promise<boolean> {
      return inTransaction(pool, async (transaction) => {
        await transaction.query(sql`SELECT pg_advisory_xact_lock(${creationLock})`);
        const { rowCount } = await transaction.query(insertUnlessNewer(key, known, signsInSeconds));
        if (rowCount !== 1) return false;
        await transaction.query(sql`SELECT succeed_signing_keys(
          ${key.kid}, make_interval(secs => ${outlivedBySeconds}))`);
        await audit.append(transaction, entry);
        return true;
      });
    },
  };
}
