import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import type { Database } from '../database/pool';
import { jobsSchema } from './boss';
import { deadLetters } from './queue';

/** A job as shown to people: the same one across failures, dead letters and retries. */
export interface JobRow {
  /** Stays the same over retries of a dead letter. */
  readonly id: string;
  /** Its current id in pg-boss. */
  readonly rowId: string;
  readonly queue: string;
  readonly state: JobStateName;
  /** Runs started since it was sent, or since a person last retried it. */
  readonly attempts: number;
  readonly attemptsMax: number;
  readonly createdAt: Date;
  readonly startAfter: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly output: unknown;
}

export type JobStateName = 'created' | 'retry' | 'active' | 'completed' | 'cancelled' | 'failed';

export interface JobFilter {
  readonly state: JobStateName | null;
  readonly queue: string | null;
}

export interface JobPage {
  readonly first: number;
  /** `createdAt` in ISO form and `id` of the last job of the previous page. */
  readonly after: readonly string[] | null;
}

export interface JobCount {
  readonly queue: string;
  readonly state: JobStateName;
  readonly count: number;
}

export type JobQueries = ReturnType<typeof jobQueries>;

const table = raw(`${jobsSchema}.job`);
const queues = raw(`${jobsSchema}.queue`);

/**
 * pg-boss keeps a failed job and adds a copy to the dead letters; a retried dead letter is a new
 * job. People see one job: the copy represents the failure, under the id of the first.
 * @param queue null for all. Its rows are found by an index: the jobs of a month may be millions.
 * @param rows the rows of pg-boss to choose from, if another index finds fewer.
 */
const jobsOf = (queue: string | null, rows: Sql = table): Sql => sql`
  SELECT coalesce(source_root_id, id) AS id, id AS "rowId",
    CASE WHEN name = ${deadLetters} THEN source_name ELSE name END AS queue,
    CASE WHEN name = ${deadLetters} THEN 'failed' ELSE state::text END AS state,
    CASE WHEN name = ${deadLetters} THEN source_retry_count + 1
      WHEN started_on IS NULL THEN 0 ELSE retry_count + 1 END AS attempts,
    CASE WHEN name = ${deadLetters} THEN source_retry_count ELSE retry_limit END + 1
      AS "attemptsMax",
    date_trunc('milliseconds', coalesce(source_created_on, created_on)) AS "createdAt",
    start_after AS "startAfter", started_on AS "startedAt",
    CASE WHEN name = ${deadLetters} THEN created_on ELSE completed_on END AS "finishedAt",
    CASE WHEN name = ${deadLetters} THEN source_output ELSE output END AS output
  FROM ${rows} AS job
  WHERE NOT starts_with(name, '__pgboss__')
    AND CASE WHEN name = ${deadLetters} THEN source_name IS NOT NULL
      ELSE state <> 'failed' OR dead_letter IS NULL END
    ${queue === null ? empty : sql`AND name IN (${queue}, ${deadLetters})`}`;

/** All jobs but those that completed or were cancelled, which are many, by pg-boss's index of them. */
const openJobs = (queue: string | null): Sql =>
  sql`${jobsOf(queue)} AND state IN ('created', 'retry', 'active', 'failed')`;

/** Dead letters, and the jobs that retry them: few, and found by an index of their own. */
const descendants = sql`SELECT * FROM ${table} WHERE source_root_id IS NOT NULL`;

/** The rows of one job: no index has its id without its queue. */
const rowsWith = (id: string): Sql => sql`(
  ${descendants} AND source_root_id = ${id}::uuid UNION ALL
  SELECT j.* FROM ${queues} q JOIN ${table} j ON j.name = q.name AND j.id = ${id}::uuid)`;

/**
 * The rows that a page may need: the newest of each queue after the cursor, by pg-boss's index of
 * their age. Jobs of one millisecond are listed by their ids, so that the last millisecond is read
 * whole. OFFSET 0 makes PostgreSQL look for it once in each queue, not again for each job.
 */
