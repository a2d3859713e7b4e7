import { expect, vi } from 'vitest';
import type { Database } from '../database/pool';

const patience = { timeout: 30_000 };

/** Resolves once as many statements wait for locks that others hold. */
export const waitingStatements = (pool: Database, count: number) =>
  vi.waitFor(async () => {
    const { rows } = await pool.query(`SELECT FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`);
    expect(rows).toHaveLength(count);
  }, patience);
