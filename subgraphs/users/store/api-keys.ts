import sql, { type Sql } from 'sql-template-tag';
import type { Role, Scope } from '../../../access/roles';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import { prepared } from '../../../platform/database/prepared';
import type { Viewer } from '../../../platform/requests/viewer';
import type { FieldProblem } from '../../../platform/values/text';
import { uuidV7 } from '../../../platform/values/uuid';
import type { ApiKey as StoredApiKey } from '../../../prisma/users/generated/client';
import { keyHolderRoles, rolesBeyond } from '../domain/api-key';
import { lockActor } from './actor';
import type { NewAuditEntry } from './audit-appender';
import type { UsersDatabase } from './database';
import { announce } from './new-mails';

/** The roles are null in keys of earlier versions, which follow their owner's. */
export type ApiKeyRow = Omit<StoredApiKey, 'roles'> & { readonly roles: Role[] | null };

export interface NewApiKey {
  readonly userId: string;
  readonly name: string;
  readonly prefix: string;
  readonly secretHash: Buffer;
  readonly scopes: readonly Scope[];
  readonly quotaPerMinute: number | null;
  readonly expiresAt: Date | null;
}

export interface Replacement {
  readonly prefix: string;
  readonly secretHash: Buffer;
  readonly overlapSeconds: number;
}

/** The rights of an active key: its scopes are cut by the roles of its owner. */
export interface KeyRights {
  readonly scopes: Scope[];
  /** Those of its maker that its owner still has. */
  readonly roles: Role[];
  readonly ownerRoles: Role[];
}

export interface WorkingKey extends KeyRights {
  readonly id: string;
  readonly secretId: string;
  readonly userId: string;
  readonly quotaPerMinute: number | null;
  /** When it expires; null for never. */
  readonly goodUntil: Date | null;
}

export type CreateOutcome =
  | { readonly kind: 'created'; readonly apiKey: ApiKeyRow }
  | { readonly kind: 'refused'; readonly problems: readonly FieldProblem[] }
  | { readonly kind: 'too-many' };

export type RotateOutcome =
  | { readonly kind: 'rotated'; readonly apiKey: ApiKeyRow }
  /** The session lacks roles of the key. */
  | { readonly kind: 'beyond'; readonly lacking: readonly Role[] }
  | { readonly kind: 'unknown' | 'over' | 'too-many-secrets' };

/** Maximum number of old secrets that still work alongside the new one. */
const oldSecretsMax = 4;
/** Revoked or expired keys kept for their owner to see; the audit log has all of them. */
const deadKeysMax = 100;
const listedMax = 200;

const columns = sql`id, user_id AS "userId", name, prefix, scopes::text[] AS scopes,
  roles::text[] AS roles,
  quota_per_minute AS "quotaPerMinute", created_at AS "createdAt", expires_at AS "expiresAt",
  last_used_at AS "lastUsedAt", revoked_at AS "revokedAt"`;

const keyRoles = sql`ARRAY(SELECT role::text FROM unnest(u.roles) AS role
  WHERE k.roles IS NULL OR role = ANY (k.roles))`;

/** What depends on the roles that the session holds at this moment. */
interface KeyMaking {
  readonly liveMax: number;
  readonly problemsOf: (held: readonly Role[]) => readonly FieldProblem[];
  readonly entryOf: (apiKeyId: string, held: readonly Role[]) => NewAuditEntry;
}

const isLive = sql`(revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now()))`;

/** Identifies a secret of a key without helping to guess it. */
const secretId = sql`encode(substring(s.secret_hash FROM 1 FOR 8), 'hex')`;

const works = sql`u.locked_at IS NULL AND k.revoked_at IS NULL 
  AND (s.expires_at IS NULL OR s.expires_at > now())
  AND (k.expires_at IS NULL OR k.expires_at > now())`;

