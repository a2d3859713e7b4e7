import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/pool';
import { type SecondFactorMethod, wrongCodesPerHourMax } from '../domain/second-factor';

/** The time step whose code was typed; null if it is no code of this secret. */
export type StepOf = (secretSealed: Buffer) => number | null;

/** What was typed: a code of an authenticator app, or a recovery code. */
export interface Proof {
  readonly method: SecondFactorMethod;
  readonly stepOf: StepOf;
  /** Null if the text cannot be a recovery code. */
  readonly recoveryHash: Buffer | null;
}

/** `limitedSeconds`: too many were wrong lately, so this one was not checked. */
export type CodeOutcome = 'right' | 'wrong' | { readonly limitedSeconds: number };

interface FactorRow {
  readonly secretSealed: Buffer;
  readonly lastStep: string | null;
  /** Seconds until codes of an app are checked again; null if they are checked now. */
  readonly limitedSeconds: number | null;
}

async function isRight(
  transaction: Transaction,
  userId: string,
  { secretSealed, lastStep }: FactorRow,
  proof: Proof,
): Promise<boolean> {
  if (proof.method === 'RECOVERY_CODE') {
    const { rowCount } = await transaction.query(sql`
      UPDATE recovery_codes SET used_at = clock_timestamp()
      WHERE user_id = ${userId} AND code_hash = ${proof.recoveryHash} AND used_at IS NULL`);
    return rowCount === 1;
  }
  const step = proof.stepOf(secretSealed);
  // RFC 6238, section 5.2: a code is accepted once, and none that is older than an accepted one.
  if (step === null || (lastStep !== null && step <= Number(lastStep))) return false;
  await transaction.query(sql`
    UPDATE second_factors SET last_step = ${step} WHERE user_id = ${userId}`);
  return true;
}

/**
 * Checks a code of the account and uses it up. The row stays locked until the transaction ends, so
 * that a code counts once however many requests have it.
 */
export async function checkCode(
  transaction: Transaction,
  userId: string,
  proof: Proof,
): Promise<CodeOutcome> {
  const { rows } = await transaction.query<FactorRow>(sql`
    SELECT secret_sealed AS "secretSealed", last_step AS "lastStep",
      CASE WHEN wrong_codes >= ${wrongCodesPerHourMax} AND wrong_since > now() - interval '1 hour'
        THEN ceil(extract(epoch FROM wrong_since + interval '1 hour' - now()))::int
      END AS "limitedSeconds"
    FROM second_factors WHERE user_id = ${userId} AND confirmed_at IS NOT NULL FOR UPDATE`);
  const [factor] = rows;
  if (!factor) return 'wrong';
  const { limitedSeconds } = factor;
  // A recovery code has 80 bits: nobody guesses it, and its owner must not be shut out by guesses.
  if (limitedSeconds !== null && proof.method !== 'RECOVERY_CODE') return { limitedSeconds };
  if (await isRight(transaction, userId, factor, proof)) return 'right';
  await transaction.query(sql`
    UPDATE second_factors SET
      wrong_codes = CASE WHEN wrong_since > now() - interval '1 hour' THEN wrong_codes ELSE 0 END + 1,
      wrong_since = CASE WHEN wrong_since > now() - interval '1 hour' THEN wrong_since ELSE now() END
    WHERE user_id = ${userId}`);
  return 'wrong';
}
