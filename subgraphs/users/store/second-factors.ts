import sql, { type Sql } from 'sql-template-tag';
import { hasStaffRole, type Role } from '../../../access/roles';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import { uuidV7 } from '../../../platform/values/uuid';
import { enrolmentMinutes, mayEnrolHours } from '../domain/second-factor';
import { type AccountChange, lockTarget } from './account-locks';
import { lockActor } from './actor';
import type { NewAuditEntry } from './audit-appender';
import type { UsersDatabase } from './database';
import { raiseCredentials } from './generations';
import { announce } from './new-mails';
import { type CodeOutcome, checkCode, type Proof, type StepOf } from './second-factor-codes';

export type BeginOutcome = 'begun' | 'active' | 'too-late';
export type ConfirmOutcome = 'confirmed' | 'wrong';
export type RemoveOutcome = CodeOutcome | 'none';
export type ResetOutcome = 'reset' | 'none' | 'unknown';

/** What an account may know about its second factor. */
export interface SecondFactorState {
  readonly createdAt: Date;
  readonly confirmedAt: Date;
  /** Unused ones. */
  readonly recoveryCodes: number;
}

/**
 * Whether an account may enrol now. Where staff needs a second factor, its password alone is enough
 * for that during a limited time only: later, it might be somebody else's.
 */
async function mayEnrol(
  transaction: Transaction,
  { actor, userId }: AccountChange,
  roles: readonly Role[],
): Promise<boolean> {
  // Roles of staff in a token: its session was begun with a second factor.
  if (!hasStaffRole(roles) || (actor.kind === 'user' && hasStaffRole(actor.roles))) return true;
  const { rowCount } = await transaction.query(sql`
    SELECT FROM users WHERE id = ${userId}
    AND now() < greatest(created_at + make_interval(hours => ${mayEnrolHours}), may_enrol_until)`);
  return rowCount === 1;
}

async function rolesOf(transaction: Transaction, userId: string): Promise<Role[]> {
  const { rows } = await transaction.query<{ roles: Role[] }>(sql`
    SELECT roles::text[] AS roles FROM users WHERE id = ${userId}`);
  return rows[0]?.roles ?? [];
}

/** Removes the factor with its codes, and the sign-ins that wait for one. */
export async function removeFactor(transaction: Transaction, userId: string): Promise<boolean> {
  await transaction.query(sql`DELETE FROM sign_in_challenges WHERE user_id = ${userId}`);
  await transaction.query(sql`DELETE FROM recovery_codes WHERE user_id = ${userId}`);
  const { rowCount } = await transaction.query(sql`
    DELETE FROM second_factors WHERE user_id = ${userId}`);
  await raiseCredentials(transaction, userId);
  return rowCount === 1;
}

const allowEnrolment = (userId: string): Sql => sql`
  UPDATE users SET may_enrol_until = now() + make_interval(hours => ${mayEnrolHours})
  WHERE id = ${userId}`;

/**
 * The second factors of accounts. Rows are locked in the order account, challenge, factor, so that
 * none can deadlock.
 */
