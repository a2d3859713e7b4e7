import type { ClientConfig } from 'pg';
import type { Database } from './pool';

const directUrls = new WeakMap<Database, () => string | null>();

/** Names the server behind the pooler that a pool is connected to; null if there is no pooler. */
export function setDirectUrl(database: Database, currentUrl: () => string | null): void {
  directUrls.set(database, currentUrl);
}

/**
 * How to open a connection for what belongs to a session, such as LISTEN. A pooler in transaction
 * mode lends the session to others after each transaction.
 */
export function directConnectionOf(database: Database): ClientConfig {
  return {
    ...database.options,
    // Read at each connect, because its password may have changed.
    get connectionString() {
      return directUrls.get(database)?.() ?? database.options.connectionString;
    },
  };
}
