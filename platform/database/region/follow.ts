import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { type OpenPair, takeTurn } from './connect';
import { slotBytes } from './lag';
import {
  endSessions,
  isSubscribed,
  isWritable,
  publish,
  publishedTables,
  refreshSubscription,
  setWritable,
  subscribe,
  tablesBehind,
} from './subscription';
import { emptyTables, tablesOf, tablesToEmpty } from './tables';

const hasMarker = 'SELECT FROM region.marker LIMIT 1';

const copyDeadlineMs = 3_600_000;
const copyPollMs = 200;
/** The largest range that `randomInt` takes. */
const randomMax = 2 ** 48 - 1;

/** @throws Error with what to set, if a server cannot be the source of a second region. */
async function checkServer(client: Client, region: string): Promise<void> {
  const { rows } = await client.query<{ level: string; keep: string }>(
    `SELECT current_setting('wal_level') AS level, current_setting('max_slot_wal_keep_size') AS keep`,
  );
  const { level, keep } = rows[0] ?? {};
  if (level !== 'logical') {
    throw new Error(
      `Set wal_level = logical on the server of the ${region} region, and restart it.`,
    );
  }
  if (keep === '-1') {
    throw new Error(
      `Set max_slot_wal_keep_size on the server of the ${region} region: without it, a region that has gone fills its disk.`,
    );
  }
}

/** A table of its own, because a row that arrives there shows that all before it have arrived. */
async function createMarker(client: Client): Promise<void> {
  await client.query('CREATE SCHEMA IF NOT EXISTS region');
  await client.query(
    'CREATE TABLE IF NOT EXISTS region.marker (id integer PRIMARY KEY, count bigint NOT NULL)',
  );
}

async function publishAll(client: Client): Promise<string[]> {
  const tables = await tablesOf(client);
  for (const { name, hasKey } of tables) {
    if (!hasKey) await client.query(`ALTER TABLE ${name} REPLICA IDENTITY FULL`);
  }
  const names = tables.map(({ name }) => name);
  await publish(client, names);
  return names;
}

/** @throws Error if the roles are the other way round: the copy would replace what is newer. */
async function checkDirection({ name, source }: OpenPair): Promise<void> {
  if (await isSubscribed(source)) {
    throw new Error(
      `${name} of the other region follows this one, which has the newer data. Nothing was changed. To let this region follow, move the writes there first: orderprocessing region cut-over, in the other region.`,
    );
  }
  if (await isWritable(source)) return;
  throw new Error(
    `${name} of the other region refuses writes: a move to this region was interrupted, and this one may have the newer data. Nothing was changed. Call orderprocessing region cut-over again.`,
  );
}

/** @throws Error if both are one database: its rows would be deleted to receive a copy of them. */
async function checkApart({ name, source, target }: OpenPair): Promise<void> {
  const lock = randomInt(randomMax);
  await source.query('SELECT pg_advisory_lock($1)', [lock]);
  try {
    const { rows } = await target.query<{ isFree: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS "isFree"',
      [lock],
    );
    if (rows[0]?.isFree) return;
  } finally {
    await source.query('SELECT pg_advisory_unlock($1)', [lock]);
  }
  throw new Error(
    `${name} of the other region is the same database as that of this one. Nothing was changed.`,
  );
}

/** @throws Error if the target has had rows of a pair of regions, which the copy would replace. */
async function checkNew({ name, target }: OpenPair): Promise<void> {
  if ((await target.query(hasMarker)).rowCount === 0) return;
  throw new Error(
    `${name} of this region has followed or been followed before, and may have the newer data. Nothing was changed. If it is to follow, drop this database, create it, and run orderprocessing migrate.`,
  );
}

/** @throws Error before this region refuses writes: it may be the wrong one, and sell. */
async function prepare(one: OpenPair): Promise<void> {
  const { name, source, target } = one;
  await checkServer(source, 'source');
  await checkServer(target, 'following');
  await checkApart(one);
  await createMarker(source);
  await createMarker(target);
  const published = await publishAll(source);
  // The target publishes too, for the time after a cut-over, when it is the source.
  const known = new Set(await publishAll(target));
  const missing = published.filter((table) => !known.has(table));
  if (missing.length > 0) {
    throw new Error(
      `${name} of the following region lacks ${missing.join(', ')}: run orderprocessing migrate there, with the version of the source.`,
    );
  }
  if (await isSubscribed(target)) return;
  await checkNew(one);
  await tablesToEmpty(target, source);
}

/** Writes end before the rows are deleted: a later one would be no row of the source. */
async function followOne({ name, pair, source, target }: OpenPair): Promise<void> {
  await setWritable(target, false);
  try {
    await endSessions(target);
    if (await isSubscribed(target)) await refreshSubscription(target);
    else {
      await emptyTables(target, source);
      await subscribe(target, pair.source, name);
    }
  } catch (error) {
    throw new Error(
      `The copy of ${name} failed (${(error as Error).message}). It refuses writes in this region until it is copied: correct the fault, and run orderprocessing region follow again.`,
      { cause: error },
    );
  }
}

/**
 * Lets the target follow the source: refuses writes at the target, publishes all tables, copies
 * their rows, and streams the changes. Called again, it adds new tables.
 * @throws Error with what to do if a server or a database is not prepared, or a copy fails.
 */
export async function follow(open: readonly OpenPair[]): Promise<void> {
  await takeTurn(open);
  for (const one of open) await checkDirection(one);
  for (const one of open) await prepare(one);
  for (const one of open) await followOne(one);
  const deadline = performance.now() + copyDeadlineMs;
  for (const { name, source, target } of open) {
    while ((await tablesBehind(target)) > 0) {
      if (performance.now() > deadline) throw new Error(`${name} was not copied in time.`);
      if ((await slotBytes(source, name)) === null) {
        throw new Error(`The slot of ${name} is gone; see the log of the following server.`);
      }
      await pause(copyPollMs);
    }
  }
}

/** Tables of the source that are not copied, e.g. because they are new. */
export async function unpublishedTables({ source }: OpenPair): Promise<string[]> {
  const published = new Set(await publishedTables(source));
  const tables = await tablesOf(source);
  return tables.map(({ name }) => name).filter((name) => !published.has(name));
}
