import sql from 'sql-template-tag';
import type { UsersDatabase } from './database';
import { keyAddressDays } from './key-addresses';

/** Rows of accounts that may never sign in again, which would delete theirs, or that are erased. */
export function expiredStore({ pool }: UsersDatabase) {
  return {
    /**
     * Deletes at most `limit` sessions that expired at least `days` ago, all mailed tokens and
     * sign-in challenges of that age, and the addresses that API keys have not used for long.
     * @returns the number of sessions.
     */
    async forget(days: number, limit: number): Promise<number> {
      const { rows } = await pool.query<{ sessions: number }>(sql`
        WITH cutoff AS (
          SELECT now() - ${days}::int * interval '1 day' AS at
        ), tokens AS (
          DELETE FROM mail_tokens WHERE expires_at < (SELECT at FROM cutoff)
        ), challenges AS (
          DELETE FROM sign_in_challenges WHERE expires_at < (SELECT at FROM cutoff)
        ), addresses AS (
          DELETE FROM api_key_addresses
          WHERE last_seen_at < now() - make_interval(days => ${keyAddressDays}::integer)
        ), forgotten AS (
          DELETE FROM sessions WHERE id IN (
            SELECT id FROM sessions WHERE expires_at < (SELECT at FROM cutoff)
            ORDER BY expires_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)
          RETURNING id
        )
        SELECT count(*)::int AS sessions FROM forgotten`);
      return rows[0]?.sessions ?? 0;
    },

    /**
     * Deletes at most `limit` erasures that are at least `days` old, with the ids of the accounts
     * in imports: after that, an import that runs again would bring the person back.
     * @returns the number of erasures.
     */
    async forgetErasures(days: number, limit: number): Promise<number> {
      const { rows } = await pool.query<{ erasures: number }>(sql`
        SELECT forget_erasures(${days}::int, ${limit}::int) AS erasures`);
      return rows[0]?.erasures ?? 0;
    },
  };
}
