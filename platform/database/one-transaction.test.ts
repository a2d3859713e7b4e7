import { DatabaseError, type PoolClient, type QueryResultRow } from 'pg';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { databaseForFile } from '../testing/database';
import { begin, commit, inOneTransaction, type NamedStatement } from './one-transaction';
import { rolledBackOnFailure } from './pool';

const database = databaseForFile('orders');

beforeAll(async () => {
  await database.pool.query(
    'CREATE TABLE kept (id int PRIMARY KEY, txid xid8 DEFAULT pg_current_xact_id())',
  );
});
beforeEach(() => database.pool.query('TRUNCATE kept'));

async function run(...statements: NamedStatement[]): Promise<QueryResultRow[][]> {
  const client = await database.pool.connect();
  try {
    return await inOneTransaction(client, statements);
  } finally {
    client.release();
  }
}

const keep = (id: number): NamedStatement => ({
  name: 'keep',
  text: 'INSERT INTO kept (id) VALUES ($1) RETURNING id',
  values: [id],
});
const count: NamedStatement = {
  name: 'count',
  text: 'SELECT count(*) AS rows, count(DISTINCT txid)::int AS transactions FROM kept',
  values: [],
};

test('each sees the changes of those before it, in one transaction', async () => {
  expect(await run(keep(1), keep(2), count)).toEqual([
    [{ id: 1 }],
    [{ id: 2 }],
    [{ rows: 2n, transactions: 1 }],
  ]);
});

describe('a transaction of several round trips', () => {
  const keepBoth = (second: NamedStatement) =>
    rolledBackOnFailure(database.pool, async (client) => {
      await inOneTransaction(client, [begin, keep(1)]);
      expect(await run(count)).toEqual([[{ rows: 0n, transactions: 0 }]]);
      await inOneTransaction(client, [second, commit]);
    });

  test('is committed by the last one, on a new connection and on a known one', async () => {
    await keepBoth(keep(2));
    expect(await run(count)).toEqual([[{ rows: 2n, transactions: 1 }]]);
    await database.pool.query('TRUNCATE kept');
    await keepBoth(keep(2));
    expect(await run(count)).toEqual([[{ rows: 2n, transactions: 1 }]]);
  });

  test('is rolled back when one of them fails, and leaves the connection usable', async () => {
    await expect(keepBoth(keep(1))).rejects.toThrow(/duplicate key/);
    expect(await run(count)).toEqual([[{ rows: 0n, transactions: 0 }]]);
    await keepBoth(keep(2));
    expect(await run(count)).toEqual([[{ rows: 2n, transactions: 1 }]]);
  });
});

test('values and columns are those of pg, on a new connection and on a known one', async () => {
  const echo = (values: unknown[]): NamedStatement => ({
    name: 'echo',
    text: `SELECT $1::text AS text, $2::int[] AS list, $3::bigint AS big, $4::timestamptz AS time,
      $5::jsonb AS json, $6::bytea AS bytes`,
    values,
  });
  const values = [null, [1, 2], 2n ** 60n, new Date(0), { a: [1] }, Buffer.from('x')];
  const row = { text: null, list: [1, 2], big: 2n ** 60n, time: new Date(0), json: { a: [1] } };
  const expected = [{ ...row, bytes: Buffer.from('x') }];
  expect(await run(echo(values), echo(values))).toEqual([expected, expected]);
  expect(await run(echo(values))).toEqual([expected]);
});

test('a statement without columns, or without rows, answers none', async () => {
  const silent = { name: 'silent', text: 'DELETE FROM kept WHERE id = $1', values: [7] };
  const empty = { name: 'empty', text: 'SELECT id FROM kept WHERE id = $1', values: [7] };
  for (let time = 0; time < 2; time += 1) {
    expect(await run(silent, empty, keep(time))).toEqual([[], [], [{ id: time }]]);
  }
});

test('a failure rolls all of them back, and the connection still works', async () => {
  const client: PoolClient = await database.pool.connect();
  try {
    await inOneTransaction(client, [keep(1)]);
    const refused = inOneTransaction(client, [keep(2), keep(1), keep(3)]);
    await expect(refused).rejects.toThrow(DatabaseError);
    const unknown = { name: 'unknown', text: 'SELECT * FROM nowhere', values: [] };
    await expect(inOneTransaction(client, [unknown, keep(4)])).rejects.toThrow('nowhere');
    expect(await inOneTransaction(client, [keep(5), count])).toEqual([
      [{ id: 5 }],
      [{ rows: 2n, transactions: 2 }],
    ]);
  } finally {
    client.release();
  }
});

describe('transactions that follow each other at once', () => {
  async function runAll(...all: readonly NamedStatement[][]) {
    const client = await database.pool.connect();
    try {
      return await Promise.allSettled(all.map((each) => inOneTransaction(client, each)));
    } finally {
      client.release();
    }
  }
  const kept = async () =>
    (await database.pool.query('SELECT id FROM kept ORDER BY id')).rows.map(({ id }) => id);
  const broken: NamedStatement = { name: 'broken', text: 'SELECT nothing', values: [] };

  test('each get their own answers, also those whose statements are new to the connection', async () => {
    const said = (word: string): NamedStatement => ({
      name: `say-${word}`,
      text: `SELECT '${word}' AS said, $1::int AS times`,
      values: [2],
    });
    const pairs = [
      await runAll([keep(1)], [said('one')]),
      await runAll([keep(2), said('two')], [said('one')]),
    ];
    expect(pairs.flat().map((answer) => answer.status === 'fulfilled' && answer.value)).toEqual([
      [[{ id: 1 }]],
      [[{ said: 'one', times: 2 }]],
      [[{ id: 2 }], [{ said: 'two', times: 2 }]],
      [[{ said: 'one', times: 2 }]],
    ]);
    expect(await kept()).toEqual([1, 2]);
  });

  test('a failure rolls back its own transaction only', async () => {
    await run(keep(1));
    const pairs = [
      await runAll([keep(2), keep(1)], [keep(3)]),
      await runAll([keep(4), broken], [keep(5)]),
    ];
    const alternately = ['rejected', 'fulfilled', 'rejected', 'fulfilled'];
    expect(pairs.flat().map(({ status }) => status)).toEqual(alternately);
    expect(await kept()).toEqual([1, 3, 5]);
  });
});

test('a commit that fails is a failure', async () => {
  await database.pool.query(
    'CREATE TABLE late (id int REFERENCES kept DEFERRABLE INITIALLY DEFERRED)',
  );
  const late = { name: 'late', text: 'INSERT INTO late VALUES ($1) RETURNING id', values: [1] };
  await expect(run(late)).rejects.toThrow(DatabaseError);
  await database.pool.query('DROP TABLE late');
});

test('a value that cannot be written sends nothing', async () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const client = await database.pool.connect();
  try {
    const wrong = { ...keep(1), values: [circle] };
    await expect(inOneTransaction(client, [keep(2), wrong])).rejects.toThrow('circular');
    expect(await inOneTransaction(client, [count])).toEqual([[{ rows: 0n, transactions: 0 }]]);
  } finally {
    client.release();
  }
});

test('a connection that is lost midway rejects', async () => {
  const suicide = {
    name: 'end',
    text: 'SELECT pg_terminate_backend(pg_backend_pid())',
    values: [],
  };
  const client = await database.pool.connect();
  try {
    const lost = inOneTransaction(client, [keep(1), suicide, keep(2)]);
    await expect(lost).rejects.toThrow(/terminat/);
  } finally {
    client.release(true);
  }
  expect(await run(count)).toEqual([[{ rows: 0n, transactions: 0 }]]);
});
