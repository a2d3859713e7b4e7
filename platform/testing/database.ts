import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { withDatabase } from '../database/ensure-database';
import { withClient } from '../database/own-connection';
import { createPool, type Database } from '../database/pool';
import { openForFile } from './open-for-file';
import { silentLogger as logger } from './silent-logger';
import { templateName } from './templates';

export interface TestDatabase {
  readonly url: string;
  readonly pool: Database;
  drop(): Promise<void>;
}

const poolMax = 8;
/** It only keeps a test from hanging: a busy machine takes seconds to open a connection. */
export const connectTimeoutMs = 30_000;
const nameBytes = 6;

/** The parts below go through the server's maintenance database, one statement each. */
const administer = (text: string) =>
  withClient({ connectionString: inject('postgresUrl') }, (client) => client.query(text));

/**
 * A database of one's own with the schema of a folder below `prisma/`: a clone of the template
 * that the run migrated once, or an empty one for a folder that has no migrations (or none given).
 */
export async function createTestDatabase(folder?: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(nameBytes).toString('hex')}`;
  const known = folder !== undefined && inject('postgresTemplates').includes(folder);
  const template = known ? templateName(folder) : 'template0';
  await administer(`CREATE DATABASE ${name} TEMPLATE "${template}" STRATEGY file_copy`);
  const url = withDatabase(inject('postgresUrl'), name);
  const pool = createPool({ url, name, logger, max: poolMax, connectTimeoutMs });
  const drop = async () => {
    await pool.end();
    await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  };
  return { url, pool, drop };
}

/** A database for the tests of a file. */
export const databaseForFile = (folder?: string): TestDatabase =>
  openForFile(
    () => createTestDatabase(folder),
    ({ drop }) => drop(),
  );
