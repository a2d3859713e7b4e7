import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chownSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../database/embedded';
import { withClient } from '../database/own-connection';
import type { Logger } from '../telemetry/logger';
import { freePort } from './free-port';

export interface StandbyOptions {
  readonly primary: EmbeddedPostgres;
  /** The data folder of the primary. */
  readonly primaryFolder: string;
  /** A folder of its own. */
  readonly folder: string;
  readonly logger: Logger;
}

/** What belongs to the process that runs on the files, and not to the copy. */
const leftOut = ['postmaster.pid', 'postmaster.opts'];

/** PostgreSQL renames and deletes these files, so they must belong to the account it runs as. */
function writeOwnFile(cluster: string, name: string, text: string): void {
  const file = path.join(cluster, name);
  writeFileSync(file, text);
  const { uid, gid } = statSync(cluster);
  chownSync(file, uid, gid);
}

/**
 * Copies a cluster as PostgreSQL's manual describes: WAL completes a copy made between the two
 * calls.
 */
async function copyCluster(options: StandbyOptions, from: string, to: string): Promise<void> {
  const connection = { connectionString: options.primary.tcpUrl('postgres') };
  await withClient(connection, async (client) => {
    await client.query(`SELECT pg_backup_start('standby', fast => true)`);
    // Keeps the owner: PostgreSQL runs on its own files only.
    execFileSync('cp', ['--archive', from, to]);
    const { rows } = await client.query<{ labelfile: string }>(
      'SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)',
    );
    writeOwnFile(to, 'backup_label', rows[0]?.labelfile ?? '');
  });
  for (const name of leftOut) rmSync(path.join(to, name), { force: true });
  const log = path.join(to, 'pg_wal');
  for (const name of readdirSync(log)) rmSync(path.join(log, name), { recursive: true });
}

/** A standby that streams from the primary, and answers what only reads; tests start it again. */
export async function startStandby(options: StandbyOptions): Promise<EmbeddedPostgres> {
  const { primary, primaryFolder, folder, logger } = options;
  mkdirSync(folder, { recursive: true });
  const cluster = path.join(folder, 'postgres');
  await copyCluster(options, path.join(primaryFolder, 'postgres'), cluster);
  execFileSync('cp', ['--archive', path.join(primaryFolder, 'postgres.password'), folder]);
  const { username, password } = new URL(primary.tcpUrl('postgres'));
  const origin = `host=127.0.0.1 port=${primary.port} user=${username} password=${password}`;
  appendFileSync(path.join(cluster, 'postgresql.auto.conf'), `primary_conninfo = '${origin}'\n`);
  writeOwnFile(cluster, 'standby.signal', '');
  return startEmbeddedPostgres({ dataFolder: folder, logger, port: await freePort() });
}