/** Last use is written at most once a minute. */
const resolveKey = (secretHash: Buffer): Sql => sql`
  WITH found AS (
    SELECT k.id, ${secretId} AS secret_id, k.user_id, k.scopes::text[] AS scopes,
      k.quota_per_minute, ${keyRoles} AS roles, u.roles::text[] AS owner_roles,
      least(k.expires_at, s.expires_at) AS good_until, k.last_used_at
    FROM api_key_secrets s JOIN api_keys k ON k.id = s.api_key_id JOIN users u ON u.id = k.user_id
    WHERE s.secret_hash = ${secretHash} AND ${works}
  ), used AS (
    UPDATE api_keys SET last_used_at = now()
    WHERE id IN (SELECT id FROM found
        WHERE last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
      AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
  )
  SELECT id, secret_id AS "secretId", user_id AS "userId", scopes,
    quota_per_minute AS "quotaPerMinute", roles, owner_roles AS "ownerRoles",
    good_until AS "goodUntil" FROM found`;

async function addSecret(transaction: Transaction, apiKeyId: string, hash: Buffer): Promise<void> {
  await transaction.query(sql`
    INSERT INTO api_key_secrets (secret_hash, api_key_id) VALUES (${hash}, ${apiKeyId})`);
}

/** The number of old secrets that would work after a rotation with this overlap. */
async function secretsLeft(transaction: Transaction, apiKeyId: string, overlapSeconds: number) {
  if (overlapSeconds === 0) return 0;
  const { rowCount } = await transaction.query(sql`
    SELECT FROM api_key_secrets
    WHERE api_key_id = ${apiKeyId} AND (expires_at IS NULL OR expires_at > now())`);
  return rowCount ?? 0;
}

async function endSecrets(transaction: Transaction, apiKeyId: string, overlapSeconds: number) {
  await transaction.query(sql`
    DELETE FROM api_key_secrets
    WHERE api_key_id = ${apiKeyId} AND (${overlapSeconds}::integer = 0 OR expires_at <= now())`);
  await transaction.query(sql`
    UPDATE api_key_secrets
    SET expires_at = least(expires_at, now() + make_interval(secs => ${overlapSeconds}))
    WHERE api_key_id = ${apiKeyId}`);
}

async function forgetDeadKeys(transaction: Transaction, userId: string): Promise<void> {
  await transaction.query(sql`
    DELETE FROM api_keys WHERE id IN (
    SELECT id FROM api_keys WHERE user_id = ${userId} AND NOT ${isLive}
    ORDER BY created_at DESC, id DESC OFFSET ${deadKeysMax})`);
}

