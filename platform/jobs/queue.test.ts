import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../testing/eventually';
import { openForFile } from '../testing/open-for-file';
import { inState, queueThat, testMs, workshop } from './testing/workshop';

const shop = openForFile(workshop);
afterEach(() => shop.stopAll());

describe('of a queue', () => {
  it(
    'no more jobs run at once in a process than it says',
    async () => {
      let now = 0;
      let most = 0;
      const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
      const queue = queueThat(
        async () => {
          now += 1;
          most = Math.max(most, now);
          await held;
          await wait(200);
          now -= 1;
          return undefined;
        },
        { concurrencyMax: 3 },
      );
      const { jobs } = shop.jobsOf(queue);
      jobs.startWork();
      const ids: (string | null)[] = [];
      for (let sent = 0; sent < 12; sent += 1) ids.push(await jobs.send(queue, {}));
      await eventually('three jobs that run', async () => now === 3);
      letGo();
      for (const id of ids) await inState(jobs, id, 'completed');
      expect(most).toBe(3);
    },
    testMs,
  );

  it(
    'jobs of one key within its time are one',
    async () => {
      const queue = queueThat(async () => undefined, { throttleSeconds: 3_600 });
      const { jobs } = shop.jobsOf(queue);
      jobs.startWork();
      const sent = await Promise.all([1, 2, 3].map((n) => jobs.send(queue, { n }, { key: 'one' })));
      expect(sent.filter((id) => id !== null)).toHaveLength(1);
      expect(await jobs.send(queue, {}, { key: 'another' })).not.toBeNull();
    },
    testMs,
  );

  it(
    'that is exclusive one job waits or runs, of all processes together',
    async () => {
      const { promise: held, resolve: letGo } = Promise.withResolvers<undefined>();
      const queue = queueThat(() => held, { isExclusive: true, retriesMax: 0 });
      const [one, other] = [shop.jobsOf(queue).jobs, shop.jobsOf(queue).jobs];
      one.startWork();
      other.startWork();
      const id = await one.send(queue, {});
      await inState(one, id, 'active');
      expect(await other.send(queue, {})).toBeNull();
      expect(await other.rows.openOne(queue.name)).toMatchObject({ id });
      letGo(undefined);
      await inState(one, id, 'completed');
      expect(await other.send(queue, {})).not.toBeNull();
    },
    testMs,
  );

  it(
    'that is exclusive a dead letter stays one while another job waits',
    async () => {
      const held = Promise.withResolvers<undefined>();
      let runs = 0;
      const queue = queueThat(
        () => {
          runs += 1;
          return runs === 1 ? Promise.reject(new Error('no')) : held.promise;
        },
        { isExclusive: true },
      );
      const { jobs } = shop.jobsOf(queue);
      jobs.startWork();
      const id = await jobs.send(queue, {});
      const dead = await inState(jobs, id, 'failed');
      const second = await jobs.send(queue, {});
      await inState(jobs, second, 'active');
      expect(await jobs.retry(dead)).toBe('another one waits');
      held.resolve(undefined);
      await inState(jobs, second, 'completed');
      expect(await jobs.retry(await inState(jobs, id, 'failed'))).toBe('retried');
      await inState(jobs, id, 'completed');
    },
    testMs,
  );

  it(
    'with a time of the clock one job runs, however many processes work',
    async () => {
      let runs = 0;
      const count = async () => {
        runs += 1;
        return undefined;
      };
      const queue = queueThat(count, { cron: '* * * * *', isExclusive: true });
      for (const { jobs } of [shop.jobsOf(queue), shop.jobsOf(queue), shop.jobsOf(queue)])
        jobs.startWork();
      await eventually('a run', async () => runs > 0);
      const looked = async (): Promise<string> => {
        const { rows } = await shop.pool.query('SELECT cron_on::text FROM pgboss.version');
        return rows[0].cron_on;
      };
      for (let passes = 0; passes < 3; passes += 1) {
        const before = await looked();
        await eventually('a look at the clock', async () => (await looked()) !== before);
      }
      // A job counts for its scheduled minute, and not for that in which it was written, which may
      // be the next.
      const { rows } = await shop.pool.query(
        `SELECT (SELECT count(*)::int FROM pgboss.job WHERE name = $1) AS jobs,
                (SELECT count(DISTINCT singleton_on)::int FROM pgboss.job
                  WHERE name = '__pgboss__send-it' AND data->>'name' = $1) AS minutes`,
        [queue.name],
      );
      expect(rows[0].jobs).toBeGreaterThan(0);
      expect(rows[0].jobs).toBeLessThanOrEqual(rows[0].minutes);
      expect(runs).toBeLessThanOrEqual(rows[0].jobs);
    },
    testMs,
  );
});
