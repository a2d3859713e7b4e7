import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { openForTest } from '../../platform/testing/open-for-file';
import { createTestDatabase } from '../testing/database';
import { silentLogger as logger } from '../testing/silent-logger';
import { folderForTest } from '../testing/temporary-folder';
import { withDatabase } from './ensure-database';
import { giveUpMigration } from './give-up-migration';
import { migrate, pendingMigrations } from './migrate';

const patience = { waitMs: 100, attemptsMax: 3, pauseMs: 20 };

let folder: string;

const database = openForTest(createTestDatabase, (opened) => opened.drop());
beforeEach(() => {
  folder = folderForTest();
});

function write(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'migration.sql'), sql);
}

const options = () => ({ url: database.url, folder, logger, patience });
const run = () => migrate(options());
const pending = async () => (await pendingMigrations(options())).map(({ name }) => name);

const indexes = async () => {
  const { rows } = await database.pool.query<{ name: string; valid: boolean }>(
    `SELECT indexrelid::regclass::text AS name, indisvalid AS valid FROM pg_index
     WHERE indrelid = 'rows_of_test'::regclass ORDER BY 1`,
  );
  return Object.fromEntries(rows.map(({ name, valid }) => [name, valid]));
};

const recorded = async (name: string) => {
  const { rows } = await database.pool.query<{ done: number; finished: boolean }>(
    `SELECT applied_steps_count AS done, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE migration_name = $1`,
    [name],
  );
  return rows;
};

const table = 'CREATE TABLE rows_of_test (id int, owner int, number int);';

describe('statements CONCURRENTLY', () => {
  const twoIndexes = `
    -- Größer als ein Byte: the parser counts bytes.
    CREATE INDEX CONCURRENTLY rows_owner ON rows_of_test (owner);
    CREATE UNIQUE INDEX CONCURRENTLY rows_number ON rows_of_test (number);`;

  test('run without a transaction, and are recorded as Prisma does', async () => {
    write('1_init', table);
    write('2_indexes', twoIndexes);
    write('3_drop', 'DROP INDEX CONCURRENTLY rows_owner;');
    expect(await run()).toEqual(['1_init', '2_indexes', '3_drop']);
    expect(await indexes()).toEqual({ rows_number: true });
    expect(await recorded('2_indexes')).toEqual([{ done: 2, finished: true }]);
    expect(await run()).toEqual([]);
  });

  test('resume after a failure, with the statement that failed', async () => {
    write('1_init', `${table} INSERT INTO rows_of_test VALUES (1, 1, 7), (2, 1, 7);`);
    write('2_indexes', twoIndexes);
    await expect(run()).rejects.toThrow(
      /2_indexes failed and will resume where it stopped: could not create unique index/,
    );
    // The index that could not be built would still reject rows, so it is dropped.
    expect(await indexes()).toEqual({ rows_owner: true });
    expect(await recorded('2_indexes')).toEqual([{ done: 1, finished: false }]);
    expect(await pending()).toEqual(['2_indexes']);
    await database.pool.query('UPDATE rows_of_test SET number = id');
    expect(await run()).toEqual(['2_indexes']);
    expect(await indexes()).toEqual({ rows_owner: true, rows_number: true });
    expect(await recorded('2_indexes')).toEqual([{ done: 2, finished: true }]);
  });

  test('resume after a crash between a statement and its record', async () => {
    write('1_init', table);
    write('2_indexes', twoIndexes);
    write('3_drop', 'DROP INDEX CONCURRENTLY rows_owner;');
    await run();
    await database.pool.query(
      'UPDATE _prisma_migrations SET finished_at = NULL, applied_steps_count = applied_steps_count - 1' +
        ` WHERE migration_name IN ('2_indexes', '3_drop')`,
    );
    expect(await run()).toEqual(['2_indexes', '3_drop']);
    expect(await indexes()).toEqual({ rows_number: true });
  });

  test('of two processes at once are run by one, and the other waits', async () => {
    write('1_init', table);
    write('2_indexes', twoIndexes);
    const applied = await Promise.all([run(), run(), run()]);
    expect(applied.flat().sort()).toEqual(['1_init', '2_indexes']);
    expect(await indexes()).toEqual({ rows_owner: true, rows_number: true });
  });

  test.each([
    [
      'beside others',
      `${table} CREATE INDEX CONCURRENTLY i ON rows_of_test (id);`,
      /a migration for each/,
    ],
    ['without a name', 'CREATE INDEX CONCURRENTLY ON rows_of_test (id);', /needs a name/],
  ])('are refused %s', async (_where, sql, reason) => {
    write('1_init', sql);
    await expect(run()).rejects.toThrow(reason);
  });
});

