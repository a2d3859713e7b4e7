import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isAlive } from '../process/process-table';
import { clusterFolders, superuser } from './embedded-cluster';

const pidLine = 0;
const portLine = 3;

/**
 * How to reach the embedded PostgreSQL that another process has started on this data folder.
 * @returns the url by database, or null while none is running there.
 */
export function findEmbeddedPostgres(dataFolder: string): ((database: string) => string) | null {
  const folders = clusterFolders(resolve(dataFolder));
  const pidFile = join(folders.data, 'postmaster.pid');
  if (!existsSync(pidFile) || !existsSync(folders.passwordFile)) return null;
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  const port = Number.parseInt(lines[portLine] ?? '', 10);
  if (!isAlive(Number.parseInt(lines[pidLine] ?? '', 10)) || Number.isNaN(port)) return null;
  const password = readFileSync(folders.passwordFile, 'utf8').trim();
  return (database) =>
    `postgresql://${superuser}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}
