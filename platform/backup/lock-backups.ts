import { join, resolve } from 'node:path';
import { demandOwnCluster, postgresAccount } from '../database/embedded-account';
import { clusterFolders } from '../database/embedded-cluster';
import { type DataFolder, dataFolderHolder, lockFolder } from '../process/data-folder';

const folderOf = (dataFolder: string): string => join(resolve(dataFolder), 'backup-lock');

/**
 * Locks the data folder against other backups, restores, rehearsals and switches.
 * @throws Error that names the process which holds the lock, or the account of the databases.
 */
export function lockBackups(dataFolder: string): Pick<DataFolder, 'release'> {
  demandOwnCluster(clusterFolders(resolve(dataFolder)).data, postgresAccount());
  const folder = folderOf(dataFolder);
  const pid = dataFolderHolder(folder);
  if (pid === null) return lockFolder(folder);
  throw new Error(
    `Another backup or restore of ${resolve(dataFolder)} runs (process ${pid}). Wait until it ends.`,
  );
}

/** Runs a task under the lock. */
export async function whileLocked<Result>(
  dataFolder: string,
  task: () => Promise<Result>,
): Promise<Result> {
  const lock = lockBackups(dataFolder);
  try {
    return await task();
  } finally {
    lock.release();
  }
}
