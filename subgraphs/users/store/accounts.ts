import sql, { empty, type Sql } from 'sql-template-tag';
import type { Role } from '../../../platform/auth/viewer';
import type { PageRequest } from '../../../platform/graphql/connection';
import { isUuid, uuidV7 } from '../../../platform/values/uuid';
import type {
  Erasure as ErasureRow,
  User as UserRow,
} from '../../../prisma/users/generated/client';
import type { UsersDatabase } from './database';

export type { ErasureRow, UserRow };

/** The public part of an account: what leaves the store unless a password is to be checked. */
export type Account = Omit<UserRow, 'passwordHash'>;

export interface NewAccount {
  /** In lower case. */
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string | null;
  readonly roles: readonly Role[];
}

export interface AccountCount {
  readonly count: number;
  /** False: there are more than are counted one by one, and `count` is the planner's estimate. */
  readonly exact: boolean;
}

/** Accounts that are counted one by one for `totalCount`; beyond, an estimate will do. */
const countedAccountsMax = 5_000;

interface Plan {
  readonly Plan: { readonly 'Plan Rows': number };
}

const withoutHash = { passwordHash: true } as const;

const columns = sql`u.id, u.email, u.name, u.roles::text[] AS roles,
  u.token_generation AS "tokenGeneration", u.created_at AS "createdAt", u.updated_at AS "updatedAt"`;

/** The search of `users`: a whole e-mail address, an id, or how a name begins. */
function found(search: string | null): Sql {
  if (search === null) return empty;
  const prefix = `${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  const byId = isUuid(search) ? sql`OR u.id = ${search}::uuid` : empty;
  return sql`AND (u.email = ${search} OR lower(u.name) LIKE ${prefix} ${byId})`;
}

export function accountStore({ pool, prisma }: UsersDatabase) {
  return {
    async byIds(ids: readonly string[]): Promise<Account[]> {
      return prisma.user.findMany({ where: { id: { in: [...ids] } }, omit: withoutHash });
    },

    /** With its password hash, for a sign-in. */
    async byEmail(email: string): Promise<UserRow | null> {
      return prisma.user.findUnique({ where: { email } });
    },

    /** With its password hash, for a change that wants the password. */
    async withHash(id: string): Promise<UserRow | null> {
      return prisma.user.findUnique({ where: { id } });
    },

    /** Null when the e-mail address is taken, whoever was faster. */
    async create(account: NewAccount): Promise<Account | null> {
      const [created] = await prisma.user.createManyAndReturn({
        data: [{ ...account, id: uuidV7(), roles: [...account.roles] }],
        skipDuplicates: true,
        omit: withoutHash,
      });
      return created ?? null;
    },

    /** Replaces a hash that has not changed meanwhile; a new password is never overwritten. */
    async replaceHash(id: string, outdated: string, hash: string): Promise<void> {
      await prisma.user.updateMany({
        where: { id, passwordHash: outdated },
        data: { passwordHash: hash },
      });
    },

    /** One page and a row more, newest first. The keys of a cursor: creation time, id. */
    async page(search: string | null, { first, after }: PageRequest): Promise<Account[]> {
      const [createdAt, id] = after ?? [];
      const behind = after
        ? sql`AND (u.created_at, u.id) < (${createdAt}::timestamptz, ${id}::uuid)`
        : empty;
      const { rows } = await pool.query<Account>(sql`
        SELECT ${columns} FROM users u WHERE true ${found(search)} ${behind}
        ORDER BY u.created_at DESC, u.id DESC LIMIT ${first + 1}`);
      return rows;
    },

    /** Accounts that were erased after (`since`, `afterUserId`), oldest first. */
    async erased(since: Date, afterUserId: string, limit: number): Promise<ErasureRow[]> {
      const { rows } = await pool.query<ErasureRow>(sql`
        SELECT user_id AS "userId", erased_at AS "erasedAt" FROM erasures
        WHERE (erased_at, user_id) > (${since}, ${afterUserId}::uuid)
        ORDER BY erased_at, user_id LIMIT ${limit}`);
      return rows;
    },

    /** How many there are: exact up to 5,000, the planner's estimate beyond. */
    async count(search: string | null): Promise<AccountCount> {
      const all = sql`SELECT FROM users u WHERE true ${found(search)}`;
      const { rows } = await pool.query<{ count: bigint }>(sql`
        SELECT count(*) FROM (${all} ORDER BY u.created_at DESC, u.id DESC
          LIMIT ${countedAccountsMax + 1}) AS counted`);
      const count = Number(rows[0]?.count ?? 0n);
      if (count <= countedAccountsMax) return { count, exact: true };
      const planned = await pool.query<{ 'QUERY PLAN': Plan[] }>(sql`EXPLAIN (FORMAT JSON) ${all}`);
      const estimate = planned.rows[0]?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0;
      return { count: Math.max(estimate, count), exact: false };
    },
  };
}
