import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { OpenPair } from './connect';
import { slotOf } from './subscription';

const pollMs = 5;

/** Counted and not timed: the clocks of the regions differ. */
const writeMarker = `INSERT INTO region.marker VALUES (1, 1)
  ON CONFLICT (id) DO UPDATE SET count = marker.count + 1 RETURNING count::text AS count`;
const hasMarker = 'SELECT FROM region.marker WHERE id = 1 AND count >= $1::bigint';

/**
 * Writes at the source and waits until the target has it, and so all that was committed before.
 * @returns how long that took; null if longer than the deadline.
 */
export async function measureLag(
  { source, target }: Pick<OpenPair, 'source' | 'target'>,
  deadlineMs: number,
): Promise<number | null> {
  const startedAtMs = performance.now();
  const { rows } = await source.query<{ count: string }>(writeMarker);
  const count = rows[0]?.count;
  for (;;) {
    const found = await target.query(hasMarker, [count]);
    const tookMs = performance.now() - startedAtMs;
    if (found.rowCount === 1) return tookMs;
    if (tookMs > deadlineMs) return null;
    await pause(pollMs);
  }
}

/** Bytes of log that the slot of a database keeps; null without a slot, or if it was given up. */
export async function slotBytes(source: Client, database: string): Promise<number | null> {
  const { rows } = await source.query<{ bytes: string }>(
    `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint::text AS bytes
     FROM pg_replication_slots WHERE slot_name = $1 AND wal_status <> 'lost'`,
    [slotOf(database)],
  );
  const bytes = rows[0]?.bytes;
  return bytes === undefined || bytes === null ? null : Number(bytes);
}
