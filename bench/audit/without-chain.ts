import { isMainThread } from 'node:worker_threads';
import sql from 'sql-template-tag';
import { uuidV7 } from '../../platform/values/uuid';
import type * as Appender from '../../subgraphs/users/store/audit-appender';

/**
 * Preloaded by `--require` into the processes of a shop: entries are inserted into the audit log
 * without lock, links and keys. The trigger that would link them has to be disabled, too.
 */
function withoutChain(): Appender.AuditAppender {
  return {
    lock: () => Promise.resolve(),
    async append(transaction, { actor, action, subject, detail }) {
      const text = detail === null ? null : JSON.stringify(detail);
      await transaction.query(sql`
        INSERT INTO audit_entries (id, at, actor, action, subject, detail)
        VALUES (${uuidV7()}, clock_timestamp(), ${actor}, ${action}, ${subject}, ${text})`);
    },
    async appendAll(transaction, entries) {
      const { rowCount } = await transaction.query(sql`
        INSERT INTO audit_entries (id, at, actor, action, subject, detail)
        SELECT * FROM unnest(${entries.map(({ id }) => id)}::uuid[],
          ${entries.map(({ at }) => at)}::timestamptz[],
          ${entries.map(({ actor }) => actor)}::text[],
          ${entries.map(({ action }) => action)}::text[],
          ${entries.map(({ subject }) => subject)}::text[],
          ${entries.map(({ detail }) => detail)}::text[])
        ON CONFLICT DO NOTHING`);
      return rowCount ?? 0;
    },
  };
}

if (isMainThread) {
  const appender: {
    auditAppender: typeof Appender.auditAppender;
  } = require('../../subgraphs/users/store/audit-appender.js');
  appender.auditAppender = withoutChain;
}
