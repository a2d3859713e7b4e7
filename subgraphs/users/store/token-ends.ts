import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/pool';
import type { TokenEnd as TokenEndRow } from '../../../prisma/users/generated/client';
import type { UsersDatabase } from './database';

export type { TokenEndRow };

export interface TokenEnds {
  readonly ends: TokenEndRow[];
  /** Start of the next read, chosen so that it misses nothing. */
  readonly asOf: Date;
}

/** Longer than the lifetime of access tokens (at most a day); older rows have no effect. */
const retentionHours = 26;
/**
 * Maximum time between a transaction's timestamp and its commit: it may wait 15 s for a session, the
 * chain of the audit log, the lock of an e-mail address and a standby each, and its process may pause
 * for 30 s.
 */
const commitDelaySeconds = 120;
/** Number of old rows that each new one deletes. */
const clearedMax = 100;

/** No token has this generation, so it ends all tokens of an account. */
const noGeneration = 2_147_483_647;

async function recordEnd(transaction: Transaction, userId: string, below: number): Promise<void> {
  await transaction.query(sql`
    WITH past AS (
      DELETE FROM token_ends WHERE user_id IN (
        SELECT user_id FROM token_ends
        WHERE ended_at < now() - make_interval(hours => ${retentionHours}) AND user_id <> ${userId}
        ORDER BY ended_at LIMIT ${clearedMax} FOR UPDATE SKIP LOCKED)
    )
    INSERT INTO token_ends (user_id, below_generation, ended_at)
    VALUES (${userId}, ${below}, clock_timestamp())
    ON CONFLICT (user_id) DO UPDATE SET
      below_generation = greatest(token_ends.below_generation, excluded.below_generation),
      ended_at = excluded.ended_at`);
}

/** Ends the account's access tokens. @returns its next generation; null if it does not exist. */
export async function endTokens(transaction: Transaction, userId: string): Promise<number | null> {
  const { rows } = await transaction.query<{ generation: number }>(sql`
    UPDATE users SET token_generation = token_generation + 1, updated_at = now()
    WHERE id = ${userId} RETURNING token_generation AS generation`);
  const [account] = rows;
  if (!account) return null;
  await recordEnd(transaction, userId, account.generation);
  return account.generation;
}

/** The same for an account that is about to be deleted. */
export async function endTokensForGood(transaction: Transaction, userId: string): Promise<void> {
  await recordEnd(transaction, userId, noGeneration);
}

export function tokenEndStore({ pool }: UsersDatabase) {
  return {
    /**
     * One page of the ends after (`since`, `afterUserId`), oldest first; without `since` all that
     * still matter. Some are read twice, because a transaction commits after its timestamp.
     */
    async page(since: Date | null, afterUserId: string | null, limit: number): Promise<TokenEnds> {
      const { rows } = await pool.query<TokenEndRow & { asOf: Date }>(sql`
        SELECT e.user_id AS "userId", e.below_generation AS "belowGeneration",
          e.ended_at AS "endedAt", now() - make_interval(secs => ${commitDelaySeconds}) AS "asOf"
        FROM (SELECT 1) AS one LEFT JOIN LATERAL (
          SELECT * FROM token_ends
          WHERE (ended_at, user_id) > (
            coalesce(${since}, now() - make_interval(hours => ${retentionHours})),
            coalesce(${afterUserId}, '00000000-0000-0000-0000-000000000000'::uuid))
          ORDER BY ended_at, user_id LIMIT ${limit}
        ) AS e ON true
        ORDER BY e.ended_at, e.user_id`);
      const [first] = rows;
      if (!first) throw new Error('The read returned no timestamp.');
      return { ends: rows.filter(({ userId }) => userId !== null), asOf: first.asOf };
    },
  };
}
