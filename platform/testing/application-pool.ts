import { escapeIdentifier } from 'pg';
import { grantApplicationRole } from '../database/application-role';
import { databaseNameOf } from '../database/ensure-database';
import { createPool, type Database } from '../database/pool';
import type { TestDatabase } from './database';
import { silentLogger as logger } from './silent-logger';

const poolMax = 4;

export interface ApplicationPool {
  readonly pool: Database;
  readonly role: string;
  close(): Promise<void>;
}

/** Connects to a test database as the role that serves from it. */
export async function openApplicationPool(
  database: Pick<TestDatabase, 'url' | 'pool'>,
  guarded: readonly string[] | undefined,
): Promise<ApplicationPool> {
  const name = databaseNameOf(database.url);
  const role = `app_${name}`;
  const url = new URL(database.url);
  [url.username, url.password] = [role, 'not the owner'];
  await grantApplicationRole({ ownerUrl: database.url, url: url.href, guarded, logger });
  const pool = createPool({ url: url.href, name, logger, max: poolMax });
  const close = async () => {
    await pool.end();
    const quoted = escapeIdentifier(role);
    await database.pool.query(`DROP OWNED BY ${quoted}; DROP ROLE ${quoted}`);
  };
  return { pool, role, close };
}
