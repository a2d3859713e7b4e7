import { describe, expect, it } from 'vitest';
import { createTestDatabase } from '../testing/database';
import { silentLogger as logger } from '../testing/silent-logger';
import { jobQueries } from './job-rows';
import { migrateJobs } from './migrate';
import { testMs } from './testing/workshop';

describe('the tables of pg-boss', () => {
  it(
    'are made once, however many processes begin at the same moment',
    async () => {
      const empty = await createTestDatabase();
      try {
        const start = () => migrateJobs({ url: empty.url, logger });
        await Promise.all(Array.from({ length: 5 }, start));
        await start();
        const { rows } = await empty.pool.query(
          'SELECT count(*)::int AS count FROM pgboss.version',
        );
        expect(rows[0].count).toBe(1);
      } finally {
        await empty.drop();
      }
    },
    testMs,
  );

  it(
    'are missed by nobody who only looks',
    async () => {
      const empty = await createTestDatabase();
      try {
        const rows = jobQueries(empty.pool);
        const all = { state: null, queue: null };
        expect(await rows.list(all, { first: 1, after: null })).toEqual([]);
        expect(await rows.counts()).toEqual([]);
      } finally {
        await empty.drop();
      }
    },
    testMs,
  );
});
