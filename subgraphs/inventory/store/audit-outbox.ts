import sql, { type Sql } from 'sql-template-tag';
import type { AuditEntry } from '../../../platform/audit/entry';

/** A separate statement, or part of the statement that makes the change. */
export const auditInsertion = (entries: readonly AuditEntry[]): Sql => sql`
  INSERT INTO audit_outbox (id, actor, action, subject, detail)
  SELECT * FROM unnest(${entries.map(({ id }) => id)}::uuid[],
    ${entries.map(({ actor }) => actor)}::text[], ${entries.map(({ action }) => action)}::text[],
    ${entries.map(({ subject }) => subject)}::text[],
    ${entries.map(({ detail }) => detail)}::text[])`;
