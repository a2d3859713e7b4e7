import { setTimeout as pause } from 'node:timers/promises';
import { type Client, escapeIdentifier, escapeLiteral } from 'pg';
import { libpqUrl } from '../libpq';
import { renewDataEpoch } from '../renew-data-epoch';

/** The name of the publication and of the subscription in each database. */
const channel = 'region';

const retriesMax = 50;
const retryPauseMs = 200;
/** The slot is in use until the worker that read it has ended. */
const objectInUse = '55006';

/** Slots belong to the whole server, so their names contain that of the database. */
export const slotOf = (database: string): string => `${channel}_${database}`;

/** Publishes exactly these tables. */
export async function publish(client: Client, tables: readonly string[]): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_publication WHERE pubname = $1', [
    channel,
  ]);
  const list = tables.join(', ');
  await client.query(
    rowCount === 0
      ? `CREATE PUBLICATION ${channel} FOR TABLE ${list}`
      : `ALTER PUBLICATION ${channel} SET TABLE ${list}`,
  );
}

export async function publishedTables(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_publication_tables
     WHERE pubname = $1`,
    [channel],
  );
  return rows.map(({ name }) => name);
}

export async function isSubscribed(client: Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM pg_subscription JOIN pg_database ON pg_database.oid = subdbid
     WHERE subname = $1 AND datname = current_database()`,
    [channel],
  );
  return rowCount === 1;
}

/** Copies all rows first, and creates the slot at the source. */
export async function subscribe(client: Client, sourceUrl: string, database: string) {
  const slot = escapeLiteral(slotOf(database));
  await client.query(
    `CREATE SUBSCRIPTION ${channel} CONNECTION ${escapeLiteral(libpqUrl(sourceUrl))} PUBLICATION ${channel}
     WITH (slot_name = ${slot}, origin = none)`,
  );
}

/** Follows from an existing slot, with the rows that are there. */
export async function subscribeFromSlot(client: Client, sourceUrl: string, database: string) {
  const slot = escapeLiteral(slotOf(database));
  await client.query(
    `CREATE SUBSCRIPTION ${channel} CONNECTION ${escapeLiteral(libpqUrl(sourceUrl))} PUBLICATION ${channel}
     WITH (slot_name = ${slot}, create_slot = false, copy_data = false, origin = none)`,
  );
}

/** Copies new tables after a change of the publication. */
export async function refreshSubscription(client: Client): Promise<void> {
  await client.query(`ALTER SUBSCRIPTION ${channel} REFRESH PUBLICATION`);
}

export async function setSubscription(client: Client, state: 'ENABLE' | 'DISABLE') {
  await client.query(`ALTER SUBSCRIPTION ${channel} ${state}`);
}

/** Drops it with its slot at the source. @throws Error if the source cannot be reached. */
export async function unsubscribe(client: Client): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(`DROP SUBSCRIPTION ${channel}`);
      return;
    } catch (error) {
      const isInUse =
        (error as { code?: string }).code === objectInUse ||
        (error as Error).message.includes('is active');
      if (!isInUse || attempt === retriesMax) throw error;
    }
    await pause(retryPauseMs);
  }
}

/** Drops it without its slot, because the source is lost. */
export async function unsubscribeFromLost(client: Client): Promise<void> {
  await setSubscription(client, 'DISABLE');
  await client.query(`ALTER SUBSCRIPTION ${channel} SET (slot_name = NONE)`);
  await client.query(`DROP SUBSCRIPTION ${channel}`);
}

/** The tables that are not in step yet. */
export async function tablesBehind(client: Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_subscription_rel
     JOIN pg_subscription ON pg_subscription.oid = srsubid
     JOIN pg_database ON pg_database.oid = subdbid
     WHERE subname = $1 AND datname = current_database() AND srsubstate <> 'r'`,
    [channel],
  );
  return rows[0]?.count ?? 0;
}

export async function createSlot(client: Client, database: string): Promise<void> {
  await client.query(`SELECT pg_create_logical_replication_slot($1, 'pgoutput')`, [
    slotOf(database),
  ]);
}

/** Drops a slot that nothing has read yet. */
export async function dropUnusedSlot(client: Client, database: string): Promise<void> {
  await client.query(
    `SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
     WHERE slot_name = $1 AND NOT active`,
    [slotOf(database)],
  );
}

/**
 * What was cached of the database before it is opened is never read again: it may have missed
 * writes, or have lost some.
 * @param isOpen false refuses writes to every new session of the database.
 */
export async function setWritable(client: Client, isOpen: boolean): Promise<void> {
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
  const database = escapeIdentifier(rows[0]?.name ?? '');
  const change = isOpen
    ? 'RESET default_transaction_read_only'
    : 'SET default_transaction_read_only = on';
  await client.query(`ALTER DATABASE ${database} ${change}`);
  if (isOpen) await renewDataEpoch(client);
}

/** Whether new sessions of the database may write. */
export async function isWritable(client: Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM pg_db_role_setting JOIN pg_database ON pg_database.oid = setdatabase
     WHERE datname = current_database() AND setrole = 0
       AND 'default_transaction_read_only=on' = ANY (setconfig)`,
  );
  return rowCount === 0;
}

/** Materialised: in one WHERE, sessions might be ended before the other conditions are looked at. */
const endOthers = `WITH others AS MATERIALIZED (
    SELECT pid FROM pg_stat_activity JOIN pg_roles ON pg_roles.oid = usesysid
    WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND pid NOT IN (SELECT pid FROM pg_stat_replication)
      AND COALESCE(backend_type, 'client backend') = 'client backend'
      AND (NOT rolsuper OR current_setting('is_superuser')::boolean))
  SELECT pid FROM others WHERE pg_terminate_backend(pid)`;

const sessionPauseMs = 10;
const sessionsDeadlineMs = 5_000;

/**
 * Ends all sessions of the database that began before a change of `setWritable`: twice, since one
 * that was just starting had read the former setting and was not listed yet.
 * @throws Error if one does not end in time.
 */
export async function endSessions(client: Client): Promise<void> {
  for (let pass = 1; pass <= 2; pass += 1) {
    const { rows } = await client.query<{ pid: number }>(endOthers);
    const ended = rows.map(({ pid }) => pid);
    const deadline = performance.now() + sessionsDeadlineMs;
    for (;;) {
      await pause(sessionPauseMs);
      const left = await client.query('SELECT FROM pg_stat_activity WHERE pid = ANY ($1)', [ended]);
      if (left.rowCount === 0) break;
      if (performance.now() > deadline) throw new Error('A session of the database does not end.');
    }
  }
}