export function apiKeyStore({ audit, emails, pool }: UsersDatabase) {
  return {
    /**
     * Creates a key of the actor with the roles that its session holds, announced by mail.
     * @throws FORBIDDEN or UNAUTHENTICATED if the actor may not have keys now.
     */
    async create(
      actor: Viewer,
      key: NewApiKey,
      { liveMax, problemsOf, entryOf }: KeyMaking,
    ): Promise<CreateOutcome> {
      const current = await emails();
      return inTransaction(pool, async (transaction): Promise<CreateOutcome> => {
        // Locks the account's row, so that concurrent calls cannot exceed the limit.
        const held = await lockActor(transaction, actor, keyHolderRoles);
        const problems = problemsOf(held);
        if (problems.length > 0) return { kind: 'refused', problems };
        const { rows: live } = await transaction.query(sql`
          SELECT FROM api_keys WHERE user_id = ${key.userId} AND ${isLive} LIMIT ${liveMax}`);
        if (live.length >= liveMax) return { kind: 'too-many' };
        await forgetDeadKeys(transaction, key.userId);
        const { rows } = await transaction.query<ApiKeyRow>(sql`
          INSERT INTO api_keys (id, user_id, name, prefix, scopes, roles, quota_per_minute, expires_at)
          VALUES (${uuidV7()}, ${key.userId}, ${key.name}, ${key.prefix},
            ${key.scopes}::text[]::"Scope"[], ${held}::text[]::"Role"[], ${key.quotaPerMinute},
            ${key.expiresAt})
          RETURNING ${columns}`);
        const [created] = rows;
        if (!created) throw new Error('The insert returned no API key.');
        await addSecret(transaction, created.id, key.secretHash);
        await audit.append(transaction, entryOf(created.id, held));
        await announce(transaction, current, key.userId, 'api_key_was_created');
        return { kind: 'created', apiKey: created };
      });
    },

    /** Active keys first, then newest first, without the oldest inactive ones. */
    async ofUser(userId: string): Promise<ApiKeyRow[]> {
      const { rows } = await pool.query<ApiKeyRow>(sql`
        SELECT ${columns} FROM api_keys WHERE user_id = ${userId}
        ORDER BY NOT ${isLive}, created_at DESC, id DESC LIMIT ${listedMax}`);
      return rows;
    },

    /**
     * Sets a new secret; old ones work for at most another `overlapSeconds`. Announced by mail. A key whose roles the
     * session lacks stays as it is. One of an earlier version gets the roles that the session holds.
     */
    async rotate(
      actor: Viewer,
      userId: string,
      id: string,
      replacement: Replacement,
      entry: NewAuditEntry,
    ): Promise<RotateOutcome> {
      const current = await emails();
      return inTransaction(pool, async (transaction): Promise<RotateOutcome> => {
        const held = await lockActor(transaction, actor, keyHolderRoles);
        const { rows } = await transaction.query<{ live: boolean; roles: Role[] }>(sql`
          SELECT ${isLive} AS live, ${keyRoles} AS roles
          FROM api_keys k JOIN users u ON u.id = k.user_id
          WHERE k.id = ${id} AND k.user_id = ${userId} FOR UPDATE OF k`);
        const [key] = rows;
        if (!key) return { kind: 'unknown' };
        if (!key.live) return { kind: 'over' };
        const lacking = rolesBeyond(key.roles, held);
        if (lacking.length > 0) return { kind: 'beyond', lacking };
        if ((await secretsLeft(transaction, id, replacement.overlapSeconds)) > oldSecretsMax) {
          return { kind: 'too-many-secrets' };
        }
        await endSecrets(transaction, id, replacement.overlapSeconds);
        await addSecret(transaction, id, replacement.secretHash);
        const { rows: rotated } = await transaction.query<ApiKeyRow>(sql`
          UPDATE api_keys SET prefix = ${replacement.prefix},
            roles = coalesce(roles, ${held}::text[]::"Role"[])
          WHERE id = ${id} RETURNING ${columns}`);
        const [apiKey] = rotated;
        if (!apiKey) throw new Error('A locked API key does not exist.');
        await audit.append(transaction, entry);
        await announce(transaction, current, userId, 'api_key_was_rotated');
        return { kind: 'rotated', apiKey };
      });
    },

    /**
     * Revokes a key of the actor, or any key for an ADMIN; revoked keys do not change. Null if
     * there is none.
     */
    async revoke(
      actor: Viewer,
      userId: string,
      id: string,
      entry: NewAuditEntry,
    ): Promise<ApiKeyRow | null> {
      return inTransaction(pool, async (transaction) => {
        const isAdmin = (await lockActor(transaction, actor)).includes('ADMIN');
        const { rows: revoked } = await transaction.query<ApiKeyRow>(sql`
          UPDATE api_keys SET revoked_at = clock_timestamp()
          WHERE id = ${id} AND (user_id = ${userId} OR ${isAdmin}) AND revoked_at IS NULL
          RETURNING ${columns}`);
        if (revoked[0]) {
          await audit.append(transaction, entry);
          return revoked[0];
        }
        const { rows } = await transaction.query<ApiKeyRow>(sql`
          SELECT ${columns} FROM api_keys
          WHERE id = ${id} AND (user_id = ${userId} OR ${isAdmin})`);
        return rows[0] ?? null;
      });
    },

    /** The current rights of a key; null if the key or this secret no longer works. */
    async rights(userId: string, id: string, secret: string): Promise<KeyRights | null> {
      const [row] = await prepared<KeyRights>(
        pool,
        'rights-of-key',
        sql`SELECT ${keyRoles} AS roles, u.roles::text[] AS "ownerRoles", k.scopes::text[] AS scopes
          FROM api_keys k JOIN api_key_secrets s ON s.api_key_id = k.id
            JOIN users u ON u.id = k.user_id
          WHERE k.id = ${id} AND k.user_id = ${userId} AND ${secretId} = ${secret} AND ${works}`,
      );
      return row ?? null;
    },

    /** The active key of a secret's hash, in one statement. */
    async resolve(secretHash: Buffer): Promise<WorkingKey | null> {
      const [row] = await prepared<WorkingKey>(pool, 'resolve-api-key', resolveKey(secretHash));
      return row ?? null;
    },
  };
}
