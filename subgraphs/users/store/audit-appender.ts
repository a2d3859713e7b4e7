import sql, { type Sql } from 'sql-template-tag';
import {
  type ChainHead,
  emptyChain,
  type LoggedEntry,
  linkHash,
  storable,
} from '../../../platform/audit/chain';
import type { AuditKeys } from '../../../platform/audit/keys';
import type { Transaction } from '../../../platform/database/pool';
import { uuidV7 } from '../../../platform/values/uuid';

export interface NewAuditEntry {
  /** `User:<id>`, `ApiKey:<id>`, `system`, or `anonymous` for a failed sign-in. */
  readonly actor: string;
  /** The action, for example `session.sign_in_failed`. */
  readonly action: string;
  /** The object, for example `User:<id>`. */
  readonly subject: string;
  /** Details without secrets and personal data, because the log outlives the account. */
  readonly detail: Record<string, string | number | boolean | null> | null;
}

/** Appends entries in the transaction of their change, each with its link. */
export interface AuditAppender {
  /** Keeps other appends waiting until the transaction ends. */
  lock(transaction: Transaction): Promise<void>;
  /** @param entry null appends nothing: the change is audited only if staff makes it. */
  append(transaction: Transaction, entry: NewAuditEntry | null): Promise<void>;
  /** Entries of other subgraphs, each once by its id. @returns how many are new. */
  appendAll(transaction: Transaction, entries: readonly LoggedEntry[]): Promise<number>;
}

/**
 * The lock that serializes the chain; the trigger that links the entries of a version without keys
 * takes it too.
 */
const chainLock = 7_219_340_114;

interface Tail {
  readonly now: Date;
  readonly seq: bigint | null;
  readonly hash: Buffer | null;
}

async function lock(transaction: Transaction): Promise<void> {
  await transaction.query(sql`SELECT pg_advisory_xact_lock(${chainLock}::bigint)`);
}

/** The link before the next one is final, because nobody else appends until the transaction ends. */
async function lockedTail(transaction: Transaction): Promise<{ now: Date; head: ChainHead }> {
  await lock(transaction);
  // A statement of its own, because its snapshot must be newer than the lock.
  const { rows } = await transaction.query<Tail>(sql`
    SELECT clock_timestamp()::timestamptz(3) AS now, l.seq, l.hash
    FROM (SELECT) one LEFT JOIN LATERAL (
      SELECT seq, hash FROM audit_links ORDER BY seq DESC LIMIT 1
    ) l ON true`);
  const [tail] = rows;
  if (tail === undefined) throw new Error('A query that returns one row returned none.');
  const { now, seq, hash } = tail;
  return { now, head: seq === null || hash === null ? emptyChain : { seq, hash } };
}

/** Writes entries and links in one statement: the trigger leaves entries alone that have a link. */
const insertLinked = (
  entries: readonly LoggedEntry[],
  links: readonly ChainHead[],
  keyId: string,
): Sql => sql`
  WITH links AS (
    INSERT INTO audit_links (seq, entry_id, hash, key_id)
    SELECT link.*, ${keyId} FROM unnest(${links.map(({ seq }) => seq)}::bigint[],
      ${entries.map(({ id }) => id)}::uuid[], ${links.map(({ hash }) => hash)}::bytea[]) AS link
  )
  INSERT INTO audit_entries (id, at, actor, action, subject, detail)
  SELECT * FROM unnest(${entries.map(({ id }) => id)}::uuid[],
    ${entries.map(({ at }) => at)}::timestamptz[],
    ${entries.map(({ actor }) => actor)}::text[],
    ${entries.map(({ action }) => action)}::text[],
    ${entries.map(({ subject }) => subject)}::text[],
    ${entries.map(({ detail }) => detail)}::text[])`;

async function unknownOf(
  transaction: Transaction,
  entries: readonly LoggedEntry[],
): Promise<LoggedEntry[]> {
  const byId = new Map(entries.map((entry) => [entry.id.toLowerCase(), entry]));
  const { rows } = await transaction.query<{ id: string }>(sql`
    SELECT id FROM audit_entries WHERE id = ANY(${[...byId.keys()]}::uuid[])`);
  for (const { id } of rows) byId.delete(id);
  return [...byId].map(([id, entry]) => ({ ...entry, id }));
}

export function auditAppender({ current }: AuditKeys): AuditAppender {
  const insert = async (
    transaction: Transaction,
    head: ChainHead,
    logged: readonly LoggedEntry[],
  ): Promise<void> => {
    const entries = logged.map(storable);
    const links: ChainHead[] = [];
    let before = head;
    for (const entry of entries) {
      before = { seq: before.seq + 1n, hash: linkHash(current, before, entry) };
      links.push(before);
    }
    await transaction.query(insertLinked(entries, links, current.id));
  };

  return {
    lock,

    async append(transaction, entry) {
      if (entry === null) return;
      const { detail } = entry;
      const { now, head } = await lockedTail(transaction);
      const text = detail === null ? null : JSON.stringify(detail);
      await insert(transaction, head, [{ ...entry, id: uuidV7(), at: now, detail: text }]);
    },

    async appendAll(transaction, entries) {
      const { head } = await lockedTail(transaction);
      const added = await unknownOf(transaction, entries);
      if (added.length > 0) await insert(transaction, head, added);
      return added.length;
    },
  };
}
