import { afterEach, describe, expect, it, vi } from 'vitest';
import { inTransaction } from '../database/pool';
import { eventually } from '../testing/eventually';
import { openForFile } from '../testing/open-for-file';
import { startProgram } from '../testing/program';
import { HopelessJobError } from './queue';
import {
  inState,
  type Payload,
  pace,
  patienceMs,
  queueThat,
  testMs,
  workshop,
} from './testing/workshop';

const shop = openForFile(workshop);
afterEach(() => shop.stopAll());

describe('a start', () => {
  it(
    'that fails at any of its statements is repeated',
    async () => {
      const queue = queueThat(async () => ({ isDone: true }));
      const real = shop.pool.query;
      let statements = 0;
      const query = vi.spyOn(shop.pool, 'query').mockImplementation((...given: unknown[]) => {
        statements += 1;
        const isLost = [1, 5, 12, 25].includes(statements);
        if (isLost) return Promise.reject(new Error('the connection was lost'));
        return Reflect.apply(real, shop.pool, given);
      });

      const { jobs } = shop.jobsOf(queue);
      jobs.startWork();
      // The last of the lost statements may be the one that sends: that is for the sender to repeat.
      const id = await eventually('the job', () => jobs.send(queue, {}).catch(() => null));
      // A job may be sent before that many statements; its worker continues to send some.
      await eventually('every lost statement', async () => statements > 25);
      query.mockRestore();
      await inState(jobs, id, 'completed');
    },
    testMs,
  );
});

