import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseForFile } from '../testing/database';
import { silentLogger as logger } from '../testing/silent-logger';
import { createPool, type Database } from './pool';

const role = `rotated_${randomBytes(4).toString('hex')}`;
const database = databaseForFile();

beforeAll(() => database.pool.query(`CREATE ROLE ${role} LOGIN PASSWORD 'first'`));
afterAll(() => database.pool.query(`DROP ROLE ${role}`));

function addressWith(password: string): string {
  const url = new URL(database.url);
  url.username = role;
  url.password = password;
  return url.href;
}

/** Queries without a pause until `stop` is called; failures are kept. */
function load(pool: Database) {
  let isOver = false;
  const failures: string[] = [];
  let answers = 0;
  const ask = async () => {
    while (!isOver) {
      try {
        await pool.query('SELECT pg_sleep(0.005)');
        answers += 1;
      } catch (error) {
        failures.push((error as Error).message);
      }
    }
  };
  const asking = Promise.all(Array.from({ length: 4 }, ask));
  const stop = async () => {
    isOver = true;
    await asking;
    return { answers, failures };
  };
  return { stop, answers: () => answers };
}

test('no request fails while the password changes under load', async () => {
  let password = 'first';
  const pool = createPool({
    url: addressWith('first'),
    rotating: { url: () => addressWith(password), refresh: async () => undefined },
    name: 'rotated',
    logger,
    // Connections must be opened all the time, or the password would not be checked.
    lifetimeSeconds: 1,
  });
  const running = load(pool);
  await pause(500);
  await database.pool.query(`ALTER ROLE ${role} PASSWORD 'second'`);
  // The pool learns the new password late: every connection has reached the end of its life by
  // then.
  await pause(2_500);
  password = 'second';
  await pause(2_000);
  const { answers, failures } = await running.stop();
  await pool.end();
  expect(failures).toEqual([]);
  expect(answers).toBeGreaterThan(100);
});

test('a password that stays wrong is an error after the secret was read again', async () => {
  let asked = 0;
  const pool = createPool({
    url: addressWith('wrong'),
    rotating: {
      url: () => addressWith('wrong'),
      refresh: async () => {
        asked += 1;
      },
    },
    name: 'rotated',
    logger,
  });
  await expect(pool.query('SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  expect(asked).toBeGreaterThan(1);
  await pool.end();
}, 60_000);
