import sql from 'sql-template-tag';
import type { UsersDatabase } from './database';

export interface CheckedLinks {
  readonly checked: number;
  /** The newest link that was checked; null if there was none. */
  readonly last: { readonly seq: bigint; readonly hash: string } | null;
  /** Of entries that were changed or deleted. */
  readonly broken: string[];
}

interface LinkRow {
  readonly seq: bigint;
  readonly hash: string;
  readonly entryId: string;
  readonly holds: boolean;
}

/** Verifies the hash chain of the audit log; see the migration that creates it. */
export function auditChainStore({ pool }: UsersDatabase) {
  return {
    /** Recomputes up to this many links after the given one. */
    async check(after: bigint, limit: number): Promise<CheckedLinks> {
      const { rows } = await pool.query<LinkRow>(sql`
        SELECT l.seq, encode(l.hash, 'hex') AS hash, l.entry_id AS "entryId",
          e.id IS NOT NULL AND l.seq = l.last_seq + 1 AND l.hash = audit_hash(l.last_hash, e)
            AS holds
        FROM (
          SELECT seq, entry_id, hash, lag(seq, 1, 0) OVER w AS last_seq,
            lag(hash, 1, '') OVER w AS last_hash
          FROM audit_links WHERE seq >= ${after} WINDOW w AS (ORDER BY seq)
          LIMIT ${limit + 1}
        ) l LEFT JOIN audit_entries e ON e.id = l.entry_id
        WHERE l.seq > ${after} ORDER BY l.seq LIMIT ${limit}`);
      const { seq, hash } = rows.at(-1) ?? {};
      return {
        checked: rows.length,
        last: seq === undefined || hash === undefined ? null : { seq, hash },
        broken: rows.filter(({ holds }) => !holds).map(({ entryId }) => entryId),
      };
    },

    /**
     * Entries without a link, written while the trigger was disabled.
     * @returns at most this many ids.
     */
    async unlinked(limit: number): Promise<string[]> {
      const { rows } = await pool.query<{ id: string }>(sql`
        SELECT id FROM audit_entries e
        WHERE NOT EXISTS (SELECT FROM audit_links l WHERE l.entry_id = e.id) LIMIT ${limit}`);
      return rows.map(({ id }) => id);
    },
  };
}
