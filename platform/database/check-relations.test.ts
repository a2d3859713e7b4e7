import { expect, test } from 'vitest';
import { databaseForFile } from '../testing/database';
import { checkRelations } from './check-relations';

const database = databaseForFile();

/** An order of numbers, which an index keeps after it has been replaced. */
const comparing = (sign: '' | '-') => `
  CREATE OR REPLACE FUNCTION compared(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE STRICT
  AS 'SELECT ${sign}btint4cmp(a, b)'`;

test('whole tables and indexes are no damage', async () => {
  await database.pool.query(comparing(''));
  await database.pool.query(`
    CREATE OPERATOR CLASS own FOR TYPE int USING btree AS
      OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
      FUNCTION 1 compared(int, int);
    CREATE TABLE counted (id int, note text);
    INSERT INTO counted SELECT id, repeat('a note ', 1000) || id FROM generate_series(1, 500) AS id;
    CREATE INDEX counted_own ON counted (id own);`);
  expect(await checkRelations(database.url)).toEqual([]);
});

test('an index whose rows are in another order is damaged, and is named', async () => {
  await database.pool.query(comparing('-'));
  expect(await checkRelations(database.url)).toEqual([
    expect.stringMatching(/^counted_own: .* invariant violated/),
  ]);
});