export function secondFactorStore({ audit, emails, pool }: UsersDatabase) {
  return {
    /** Null unless a second factor is switched on. */
    async of(userId: string): Promise<SecondFactorState | null> {
      const { rows } = await pool.query<SecondFactorState>(sql`
        SELECT created_at AS "createdAt", confirmed_at AS "confirmedAt",
          (SELECT count(*)::int FROM recovery_codes c
           WHERE c.user_id = f.user_id AND c.used_at IS NULL) AS "recoveryCodes"
        FROM second_factors f WHERE user_id = ${userId} AND confirmed_at IS NOT NULL`);
      return rows[0] ?? null;
    },

    /**
     * Stores a new secret, which replaces one that was never confirmed.
     * @param isStaffLimited whether staff needs a second factor.
     * @returns `active` if a second factor is switched on already, `too-late` if staff needs one
     * and its time to enrol is over.
     */
    async begin(
      enrolment: AccountChange,
      secretSealed: Buffer,
      isStaffLimited: boolean,
    ): Promise<BeginOutcome> {
      const { actor, userId, entry } = enrolment;
      return inTransaction(pool, async (transaction) => {
        await lockActor(transaction, actor);
        const roles = await rolesOf(transaction, userId);
        if (isStaffLimited && !(await mayEnrol(transaction, enrolment, roles))) return 'too-late';
        const { rowCount } = await transaction.query(sql`
          INSERT INTO second_factors (user_id, secret_sealed, generation)
          SELECT id, ${secretSealed}, credentials_generation FROM users WHERE id = ${userId}
          ON CONFLICT (user_id) DO UPDATE SET secret_sealed = excluded.secret_sealed,
            generation = excluded.generation, created_at = now()
          WHERE second_factors.confirmed_at IS NULL`);
        if (rowCount !== 1) return 'active';
        await audit.append(transaction, entry);
        return 'begun';
      });
    },

    /**
     * Switches the newest secret on if the code is its, replaces the recovery codes, and announces it
     * by mail.
     */
    async confirm(
      { actor, userId, entry }: AccountChange,
      stepOf: StepOf,
      recoveryHashes: readonly Buffer[],
    ): Promise<ConfirmOutcome> {
      const current = await emails();
      return inTransaction(pool, async (transaction) => {
        await lockActor(transaction, actor);
        const { rows } = await transaction.query<{ secretSealed: Buffer }>(sql`
          SELECT f.secret_sealed AS "secretSealed" FROM second_factors f
            JOIN users u ON u.id = f.user_id AND u.credentials_generation = f.generation
          WHERE f.user_id = ${userId} AND f.confirmed_at IS NULL
            AND f.created_at > now() - make_interval(mins => ${enrolmentMinutes})
          FOR UPDATE OF f`);
        const step = rows[0] ? stepOf(rows[0].secretSealed) : null;
        if (step === null) return 'wrong';
        await transaction.query(sql`
          UPDATE second_factors SET confirmed_at = clock_timestamp(), last_step = ${step}
          WHERE user_id = ${userId}`);
        await transaction.query(sql`UPDATE users SET may_enrol_until = NULL WHERE id = ${userId}`);
        await transaction.query(sql`DELETE FROM recovery_codes WHERE user_id = ${userId}`);
        await transaction.query(sql`
          INSERT INTO recovery_codes (user_id, code_hash)
          SELECT ${userId}, unnest(${recoveryHashes}::bytea[])`);
        await raiseCredentials(transaction, userId);
        await audit.append(transaction, entry);
        await announce(transaction, current, userId, 'second_factor_was_set_up');
        return 'confirmed';
      });
    },

    /** Switches it off if the code is right, and announces it by mail. */
    async remove({ actor, userId, entry }: AccountChange, proof: Proof): Promise<RemoveOutcome> {
      const current = await emails();
      return inTransaction(pool, async (transaction) => {
        await lockActor(transaction, actor);
        const { rowCount } = await transaction.query(sql`
          SELECT FROM second_factors WHERE user_id = ${userId} AND confirmed_at IS NOT NULL`);
        if (rowCount === 0) return 'none';
        const outcome = await checkCode(transaction, userId, proof);
        if (outcome !== 'right') return outcome;
        await removeFactor(transaction, userId);
        await audit.append(transaction, entry);
        await announce(transaction, current, userId, 'second_factor_was_removed');
        return 'right';
      });
    },

    /**
     * Removes somebody's lost factor, allows to enrol another one, and announces it by mail. Sessions
     * continue.
     * @throws FORBIDDEN if the actor is not an ADMIN now, UNAUTHENTICATED if its session has ended.
     */
    async reset(action: AccountChange, reason: string): Promise<ResetOutcome> {
      const { userId, entry } = action;
      const current = await emails();
      return inTransaction(pool, async (transaction) => {
        if ((await lockTarget(transaction, action, ['ADMIN'])) === null) return 'unknown';
        await transaction.query(allowEnrolment(userId));
        const isRemoved = await removeFactor(transaction, userId);
        await transaction.query(sql`
          INSERT INTO second_factor_resets (id, user_id, actor, reason)
          VALUES (${uuidV7()}, ${userId}, ${entry.actor}, ${reason})`);
        await audit.append(transaction, entry);
        await announce(transaction, current, userId, 'second_factor_was_reset');
        return isRemoved ? 'reset' : 'none';
      });
    },

    /**
     * The same by the operator, for an ADMIN whom no other one can help.
     * @returns whether it had a factor; without one it may only enrol one.
     */
    async resetByOperator(userId: string, entry: NewAuditEntry): Promise<boolean> {
      const current = await emails();
      return inTransaction(pool, async (transaction) => {
        await transaction.query(allowEnrolment(userId));
        const isRemoved = await removeFactor(transaction, userId);
        await audit.append(transaction, entry);
        await announce(transaction, current, userId, 'second_factor_was_reset');
        return isRemoved;
      });
    },

    /** The reasons of the resets of an account, newest first, for its data export. */
    async resetsOf(userId: string, limit: number) {
      const { rows } = await pool.query<{ at: Date; reason: string }>(sql`
        SELECT at, reason FROM second_factor_resets WHERE user_id = ${userId}
        ORDER BY at DESC LIMIT ${limit}`);
      return rows;
    },
  };
}
