import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { libpqVariables } from '../database/libpq';
import { type ProgramCall, runProgram } from '../process/run-program';

/** A file that pg_restore reads. */
export interface DatabaseDump {
  readonly database: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

const ownerOnly = 0o600;

/**
 * Writes a snapshot of a database into a new file in the custom format of pg_dump, without
 * owners and rights, which differ from server to server.
 * @param program the path of pg_dump.
 * @param url of an account that may read every table.
 * @throws Error with the reason of pg_dump.
 */
export async function dumpDatabase(
  program: string,
  url: string,
  file: string,
  call: Pick<ProgramCall, 'deadlineMs' | 'signal'>,
): Promise<DatabaseDump> {
  const environment = libpqVariables(url);
  const database = environment.PGDATABASE ?? '';
  const args = ['--format=custom', '--no-owner', '--no-privileges', `--file=${file}`];
  // pg_dump gives a file that it creates the usual rights, and keeps those of one that is there.
  await writeFile(file, '', { flag: 'wx', mode: ownerOnly });
  try {
    await runProgram(program, { ...call, args, environment });
  } catch (error) {
    throw new Error(`pg_dump could not dump ${database}: ${(error as Error).message}`);
  }
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return { database, file, bytes: (await stat(file)).size, sha256: hash.digest('hex') };
}
