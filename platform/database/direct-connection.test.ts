import { expect, test } from 'vitest';
import { silentLogger as logger } from '../testing/silent-logger';
import { directConnectionOf, setDirectUrl } from './direct-connection';
import { createPool } from './pool';

const url = 'postgresql://pooler/orders';
const openPool = () => createPool({ url, name: 'orders', logger, idle: 0 });

test('the connection goes to the server of the pool unless a pooler is between', async () => {
  const pool = openPool();
  expect(directConnectionOf(pool).connectionString).toBe(url);
  setDirectUrl(pool, () => null);
  expect(directConnectionOf(pool).connectionString).toBe(url);
  await pool.end();
});

test('it uses the password of the moment, as a reconnection spreads it', async () => {
  const pool = openPool();
  let current = 'postgresql://orders:first@db1/orders';
  setDirectUrl(pool, () => current);
  const connection = directConnectionOf(pool);
  current = 'postgresql://orders:second@db1/orders';
  expect({ ...connection, application_name: 'listening' }).toMatchObject({
    connectionString: current,
    application_name: 'listening',
  });
  pool.options.connectionString = 'postgresql://pooler:changed@pooler/orders';
  setDirectUrl(pool, () => null);
  expect({ ...connection }.connectionString).toBe(pool.options.connectionString);
  await pool.end();
});
