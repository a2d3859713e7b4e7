import { expect, it } from 'vitest';
import { type Database, inTransaction } from '../database/pool';
import { openForFile } from '../testing/open-for-file';
import { jobQueries } from './job-rows';
import { inState, queueThat, workshop } from './testing/workshop';

const shop = openForFile(workshop);
const keptJobs = 20_000;

it('finds jobs and lists the newest without reading all that are kept', async () => {
  const [many, few] = [queueThat(async () => undefined), queueThat(async () => undefined)];
  const { jobs } = shop.jobsOf(many, few);
  jobs.startWork();
  const id = await jobs.send(few, {});
  await inState(jobs, id, 'completed');
  await shop.pool.query(
    `INSERT INTO pgboss.job (name, state, created_on, started_on, completed_on)
     SELECT $1, 'completed', now() - n / 50 * interval '1 minute', now(), now()
     FROM generate_series(50, $2::int) AS n`,
    [many.name, keptJobs],
  );
  await shop.pool.query('ANALYZE pgboss.job_common');
  await inTransaction(shop.pool, async (transaction) => {
    const rows = jobQueries(transaction as unknown as Database);
    expect(await rows.due([many.name, few.name])).toEqual([]);
    expect(await rows.openOne(few.name)).toBeNull();
    expect(await rows.lastCompleted(few.name)).toMatchObject({ id });
    expect(await rows.lastEnded(few.name)).toMatchObject({ id });
    expect(await rows.counts()).toEqual([]);
    const page = { first: 20, after: null };
    expect(await rows.list({ state: null, queue: few.name }, page)).toMatchObject([{ id }]);
    expect(await rows.list({ state: 'failed', queue: null }, page)).toEqual([]);
    expect(await rows.byId(id ?? '')).toMatchObject({ id, queue: few.name });
    const listed = await rows.list({ state: null, queue: null }, page);
    expect(listed).toHaveLength(21);
    expect(listed[0]).toMatchObject({ id });
    // Fifty jobs of one moment are on two pages, in the order of their ids.
    const after = [listed[20]?.createdAt.toISOString() ?? '', listed[20]?.id ?? ''];
    const next = await rows.list({ state: 'completed', queue: many.name }, { first: 30, after });
    const ids = [...listed.slice(1), ...next.slice(0, 30)].map((job) => job.id);
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
    expect(next[30]?.createdAt).not.toEqual(next[29]?.createdAt);
    const { rows: read } = await transaction.query(
      `SELECT (seq_tup_read + idx_tup_fetch)::int AS rows FROM pg_stat_xact_user_tables
       WHERE relname = 'job_common'`,
    );
    expect(read[0].rows).toBeLessThan(keptJobs / 10);
  });
});
