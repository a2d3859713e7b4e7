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
/** Maximum time between a transaction's timestamp and its commit. */
const commitDelaySeconds = 30;
/** Number of old rows that each new one deletes. */
const clearedMax = 100;

/** No token has this generation, so it ends all tokens of an account. */
const noGeneration = 2_147_483_647;

async function recordEnd(transaction: Transaction, userId: string, below: number): Promise<void> {
  await transaction.query(
    `WITH past AS (
       DELETE FROM token_ends WHERE user_id IN (
         SELECT user_id FROM token_ends
         WHERE ended_at < now() - make_interval(hours => $3) AND user_id <> $1
         ORDER BY ended_at LIMIT $4 FOR UPDATE SKIP LOCKED)
     )
     INSERT INTO token_ends (user_id, below_generation, ended_at)
     VALUES ($1, $2, clock_timestamp())
     ON CONFLICT (user_id) DO UPDATE SET
       below_generation = greatest(token_ends.below_generation, excluded.below_generation),
       ended_at = excluded.ended_at`,
    [userId, below, retentionHours, clearedMax],
  );
}

/** Ends the account's access tokens by changing its generation. */
export async function endTokens(transaction: Transaction, userId: string): Promise<void> {
  const { rows } = await transaction.query<{ generation: number }>(
    `UPDATE users SET token_generation = token_generation + 1, updated_at = now()
     WHERE id = $1 RETURNING token_generation AS generation`,
    [userId],
  );
  if (rows[0]) await recordEnd(transaction, userId, rows[0].generation);
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
      const { rows } = await pool.query<TokenEndRow & { asOf: Date }>(
        `SELECT e.user_id AS "userId", e.below_generation AS "belowGeneration",
           e.ended_at AS "endedAt", now() - make_interval(secs => $4) AS "asOf"
         FROM (SELECT 1) AS one LEFT JOIN LATERAL (
           SELECT * FROM token_ends
           WHERE (ended_at, user_id) > (coalesce($1, now() - make_interval(hours => $5)),
             coalesce($2, '00000000-0000-0000-0000-000000000000'::uuid))
           ORDER BY ended_at, user_id LIMIT $3
         ) AS e ON true
         ORDER BY e.ended_at, e.user_id`,
        [since, afterUserId, limit, commitDelaySeconds, retentionHours],
      );
      const [first] = rows;
      if (!first) throw new Error('The read returned no timestamp.');
      return { ends: rows.filter(({ userId }) => userId !== null), asOf: first.asOf };
    },
  };
}
