import { beforeAll, beforeEach, expect, test } from 'vitest';
import { databaseForFile } from '../testing/database';
import { createBatcher, type NamedStatement } from './batcher';

const database = databaseForFile('orders');

beforeAll(async () => {
  await database.pool.query(
    'CREATE TABLE kept (id int PRIMARY KEY, txid xid8 DEFAULT pg_current_xact_id())',
  );
});
beforeEach(() => database.pool.query('TRUNCATE kept'));

const keep = (id: number): NamedStatement => ({
  name: 'keep',
  text: 'INSERT INTO kept (id) VALUES ($1) RETURNING id',
  values: [id],
});

const whoRuns: NamedStatement = {
  name: 'who-runs',
  text: 'SELECT pg_backend_pid() AS pid',
  values: [],
};

async function kept(): Promise<{ rows: number; transactions: number }> {
  const { rows } = await database.pool.query<{ rows: number; transactions: number }>(
    'SELECT count(*)::int AS rows, count(DISTINCT txid)::int AS transactions FROM kept',
  );
  return rows[0] ?? { rows: 0, transactions: 0 };
}

test('statements of a batch share few commits, and each gets its own result', async () => {
  const run = createBatcher(database.pool, { batchMax: 16 });
  const ids = Array.from({ length: 65 }, (_, id) => id);
  const answers = await Promise.all(ids.map((id) => run<{ id: number }>(keep(id))));
  expect(answers).toEqual(ids.map((id) => [{ id }]));
  // All that ask in one turn of the event loop, 16 at a time.
  expect(await kept()).toEqual({ rows: 65, transactions: 5 });
});

test('a single statement runs at once, alone', async () => {
  const run = createBatcher(database.pool);
  await run(keep(1));
  await run(keep(2));
  expect(await kept()).toEqual({ rows: 2, transactions: 2 });
});

test('a batch follows the one in progress on its connection', async () => {
  const run = createBatcher(database.pool, { batchMax: 1 });
  const where = async () => (await run<{ pid: number }>(whoRuns))[0]?.pid;
  const pid = await where();
  const slow: NamedStatement = { name: 'sleep', text: 'SELECT pg_sleep($1)', values: [0.2] };
  const pids = Promise.all([run(slow), where(), where(), where()]);
  expect((await pids).slice(1)).toEqual([pid, pid, pid]);
  expect(database.pool).toMatchObject({ idleCount: database.pool.totalCount });
});

test('a failed statement does not fail the others', async () => {
  const run = createBatcher(database.pool);
  await run(keep(3));
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map((id) => run(keep(id))));
  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(await kept()).toMatchObject({ rows: 4 });
});

test('a batch locks shared rows first, each once', async () => {
  const run = createBatcher(database.pool, {
    lock: (names) => ({ ...keep(100 + names.length), name: 'keep-first' }),
  });
  await Promise.all([1, 2, 3].map((id) => run({ ...keep(id), shares: [`${id % 2}`] })));
  const { rows } = await database.pool.query<{ id: number }>('SELECT id FROM kept ORDER BY id');
  expect(rows.map(({ id }) => id)).toEqual([1, 2, 3, 102]);
});

test('what locks other things runs in the order of their names, before what is shared', async () => {
  const run = createBatcher(database.pool, { lock: () => ({ ...keep(100), name: 'keep-first' }) });
  await database.pool.query('ALTER TABLE kept ADD COLUMN seq int GENERATED ALWAYS AS IDENTITY');
  await Promise.all([
    run({ ...keep(1), locks: 'z', shares: ['a'] }),
    run({ ...keep(2), locks: 'z', shares: ['b'] }),
    run({ ...keep(3), locks: 'y' }),
    run({ ...keep(4), locks: 'x' }),
  ]);
  const { rows } = await database.pool.query<{ id: number }>('SELECT id FROM kept ORDER BY seq');
  expect(rows.map(({ id }) => id)).toEqual([4, 3, 100, 1, 2]);
});

test('a lost connection fails every statement that was on it', async () => {
  const run = createBatcher(database.pool);
  const slow: NamedStatement = { name: 'slow', text: 'SELECT pg_sleep($1)', values: [30] };
  const outcomes = Promise.allSettled([run(keep(1)), run(slow), run(keep(2))]);
  await expect
    .poll(
      async () => {
        const { rowCount } = await database.pool.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE query LIKE 'SELECT pg_sleep%' AND datname = current_database()
             AND state = 'active' AND pid <> pg_backend_pid()`,
        );
        return rowCount;
      },
      { timeout: 15_000 },
    )
    .toBe(1);
  expect((await outcomes).map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
  expect(await kept()).toMatchObject({ rows: 0 });
  await run(keep(3));
  expect(await kept()).toMatchObject({ rows: 1 });
});
