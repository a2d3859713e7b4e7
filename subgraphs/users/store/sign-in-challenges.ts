import sql, { type Sql } from 'sql-template-tag';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import { challengeMinutes, challengesMax, wrongCodesOfChallengeMax } from '../domain/second-factor';
import type { UsersDatabase } from './database';
import { emailPlaces } from './emails';
import { type NewSession, type OpenedSession, openSession } from './open-session';
import { checkCode, type Proof } from './second-factor-codes';

/** An account whose password was right. */
export interface ChallengedAccount {
  readonly userId: string;
  readonly email: string;
  readonly generation: number;
  /** Whether the sign-in began on a known device, or with a mailed token. */
  readonly isKnownDevice: boolean;
}

export type ChallengeOutcome =
  | ({ readonly kind: 'confirmed'; readonly userId: string } & OpenedSession)
  | { readonly kind: 'wrong' | 'over' }
  | { readonly kind: 'limited'; readonly limitedSeconds: number };

/** A challenge is over when its account was changed in a way that ends sign-ins. */
const liveChallenge = (hash: Buffer): Sql => sql`
  sign_in_challenges c JOIN users u ON u.id = c.user_id
  AND u.token_generation = c.generation
  AND u.credentials_generation = c.credentials_generation AND u.locked_at IS NULL
  WHERE c.challenge_hash = ${hash} AND c.expires_at > now()
    AND c.wrong_codes < ${wrongCodesOfChallengeMax}`;

async function end(transaction: Transaction, hash: Buffer): Promise<void> {
  await transaction.query(sql`DELETE FROM sign_in_challenges WHERE challenge_hash = ${hash}`);
}

/** Sign-ins between the right password and the code. */
export function signInChallengeStore({ audit, emails, pool }: UsersDatabase) {
  return {
    /**
     * Starts one, and deletes the account's expired and oldest ones.
     * @returns when it expires; null if the account has changed since it was read.
     */
    async open(
      account: { readonly id: string; readonly tokenGeneration: number },
      hash: Buffer,
      isKnownDevice: boolean,
    ): Promise<Date | null> {
      const { rows } = await pool.query<{ expiresAt: Date }>(sql`
        WITH past AS (
          DELETE FROM sign_in_challenges WHERE user_id = ${account.id} AND (expires_at < now()
            OR challenge_hash IN (
              SELECT challenge_hash FROM sign_in_challenges WHERE user_id = ${account.id}
              ORDER BY created_at DESC OFFSET ${challengesMax - 1}))
        )
        INSERT INTO sign_in_challenges
          (challenge_hash, user_id, generation, credentials_generation, is_known_device, expires_at)
        SELECT ${hash}, id, token_generation, credentials_generation, ${isKnownDevice}::boolean,
          now() + make_interval(mins => ${challengeMinutes})
        FROM users WHERE id = ${account.id} AND token_generation = ${account.tokenGeneration}
          AND locked_at IS NULL
        RETURNING expires_at AS "expiresAt"`);
      return rows[0]?.expiresAt ?? null;
    },

    /** The account that signs in; null if there is no challenge, or it is over. */
    async accountOf(hash: Buffer): Promise<ChallengedAccount | null> {
      const { rows } = await pool.query<ChallengedAccount & { sealed: string | null }>(sql`
        SELECT u.id AS "userId", u.email, u.email_sealed AS sealed, c.generation,
          c.is_known_device AS "isKnownDevice"
        FROM ${liveChallenge(hash)}`);
      const [row] = rows;
      if (!row) return null;
      const { userId, email: lookup, sealed, ...rest } = row;
      const { opened } = await emails();
      const email = await opened({ lookup, sealed }, emailPlaces.account(userId));
      return { ...rest, userId, email };
    },

    /** Checks the code and starts the session in one transaction, once. */
    async confirm(
      hash: Buffer,
      { userId, generation }: ChallengedAccount,
      proof: Proof,
      session: NewSession,
    ): Promise<ChallengeOutcome> {
      return inTransaction(pool, async (transaction): Promise<ChallengeOutcome> => {
        await transaction.query(sql`SELECT FROM users WHERE id = ${userId} FOR SHARE`);
        const { rowCount } = await transaction.query(sql`
          SELECT FROM ${liveChallenge(hash)} FOR UPDATE OF c`);
        if (rowCount !== 1) return { kind: 'over' };
        const outcome = await checkCode(transaction, userId, proof);
        if (outcome === 'wrong') {
          await transaction.query(sql`
            UPDATE sign_in_challenges SET wrong_codes = wrong_codes + 1
            WHERE challenge_hash = ${hash}`);
          return { kind: 'wrong' };
        }
        if (outcome !== 'right') return { kind: 'limited', ...outcome };
        await end(transaction, hash);
        const account = { id: userId, tokenGeneration: generation };
        const opened = await openSession(audit, transaction, account, session, proof.method);
        if (opened === null) throw new Error('A locked account has changed.');
        return { kind: 'confirmed', userId, ...opened };
      });
    },
  };
}
