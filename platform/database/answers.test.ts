import { expect, test } from 'vitest';
import { readinessOf } from '../remote/admin-server';
import { anyAnswer, checksOf, warningsOf } from './answers';
import type { Database } from './pool';

const secondsMax = 5;

/** A database whose clock is ahead, and how often it was asked. */
function databaseAhead(seconds: number, isReadOnly = false) {
  const asked = { times: 0 };
  const query = async () => {
    asked.times += 1;
    return { rows: [{ now: Date.now() / 1_000 + seconds, isReadOnly }] };
  };
  return { asked, query: query as unknown as Database['query'] };
}
const gone = { query: (() => Promise.reject(new Error('down'))) as unknown as Database['query'] };

const warningsAbout = async (...databases: Pick<Database, 'query'>[]) => {
  const named = Object.fromEntries(databases.map((one, place) => [`one-${place}`, one]));
  return readinessOf({ required: {}, optional: warningsOf(named, secondsMax) });
};

test.each([
  [0, 'ok'],
  [4, 'ok'],
  [-4, 'ok'],
  [600, 'warn'],
  [-600, 'warn'],
])('a clock that is %i s ahead is %s, and the process stays ready', async (ahead, state) => {
  const checks = { 'database.clock': state, 'database.writes': 'ok' };
  const expected = { ready: true, checks };
  expect(await warningsAbout(databaseAhead(ahead))).toEqual(expected);
});

test('the worst clock of several counts, and a database that is down has none', async () => {
  const wrong = await warningsAbout(databaseAhead(0), databaseAhead(60), gone);
  expect(wrong.checks).toMatchObject({ 'database.clock': 'warn' });
  const right = await warningsAbout(databaseAhead(0), gone);
  expect(right.checks).toMatchObject({ 'database.clock': 'ok' });
});

test('one of several that refuses writes is a warning, and the process stays ready', async () => {
  expect(await warningsAbout(databaseAhead(0), databaseAhead(0, true), gone)).toEqual({
    ready: true,
    checks: { 'database.clock': 'ok', 'database.writes': 'warn' },
  });
});

test('all checks of a moment share one statement', async () => {
  const database = databaseAhead(0);
  const optional = warningsOf({ one: database }, secondsMax);
  const required = {
    ...checksOf({ one: database }),
    any: () => anyAnswer({ one: database }),
  };
  await readinessOf({ required, optional });
  expect(database.asked.times).toBe(1);
});