describe('an unfinished migration', () => {
  const duplicates = `${table} INSERT INTO rows_of_test VALUES (1, 1, 7), (2, 1, 7);`;
  const unique = 'CREATE UNIQUE INDEX CONCURRENTLY rows_number ON rows_of_test (number);';
  const owner = 'CREATE INDEX CONCURRENTLY rows_owner ON rows_of_test (owner);';
  const giveUp = (name: string) => giveUpMigration(options(), name);

  test('whose first statement failed leaves nothing, and its corrected file is applied', async () => {
    write('1_init', duplicates);
    write('2_index', unique);
    await expect(run()).rejects.toThrow(/2_index failed and left nothing behind: could not create/);
    expect(await indexes()).toEqual({});
    write('2_index', unique.replace('UNIQUE ', ''));
    expect(await run()).toEqual(['2_index']);
    expect(await indexes()).toEqual({ rows_number: true });
  });

  test('of a newer version does not stop an older one', async () => {
    write('1_init', duplicates);
    write('2_indexes', `${owner} ${unique}`);
    await expect(run()).rejects.toThrow(/2_indexes failed and will resume/);
    rmSync(join(folder, '2_indexes'), { recursive: true });
    expect(await run()).toEqual([]);
    expect(await pending()).toEqual([]);
  });

  test('is given up without its file, and runs again from its beginning', async () => {
    write('1_init', duplicates);
    write('2_indexes', `${owner} ${unique}`);
    await expect(run()).rejects.toThrow(/2_indexes failed and will resume/);
    const corrected = `${owner} CREATE INDEX CONCURRENTLY rows_number ON rows_of_test (number);`;
    write('2_indexes', corrected);
    await expect(run()).rejects.toThrow(/2_indexes was changed after it was begun: .*--give-up/);
    rmSync(join(folder, '2_indexes'), { recursive: true });
    const givenUp = { droppedIndexes: ['"rows_owner"'], isRecorded: true };
    expect(await giveUp('2_indexes')).toEqual({ givenUp, unfinished: ['2_indexes'] });
    expect(await indexes()).toEqual({});
    write('2_indexes', corrected);
    expect(await run()).toEqual(['2_indexes']);
    expect(await indexes()).toEqual({ rows_owner: true, rows_number: true });
    expect(await giveUp('2_indexes')).toEqual({ givenUp: null, unfinished: [] });
  });

  test('is named where another one was to be given up, and finished ones are kept', async () => {
    expect(await giveUp('1_init')).toEqual({ givenUp: null, unfinished: [] });
    write('1_init', duplicates);
    write('2_indexes', `${owner} ${unique}`);
    await expect(run()).rejects.toThrow(/2_indexes failed/);
    expect(await giveUp('1_init')).toEqual({ givenUp: null, unfinished: ['2_indexes'] });
    expect(await indexes()).toEqual({ rows_owner: true });
  });

  test('of an earlier version did not record what it creates', async () => {
    write('1_init', duplicates);
    write('2_indexes', `${owner} ${unique}`);
    await expect(run()).rejects.toThrow(/2_indexes failed/);
    await database.pool.query('UPDATE _prisma_migrations SET logs = NULL');
    const { givenUp } = await giveUp('2_indexes');
    expect(givenUp).toEqual({ droppedIndexes: [], isRecorded: false });
  });
});

describe('a migration that needs a lock', () => {
  const holdLock = async () => {
    const client = await database.pool.connect();
    await client.query('BEGIN; SELECT * FROM rows_of_test');
    return async () => {
      await client.query('ROLLBACK');
      client.release();
    };
  };

  test('gives up soon, tries again, and leaves nothing behind', async () => {
    write('1_init', table);
    await run();
    write('2_more', 'CREATE TABLE fresh (id int); ALTER TABLE rows_of_test ADD COLUMN note text;');
    const release = await holdLock();
    await expect(run()).rejects.toThrow(/2_more failed and left nothing behind: .*lock timeout/);
    expect(await pending()).toEqual(['2_more']);
    await release();
    expect(await run()).toEqual(['2_more']);
  });

  test('is applied as soon as the lock is free', async () => {
    write('1_init', table);
    await run();
    write('2_more', 'ALTER TABLE rows_of_test ADD COLUMN note text;');
    const release = await holdLock();
    const applied = migrate({ ...options(), patience: { ...patience, attemptsMax: 200 } });
    await expect
      .poll(async () => {
        const waiting = await database.pool.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return waiting.rowCount;
      })
      .toBe(1);
    await release();
    expect(await applied).toEqual(['2_more']);
  });
});

describe('pending migrations', () => {
  test('are listed without changing anything', async () => {
    write('1_init', table);
    expect(await pending()).toEqual(['1_init']);
    const { rows } = await database.pool.query(`SELECT to_regclass('_prisma_migrations') AS made`);
    expect(rows).toEqual([{ made: null }]);
    await run();
    expect(await pending()).toEqual([]);
  });

  test('are all of them where the database does not exist', async () => {
    write('1_init', table);
    const url = withDatabase(database.url, 'missing');
    const migrations = await pendingMigrations({ ...options(), url });
    expect(migrations.map(({ name }) => name)).toEqual(['1_init']);
  });

  test('that are not SQL are refused before anything runs', async () => {
    write('1_init', table);
    write('2_bad', 'CREATE TABL rows_of_test (id int);');
    await expect(run()).rejects.toThrow(/2_bad is not SQL: syntax error at or near "TABL"/);
    await expect(pending()).rejects.toThrow(/2_bad is not SQL/);
  });
});