describe('a job', () => {
  it(
    'that is sent by another process runs at once, with its payload',
    async () => {
      const seen: Payload[] = [];
      const queue = queueThat(async (given) => {
        seen.push(given);
        return { doubled: 2 * (given.n ?? 0) };
      });
      const { jobs: worker, registry } = shop.jobsOf(queue);
      worker.startWork();
      const { jobs: sender } = shop.jobsOf();
      const first = await eventually('the queue', () =>
        sender.send(queue, { n: 1 }).catch(() => null),
      );
      await inState(sender, first, 'completed');
      const second = await sender.send(queue, { n: 21 });
      const row = await inState(sender, second, 'completed');
      expect(row).toMatchObject({ attempts: 1, attemptsMax: 1, output: { doubled: 42 } });
      expect(seen).toEqual([{ n: 1 }, { n: 21 }]);
      const metrics = await registry.metrics();
      expect(metrics).toContain(`job_runs_total{queue="${queue.name}",outcome="completed"} 2`);
      expect(metrics).not.toContain(`jobs{queue="${queue.name}"`);
    },
    testMs,
  );

  it(
    'that fails is tried again after pauses that grow, and then is a dead letter',
    async () => {
      const begun: number[] = [];
      let isMended = false;
      const queue = queueThat(
        async () => {
          begun.push(Date.now());
          if (!isMended) throw new Error('the disk is full');
          return undefined;
        },
        { retriesMax: 2 },
      );
      const { jobs, registry } = shop.jobsOf(queue);
      jobs.startWork();
      const id = await jobs.send(queue, {});
      const dead = await inState(jobs, id, 'failed');
      expect(dead).toMatchObject({ queue: queue.name, attempts: 3, attemptsMax: 3 });
      expect(dead.output).toMatchObject({ message: 'the disk is full' });
      const [first = 0, second = 0, third = 0] = begun;
      expect(second - first).toBeGreaterThan(450);
      expect(third - second).toBeGreaterThan(900);
      expect(await registry.metrics()).toContain(`jobs{queue="${queue.name}",state="failed"} 1`);

      isMended = true;
      expect(await jobs.retry(dead)).toBe('retried');
      await inState(jobs, id, 'completed');
      const rows = await jobs.rows.list(
        { state: null, queue: queue.name },
        { first: 10, after: null },
      );
      expect(rows.map((row) => row.id)).toEqual([id]);
    },
    testMs,
  );

  it(
    'that no other try can save is a dead letter at once, and can be retried',
    async () => {
      let isMended = false;
      const run = async () => {
        if (!isMended) throw new HopelessJobError('nobody of that name');
        return { done: true };
      };
      const queue = queueThat(run, { retriesMax: 5 });
      const { jobs } = shop.jobsOf(queue);
      jobs.startWork();
      const id = await jobs.send(queue, {});
      const dead = await inState(jobs, id, 'failed');
      expect(dead).toMatchObject({ attempts: 1, output: { message: 'nobody of that name' } });
      isMended = true;
      expect(await jobs.retry(dead)).toBe('retried');
      expect(await inState(jobs, id, 'completed')).toMatchObject({ output: { done: true } });
    },
    testMs,
  );

  it(
    'that a transaction sends is there once that is committed, and not when it is not',
    async () => {
      const queue = queueThat(async () => undefined);
      const { jobs } = shop.jobsOf(queue);
      jobs.startWork();
      await inState(jobs, await jobs.send(queue, {}), 'completed');
      const sendWithin = (fails: boolean) =>
        inTransaction(shop.pool, async (within) => {
          const id = await jobs.send(queue, {}, { within });
          expect(await jobs.rows.byId(id ?? '')).toBeNull();
          if (fails) throw new Error('the transaction fails');
          return id;
        });
      const sendAllWithin = (fails: boolean) =>
        inTransaction(shop.pool, async (within) => {
          await jobs.sendAll(queue, [{}, {}], { within });
          if (fails) throw new Error('the transaction fails');
        });
      await expect(sendWithin(true)).rejects.toThrow('the transaction fails');
      await inState(jobs, await sendWithin(false), 'completed');
      const all = { state: null, queue: queue.name };
      const count = async () => (await jobs.rows.list(all, { first: 10, after: null })).length;
      expect(await count()).toBe(2);
      await expect(sendAllWithin(true)).rejects.toThrow('the transaction fails');
      expect(await count()).toBe(2);
      await sendAllWithin(false);
      expect(await count()).toBe(4);
    },
    testMs,
  );

  it(
    'whose process is killed is run again once its time is over',
    async () => {
      const seen: number[] = [];
      const queue = queueThat(async (_, { attempt }) => void seen.push(attempt), {
        retriesMax: 2,
        expireSeconds: 3,
      });
      const program = startProgram(`
      const { Registry } = require('prom-client');
      const { createPool } = require('./platform/database/pool');
      const { createLogger } = require('./platform/telemetry/logger');
      const { openNotifications } = require('./platform/database/notifications');
      const { Jobs } = require('./platform/jobs/jobs');
      const logger = createLogger({ level: 'silent', pretty: false, name: 'test' });
      const database = createPool({ url: ${JSON.stringify(shop.url)}, name: 'worker', logger });
      const connection = { connectionString: ${JSON.stringify(shop.url)} };
      const notifications = openNotifications({ connection, name: 'worker', logger });
      const jobs = new Jobs({ database, notifications, logger, registry: new Registry(), queues: [{
        ...${JSON.stringify({ ...queue, payload: undefined })},
        payload: { parse: (given) => given },
        run: () => { process.send('begun'); return new Promise(() => undefined); },
      }] });
      jobs.startWork();
      jobs.send({ name: ${JSON.stringify(queue.name)}, payload: { parse: () => ({}) } }, {});
    `);
      expect(await program.firstMessage).toBe('begun');
      program.process.kill('SIGKILL');
      const { jobs } = shop.jobsOf(queue);
      jobs.startWork();
      await eventually('the second run', async () => seen.length > 0);
      expect(seen).toEqual([2]);
    },
    testMs,
  );

  it('with a payload that the queue does not accept is refused', async () => {
    const queue = queueThat(async () => undefined);
    const { jobs } = shop.jobsOf(queue);
    await expect(jobs.send(queue, { n: 'many' } as never)).rejects.toThrow();
  });

  it(
    'wakes its worker also after the line for notifications was cut',
    async () => {
      const queue = queueThat(async () => undefined);
      const rarely = 10 * patienceMs;
      const { jobs } = shop.jobsAt({ ...pace, backstopMs: rarely }, queue);
      jobs.startWork();
      await inState(jobs, await jobs.send(queue, {}), 'completed');
      const listening = `SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE 'LISTEN%' AND pid <> pg_backend_pid()`;
      const [{ pid: cut } = { pid: 0 }] = (await shop.pool.query(listening)).rows;
      expect(cut).toBeGreaterThan(0);
      await inState(jobs, await jobs.send(queue, {}), 'completed');
    },
    testMs,
  );
});
