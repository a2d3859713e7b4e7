import sql from 'sql-template-tag';
import {
  type ChainHead,
  emptyChain,
  type LoggedEntry,
  type StoredLink,
} from '../../../platform/audit/chain';
import { inTransaction } from '../../../platform/database/pool';
import type { NewAuditEntry } from './audit-appender';
import type { UsersDatabase } from './database';

interface LinkRow extends Omit<StoredLink, 'entry'>, LoggedEntry {
  readonly isThere: boolean;
}

/** Links without a key, from one through another, whose entries an operator accepts. */
export interface UnkeyedRange {
  readonly from: bigint;
  readonly through: bigint;
}

/** One is written in an update to the version with keys; the newest count. */
const linksAboutMax = 100;

export interface LinkPage {
  /** The link before the first one; empty at the beginning of the chain. */
  readonly before: ChainHead;
  readonly links: readonly StoredLink[];
}

const storedLink = ({ seq, hash, entryId, keyId, isThere, ...entry }: LinkRow): StoredLink => {
  const { id, at, actor, action, subject, detail } = entry;
  return {
    seq,
    hash,
    entryId,
    keyId,
    entry: isThere ? { id, at, actor, action, subject, detail } : null,
  };
};

/** The hash chain over the audit log; `platform/audit/chain.ts` says how it is computed. */
export function auditChainStore({ audit, pool }: UsersDatabase) {
  return {
    /** Up to this many links after the given one. */
    async links(after: bigint, limit: number): Promise<LinkPage> {
      const { rows } = await pool.query<LinkRow>(sql`
        SELECT l.seq, l.hash, l.entry_id AS "entryId", l.key_id AS "keyId",
          e.id IS NOT NULL AS "isThere", e.id, e.at, e.actor, e.action, e.subject, e.detail
        FROM audit_links l LEFT JOIN audit_entries e ON e.id = l.entry_id
        WHERE l.seq >= ${after} ORDER BY l.seq LIMIT ${limit + 1}`);
      const links = rows.map(storedLink);
      const [first] = links;
      if (first?.seq === after) return { before: first, links: links.slice(1) };
      return { before: { ...emptyChain, seq: after }, links: links.slice(0, limit) };
    },

    async head(): Promise<ChainHead | null> {
      const { rows } = await pool.query<ChainHead>(sql`
        SELECT seq, hash FROM audit_links ORDER BY seq DESC LIMIT 1`);
      return rows[0] ?? null;
    },

    /** The number of the first link with a key; null if there is none. */
    async firstKeyed(): Promise<bigint | null> {
      const { rows } = await pool.query<{ seq: bigint }>(sql`
        SELECT seq FROM audit_links WHERE key_id IS NOT NULL ORDER BY seq LIMIT 1`);
      return rows[0]?.seq ?? null;
    },

    /**
     * Appends an entry if there are links and none of them has a key, so that its key covers them.
     * @returns whether it did.
     */
    async cover(entryOf: (head: ChainHead) => NewAuditEntry): Promise<boolean> {
      return inTransaction(pool, async (transaction) => {
        await audit.lock(transaction);
        const { rows } = await transaction.query<ChainHead & { hasKeys: boolean }>(sql`
          SELECT seq, hash, EXISTS (SELECT FROM audit_links WHERE key_id IS NOT NULL) AS "hasKeys"
          FROM audit_links ORDER BY seq DESC LIMIT 1`);
        const [head] = rows;
        if (head === undefined || head.hasKeys) return false;
        await audit.append(transaction, entryOf(head));
        return true;
      });
    },

    /** The links with a key of entries about a subject, each with the link before it. */
    async linksAbout(subject: string): Promise<LinkPage[]> {
      const { rows } = await pool.query<{ seq: bigint }>(sql`
        SELECT l.seq FROM audit_entries e JOIN audit_links l ON l.entry_id = e.id
        WHERE e.subject = ${subject} AND l.key_id IS NOT NULL
        ORDER BY l.seq DESC LIMIT ${linksAboutMax}`);
      const pages: LinkPage[] = [];
      for (const { seq } of rows) pages.push(await this.links(seq - 1n, 1));
      return pages;
    },

    /**
     * Appends an entry about the links without a key that follow the given one and one with a key.
     * @returns their number; for 0 nothing is appended.
     */
    async accept(after: bigint, entryOf: (range: UnkeyedRange) => NewAuditEntry): Promise<number> {
      return inTransaction(pool, async (transaction) => {
        await audit.lock(transaction);
        const { rows } = await transaction.query<UnkeyedRange & { links: number }>(sql`
          SELECT min(seq) AS "from", max(seq) AS through, count(*)::int AS links
          FROM audit_links WHERE key_id IS NULL AND seq > ${after}
            AND seq > (SELECT min(seq) FROM audit_links WHERE key_id IS NOT NULL)
          HAVING count(*) > 0`);
        const [range] = rows;
        if (range === undefined) return 0;
        await audit.append(transaction, entryOf(range));
        return range.links;
      });
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
