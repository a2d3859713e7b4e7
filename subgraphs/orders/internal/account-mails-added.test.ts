import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import { uuidV7 } from '../../../platform/values/uuid';
import { eventually } from '../testing/eventually';
import { openShop, type Shop } from '../testing/shop';

const waiting = new Set<string>();
/** What orders reported as queued. */
const reported: string[] = [];
let losesReports = false;

let shop: Shop;
beforeAll(async () => {
  const users: ServiceCall = async <Data>(query: string, variables: Record<string, unknown>) => {
    if (!query.includes('unqueuedMails')) throw new Error('Unexpected call of users.');
    const queued = variables.queued as string[];
    if (losesReports && queued.length > 0) throw new Error('Users is down.');
    reported.push(...queued);
    for (const id of queued) waiting.delete(id);
    return { unqueuedMails: [...waiting].slice(0, 2) } as Data;
  };
  shop = await openShop({ users });
  // Creates the tables of jobs and the queue.
  shop.subgraph.startWork();
  await eventually('the queue', async () => {
    const { rows } = await shop.pool.query("SELECT to_regclass('pgboss.queue') AS there");
    if (rows[0].there === null) return false;
    const queues = await shop.pool.query(
      "SELECT FROM pgboss.queue WHERE name = 'send-account-mail'",
    );
    return queues.rows.length === 1;
  });
});
afterAll(() => shop.close());

async function notify() {
  const scope = { requestId: 'test', signal: new AbortController().signal };
  const viewer = { kind: 'system', cause: 'test' } as const;
  const query = 'mutation { accountMailsAdded }';
  return (await shop.subgraph.internal({ query }, { viewer, ...scope })).data;
}

async function jobsOf(ids: readonly string[]): Promise<number> {
  const { rows } = await shop.pool.query<{ jobs: number }>(
    `SELECT count(*)::int AS jobs FROM pgboss.job
     WHERE name = 'send-account-mail' AND data ->> 'mailId' = ANY($1)`,
    [ids],
  );
  return rows[0]?.jobs ?? 0;
}

describe('accountMailsAdded', () => {
  it('makes one job of each mail that waits, and reports it', async () => {
    const ids = Array.from({ length: 5 }, () => uuidV7());
    for (const id of ids) waiting.add(id);
    expect(await notify()).toEqual({ accountMailsAdded: true });
    await eventually('all mails to have jobs', () => waiting.size === 0);
    expect(await jobsOf(ids)).toBe(5);
    expect(reported).toEqual(ids);
  });

  it('makes no second job when the report of the first is lost', async () => {
    const id = uuidV7();
    waiting.add(id);
    losesReports = true;
    await notify();
    await eventually('the job to be stored', async () => (await jobsOf([id])) === 1);
    losesReports = false;
    await eventually('the report to arrive', async () => {
      await notify();
      return !waiting.has(id);
    });
    expect(await jobsOf([id])).toBe(1);
  });
});
