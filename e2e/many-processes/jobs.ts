import { randomUUID } from 'node:crypto';
import type { Client as Connection } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { subgraphNames } from '../../config/subgraphs';
import type { Topology } from '../../testing/started-shop';
import { demoClient } from '../harness/demo-client';
import { endOfJob, JobsInState, RetryJob, RunJob, runJob } from '../harness/jobs';
import { demoAccount } from '../harness/people';
import type { Shop } from '../harness/shop';

const sku = 'DEMO-0001';
const onHand = 'verify_disagreements{kind="stock.on_hand"';

/** @param adminPort of the process with the background jobs. */
export function checkJobs(shop: Shop, topology: Topology, adminPort: () => number): void {
  const admin = demoClient(shop, 'admin');
  let orders: Connection;
  let inventory: Connection;
  let metricsUrl: string;

  beforeAll(async () => {
    const isOne = topology === 'one process';
    metricsUrl = `${isOne ? shop.url : `http://127.0.0.1:${adminPort()}`}/metrics`;
    [orders, inventory] = [await shop.database('orders'), await shop.database('inventory')];
  });
  afterAll(async () => {
    await orders?.end();
    await inventory?.end();
  });

  /** @param series the name and its first labels: the process adds one of its own. */
  async function metric(series: string): Promise<number> {
    const text = await (await fetch(metricsUrl)).text();
    const line = text.split('\n').find((one) => one.startsWith(series));
    return Number(line?.split(' ').at(-1));
  }

  test('each subgraph serves with a role that owns no table and connects to no other database', async () => {
    for (const room of subgraphNames) {
      const database = await shop.database(room);
      try {
        const { rows } = await database.query<{ role: string; owned: string }>(
          `SELECT DISTINCT usename AS role, (SELECT count(*) FROM pg_class WHERE relowner = usesysid) AS owned
           FROM pg_stat_activity
           WHERE datname = $1 AND backend_type = 'client backend' AND usename <> current_user`,
          [room],
        );
        const role = `${room}_application`;
        expect(rows).toEqual([{ role, owned: '0' }]);
        const { rows: open } = await database.query(
          `SELECT datname FROM pg_database WHERE datname = ANY($2)
             AND has_database_privilege($1, oid, 'CONNECT')`,
          [role, subgraphNames],
        );
        expect(open).toEqual([{ datname: room }]);
      } finally {
        await database.end();
      }
    }
  });

  test('ADMIN has the shop verified, and the metrics say what was found', async () => {
    const runs = 'job_runs_total{queue="verify",outcome="completed"';
    // Nothing is counted before the first run.
    const before = (await metric(runs)) || 0;
    expect(JSON.parse((await runJob(admin, 'verify')).outcome ?? '')).toMatchObject({
      disagreements: 0,
      found: {},
      paymentsCompared: true,
    });
    // Scrapes within five seconds share one answer of the database, which may be older than the run.
    await expect.poll(() => metric(onHand)).toBe(0);
    const ageSeconds = Date.now() / 1_000 - (await metric('verify_last_success_timestamp_seconds'));
    expect(ageSeconds).toBeLessThan(600);
    // It also runs by itself each night.
    expect(await metric(runs)).toBeGreaterThan(before);

    await inventory.query('UPDATE stock_levels SET on_hand = on_hand + 1 WHERE sku = $1', [sku]);
    const found = JSON.parse((await runJob(admin, 'verify')).outcome ?? '');
    expect(found.disagreements).toBeGreaterThan(0);
    expect(found.found).toEqual({ 'stock.on_hand': found.disagreements });
    await expect.poll(() => metric(onHand)).toBe(found.disagreements);
    expect(shop.output).toContain(`sku ${sku} at`);
    await inventory.query('UPDATE stock_levels SET on_hand = on_hand - 1 WHERE sku = $1', [sku]);
  });

  test('ADMIN sees a job that failed for the last time, and retries it', async () => {
    const id = randomUUID();
    await orders.query(
      `INSERT INTO pgboss.job (name, data, source_name, source_id, source_root_id,
         source_created_on, source_retry_count, source_output)
       VALUES ('dead-letters', '{}', 'rotate-signing-keys', $1, $1, now(), 5, $2)`,
      [id, { message: 'Users does not answer.' }],
    );
    const { jobs } = await admin.run(JobsInState, { state: 'FAILED' });
    expect(jobs?.nodes.find((job) => job.id === id)).toMatchObject({
      queue: 'rotate-signing-keys',
      attempts: 6,
      attemptsMax: 6,
      outcome: 'Users does not answer.',
    });
    expect(await metric('jobs{queue="rotate-signing-keys",state="failed"')).toBe(1);
    const { retryJob } = await admin.run(RetryJob, { id });
    expect(retryJob).toMatchObject({ __typename: 'Job', id });
    expect(await endOfJob(admin, id)).toMatchObject({ attempts: 1, outcome: '{"rotated":false}' });
    expect((await admin.run(RetryJob, { id })).retryJob).toMatchObject({
      code: 'JOB_STATE',
      state: 'COMPLETED',
    });
  });

  test('nobody else sees the jobs or runs one', async () => {
    const support = await demoAccount(shop.client, 'support');
    await expect(support.run(JobsInState, {})).rejects.toThrow('FORBIDDEN');
    await expect(support.run(RunJob, { queue: 'verify' })).rejects.toThrow('FORBIDDEN');
  });
}
