import sql, { empty, join, type Sql } from 'sql-template-tag';
import type { JobRow, JobStateName } from '../../../platform/jobs/job-rows';
import { countedHours, mailAttemptsMax, mailQueueName, unhandledDays } from '../domain/mail';
import type { UsersDatabase } from './database';

/** An attempt to send a mail. Another one follows once its lease has ended. */
export interface MailAttempt {
  readonly id: string;
  /** 1 for the first. */
  readonly attempts: number;
}

/** What an attempt came to. It contains no e-mail address. */
export type MailOutput = Readonly<Record<string, string>>;

/** Which mails an ADMIN sees as jobs, newest first. */
export interface MailJobQuery {
  readonly id: string | null;
  readonly state: JobStateName | null;
  readonly after: { readonly createdAt: Date; readonly id: string } | null;
  readonly first: number;
}

/** Old rows deleted at a time. */
const clearedMax = 1_000;

/**
 * Neither given up, nor a dead letter of an earlier version: nobody waits for what could not be
 * sent in a day.
 */
const isOpen = sql`(failed_at IS NULL AND (attempts > 0 OR queued_at IS NULL
  OR queued_at >= clock_timestamp() - interval '1 day'))`;

const isDue = sql`
  handled_at IS NULL AND ${isOpen}
  AND (send_after IS NULL OR send_after <= clock_timestamp())
  AND (attempt_after IS NULL OR attempt_after <= clock_timestamp())`;

const counted = sql`make_interval(hours => ${countedHours})`;

/** A mail that neither counts against a limit nor can be disowned or retried. */
const isOver = sql`
  (disown_until < now() OR (disown_until IS NULL AND created_at < now() - ${counted}))
  AND (handled_at < now() - ${counted}
    OR created_at < now() - make_interval(days => ${unhandledDays}))`;

const jobs = sql`
  SELECT id, id AS "rowId", ${mailQueueName}::text AS queue,
    CASE WHEN handled_at IS NOT NULL THEN 'completed' WHEN NOT ${isOpen} THEN 'failed'
      WHEN attempts = 0 THEN 'created' WHEN output IS NULL THEN 'active' ELSE 'retry'
    END AS state,
    attempts, ${mailAttemptsMax}::int AS "attemptsMax", created_at AS "createdAt",
    coalesce(attempt_after, send_after, created_at) AS "startAfter", started_at AS "startedAt",
    coalesce(handled_at, failed_at, CASE WHEN NOT ${isOpen} THEN queued_at END) AS "finishedAt", output
  FROM mails`;

const isAttempt = ({ id, attempts }: MailAttempt): Sql =>
  sql`id = ${id} AND attempts = ${attempts}::int AND handled_at IS NULL`;

/** The mails as a queue: a row is a job, and belongs to an attempt until its lease ends. */
export function mailQueueStore({ pool }: UsersDatabase) {
  return {
    /** Whether a mail is to be sent or deleted now. */
    async hasWork(): Promise<boolean> {
      const { rows } = await pool.query<{ waits: boolean }>(sql`
        SELECT EXISTS (SELECT FROM mails WHERE ${isDue})
          OR EXISTS (SELECT FROM mails WHERE ${isOver}) AS waits`);
      return rows[0]?.waits ?? false;
    },

    async clear(): Promise<void> {
      await pool.query(sql`
        DELETE FROM mails WHERE id IN (
          SELECT id FROM mails WHERE ${isOver} LIMIT ${clearedMax} FOR UPDATE SKIP LOCKED)`);
    },

    /** Begins an attempt for the oldest mails that are due. */
    async claim(limit: number, leaseSeconds: number): Promise<MailAttempt[]> {
      const { rows } = await pool.query<MailAttempt>(sql`
        UPDATE mails SET attempts = attempts + 1, started_at = clock_timestamp(), output = NULL,
          attempt_after = clock_timestamp() + make_interval(secs => ${leaseSeconds})
        WHERE id IN (SELECT id FROM mails WHERE ${isDue}
          ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
        RETURNING id, attempts`);
      return rows;
    },

    /** Records that a mail was sent, or that nobody needs it. */
    async finish(id: string, output: MailOutput): Promise<void> {
      await pool.query(sql`
        UPDATE mails SET handled_at = clock_timestamp(), output = ${JSON.stringify(output)}::jsonb,
          failed_at = NULL
        WHERE id = ${id}`);
    },

    async tryAgain(attempt: MailAttempt, pauseSeconds: number, output: MailOutput): Promise<void> {
      await pool.query(sql`
        UPDATE mails SET output = ${JSON.stringify(output)}::jsonb,
          attempt_after = clock_timestamp() + make_interval(secs => ${pauseSeconds})
        WHERE ${isAttempt(attempt)}`);
    },

    /** The row stays, so that an ADMIN sees it and can have it sent after all. */
    async fail(attempt: MailAttempt, output: MailOutput): Promise<void> {
      await pool.query(sql`
        UPDATE mails SET failed_at = clock_timestamp(), output = ${JSON.stringify(output)}::jsonb
        WHERE ${isAttempt(attempt)}`);
    },

    /** @returns false if it has not failed. */
    async retry(id: string): Promise<boolean> {
      const { rowCount } = await pool.query(sql`
        UPDATE mails SET failed_at = NULL, attempts = 0, attempt_after = NULL, output = NULL,
          queued_at = NULL
        WHERE id = ${id} AND handled_at IS NULL AND NOT ${isOpen}`);
      return rowCount === 1;
    },

    async jobs({ id, state, after, first }: MailJobQuery): Promise<JobRow[]> {
      const conditions = [
        ...(id === null ? [] : [sql`id = ${id}`]),
        ...(state === null ? [] : [sql`state = ${state}`]),
        ...(after === null
          ? []
          : [sql`("createdAt", id) < (${after.createdAt}::timestamptz, ${after.id}::uuid)`]),
      ];
      const where = conditions.length === 0 ? empty : sql`WHERE ${join(conditions, ' AND ')}`;
      const { rows } = await pool.query<JobRow>(sql`
        SELECT * FROM (${jobs}) job ${where} ORDER BY "createdAt" DESC, id DESC LIMIT ${first}`);
      return rows;
    },

    /** The mails that are not sent, by state. */
    async counts() {
      const { rows } = await pool.query<Pick<JobRow, 'queue' | 'state'> & { count: number }>(sql`
        SELECT queue, state, count(*)::int AS count
        FROM (${jobs} WHERE handled_at IS NULL) job GROUP BY queue, state`);
      return rows;
    },
  };
}
