import { DatabaseError, Pool } from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../testing/database';
import { isDatabaseUnavailable } from './unavailable';

const errorOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

test('a refused connection', async () => {
  const pool = new Pool({ connectionString: 'postgresql://127.0.0.1:1/none' });
  expect(isDatabaseUnavailable(await errorOf(pool.query('SELECT 1')))).toBe(true);
  await pool.end();
});

test('a server whose name is not known, as that of a container that is stopped', async () => {
  // RFC 2606: nobody has a name in this domain.
  const pool = new Pool({ connectionString: 'postgresql://postgres.invalid/none' });
  expect(isDatabaseUnavailable(await errorOf(pool.query('SELECT 1')))).toBe(true);
  await pool.end();
});

// connect(2): no host answers at the address, or no network leads to it.
test.each(['EHOSTUNREACH', 'ENETUNREACH'])('a server that cannot be reached: %s', (code) => {
  const error = Object.assign(new Error(`connect ${code} 10.0.0.1:5432`), { code });
  expect(isDatabaseUnavailable(error)).toBe(true);
});

test('a connection that is terminated, and a server that refuses statements', async () => {
  const database = await createTestDatabase('orders');
  try {
    const ended = await errorOf(
      database.pool.query('SELECT pg_terminate_backend(pg_backend_pid())'),
    );
    expect(ended).toBeInstanceOf(DatabaseError);
    expect(isDatabaseUnavailable(ended)).toBe(true);
    const refused = await errorOf(database.pool.query('SELECT * FROM nowhere'));
    expect(isDatabaseUnavailable(refused)).toBe(false);
  } finally {
    await database.drop();
  }
});

test('a server that accepts no writes, as a primary that has become a standby', async () => {
  const database = await createTestDatabase('orders');
  const client = await database.pool.connect();
  try {
    await client.query('BEGIN READ ONLY');
    const refused = await errorOf(client.query('DELETE FROM outbox'));
    expect(refused).toMatchObject({ code: '25006' });
    expect(isDatabaseUnavailable(refused)).toBe(true);
  } finally {
    client.release(true);
    await database.drop();
  }
});

test('a pool without a free connection', async () => {
  const database = await createTestDatabase('orders');
  const { connectionString } = database.pool.options;
  // Long enough for the first connection, too.
  const pool = new Pool({ connectionString, max: 1, connectionTimeoutMillis: 1_000 });
  const taken = await pool.connect();
  expect(isDatabaseUnavailable(await errorOf(pool.query('SELECT 1')))).toBe(true);
  taken.release();
  await pool.end();
  await database.drop();
});

// PostgreSQL 17, Appendix A: class 53, insufficient resources; class 23, violated constraints. The
// others are what its own limits of time end with, which an operator may set.
test.each([
  ['53100', 'disk_full', true],
  ['53300', 'too_many_connections', true],
  ['57014', 'query_canceled', true],
  ['57P05', 'idle_session_timeout', true],
  ['25P03', 'idle_in_transaction_session_timeout', true],
  ['25P04', 'transaction_timeout', true],
  ['55P03', 'lock_not_available', true],
  ['25P02', 'in_failed_sql_transaction', false],
  ['23505', 'unique_violation', false],
])('%s, %s', (code, name, isUnavailable) => {
  const error = Object.assign(new DatabaseError(name, 0, 'error'), { code });
  expect(isDatabaseUnavailable(error)).toBe(isUnavailable);
});

test('errors of other libraries, and errors that mean something else', () => {
  const wrapped = new Error('reading failed', {
    cause: Object.assign(new Error('closed'), { code: 'P1017' }),
  });
  expect(isDatabaseUnavailable(wrapped)).toBe(true);
  const noFile = Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' });
  expect([new Error('a fault'), noFile, 'text', undefined].map(isDatabaseUnavailable)).toEqual(
    Array(4).fill(false),
  );
});

test('a copy of an error, as pg-boss emits it', () => {
  const { message } = new Error('terminating connection due to administrator command');
  expect(isDatabaseUnavailable({ code: '57P01', message, queue: 'send-mail' })).toBe(true);
  expect(isDatabaseUnavailable({ code: '23505', message: 'duplicate key' })).toBe(false);
  for (const other of [null, undefined, 'timeout expired', { code: '57P01' }]) {
    expect(isDatabaseUnavailable(other)).toBe(false);
  }
});