function newestRows({ state, queue }: JobFilter, { first, after }: JobPage): Sql {
  const [at, id] = after ?? [];
  const behind = sql`AND j.created_on < ${at}::timestamptz + interval '1 millisecond'
    AND (date_trunc('milliseconds', j.created_on), j.id) < (${at}::timestamptz, ${id}::uuid)`;
  const listed = sql`j.name = q.name AND j.source_root_id IS NULL
    AND (j.state <> 'failed' OR j.dead_letter IS NULL)
    ${state === null ? empty : sql`AND j.state::text = ${state}`} ${after ? behind : empty}`;
  return sql`(${descendants} UNION ALL
    SELECT newest.* FROM ${queues} q CROSS JOIN LATERAL (
      SELECT date_trunc('milliseconds', min(created_on)) AS since FROM (
        SELECT j.created_on FROM ${table} j WHERE ${listed}
        ORDER BY j.created_on DESC LIMIT ${first + 1}::int) page) oldest
    CROSS JOIN LATERAL (
      SELECT j.* FROM ${table} j WHERE ${listed} AND j.created_on >= oldest.since OFFSET 0) newest
    ${queue === null ? empty : sql`WHERE q.name = ${queue}`})`;
}

const isMissing = (error: unknown): boolean =>
  (error as { code?: unknown }).code === undefinedTable;
const undefinedTable = '42P01';

/** Reads background jobs. There are none until pg-boss has created its tables. */
export function jobQueries(database: Database) {
  async function rowsOf<Row extends object>({ text, values }: Sql): Promise<Row[]> {
    try {
      return (await database.query<Row>({ text, values })).rows;
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  return {
    /** Newest first; one more than requested if there are more. */
    list(filter: JobFilter, page: JobPage): Promise<JobRow[]> {
      const { state, queue } = filter;
      const { first, after } = page;
      const conditions = [
        ...(state === null ? [] : [sql`state = ${state}`]),
        ...(queue === null ? [] : [sql`queue = ${queue}`]),
        ...(after === null
          ? []
          : [sql`("createdAt", id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`]),
      ];
      const where = conditions.length === 0 ? empty : sql`WHERE ${join(conditions, ' AND ')}`;
      const isOpen = state !== null && state !== 'completed' && state !== 'cancelled';
      const jobs = isOpen ? openJobs(queue) : jobsOf(queue, newestRows(filter, page));
      return rowsOf<JobRow>(sql`SELECT * FROM (${jobs}) job ${where}
        ORDER BY "createdAt" DESC, id DESC LIMIT ${first + 1}::int`);
    },

    async byId(id: string): Promise<JobRow | null> {
      const [row] = await rowsOf<JobRow>(
        sql`SELECT * FROM (${jobsOf(null, rowsWith(id))}) job WHERE id = ${id}::uuid`,
      );
      return row ?? null;
    },

    /** The waiting or running job of an exclusive queue. */
    async openOne(queue: string): Promise<JobRow | null> {
      const [row] = await rowsOf<JobRow>(sql`SELECT * FROM (${jobsOf(queue)}) job
        WHERE queue = ${queue} AND state IN ('created', 'retry', 'active') LIMIT 1`);
      return row ?? null;
    },

    /** The last job of a queue that completed. */
    async lastCompleted(queue: string): Promise<JobRow | null> {
      const [row] = await rowsOf<JobRow>(sql`SELECT * FROM (${jobsOf(queue)}) job
        WHERE queue = ${queue} AND state = 'completed' ORDER BY "finishedAt" DESC LIMIT 1`);
      return row ?? null;
    },

    /** The last job of a queue that ended a run: one that failed may be tried again. */
    async lastEnded(queue: string): Promise<JobRow | null> {
      const [row] = await rowsOf<JobRow>(sql`SELECT * FROM (${jobsOf(queue)}) job
        WHERE queue = ${queue} AND (state IN ('completed', 'failed', 'retry')
          OR state = 'active' AND attempts > 1)
        ORDER BY coalesce("finishedAt", "startedAt") DESC LIMIT 1`);
      return row ?? null;
    },

    /** The queues that have a job to run now, by the index of jobs that pg-boss would take. */
    async due(queues: readonly string[]): Promise<string[]> {
      const rows = await rowsOf<{ name: string }>(sql`SELECT DISTINCT name FROM ${table}
        WHERE name = ANY(${queues}) AND state < 'active' AND NOT blocked AND start_after <= now()`);
      return rows.map(({ name }) => name);
    },

    /** Jobs that wait, run or failed. */
    counts(): Promise<JobCount[]> {
      return rowsOf<JobCount>(sql`SELECT queue, state, count(*)::int AS count
        FROM (${openJobs(null)}) job GROUP BY queue, state`);
    },
  };
}
