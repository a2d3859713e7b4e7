import sql, { type Sql } from 'sql-template-tag';
import type { AuditEntry } from '../../../platform/audit/entry';

/**
 * A separate statement, or part of the statement that makes the change. A product is called by the
 * SKU it has in the catalogue, which callers may write in another case.
 */
export const auditInsertion = (entries: readonly AuditEntry[]): Sql => sql`
  INSERT INTO audit_outbox (id, actor, action, subject, detail)
  SELECT id, actor, action, coalesce('Product:' || p.sku::text, subject), detail
  FROM unnest(${entries.map(({ id }) => id)}::uuid[],
    ${entries.map(({ actor }) => actor)}::text[], ${entries.map(({ action }) => action)}::text[],
    ${entries.map(({ subject }) => subject)}::text[],
    ${entries.map(({ detail }) => detail)}::text[]) AS entry (id, actor, action, subject, detail)
  LEFT JOIN products p ON p.sku = substring(subject FROM '^Product:(.*)')::citext`;
