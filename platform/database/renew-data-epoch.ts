import type { Client } from 'pg';
import { withClient } from './own-connection';

/** Read write, because the session may have begun while writes were refused. */
const renew = `BEGIN READ WRITE;
  INSERT INTO data_epoch DEFAULT VALUES
  ON CONFLICT (is_only) DO UPDATE SET epoch = gen_random_uuid(), deleted_below = 0;
  COMMIT`;

/**
 * Begins a new history of the rows that processes cache, if the database has such rows: nothing that
 * was cached before is read again.
 */
export async function renewDataEpoch(client: Pick<Client, 'query'>): Promise<void> {
  const known = `SELECT to_regclass('data_epoch') IS NOT NULL AS "isThere"`;
  const { rows } = await client.query<{ isThere: boolean }>(known);
  if (rows[0]?.isThere) await client.query(renew);
}

/** The same with a connection of its own. */
export const renewDataEpochAt = (url: string): Promise<void> =>
  withClient({ connectionString: url }, renewDataEpoch);
