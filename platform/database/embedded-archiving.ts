import { join } from 'node:path';

/** The name of the cluster in the repository of its backups. */
export const archivingStanza = 'orderprocessing';

/** The configuration of pgBackRest for the cluster of a data folder. */
export const archivingConfigOf = (dataFolder: string): string =>
  join(dataFolder, 'pgbackrest.conf');

/** Exists from the first backup on: only then is there a place for the log. */
export const archivingMarkOf = (dataFolder: string): string => join(dataFolder, 'archiving');

/** The name under which a receiver of the log connects, and of its replication slot. */
export const logCopyName = 'log_copy';

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Text for the shell, in a command in which PostgreSQL replaces what follows a percent sign. */
const escaped = (text: string): string => quoted(text).replaceAll('%', '%%');

/**
 * The settings by which the server archives its log. Archiving can be switched on at a start only,
 * so it is always on: before the first backup each segment counts as archived.
 * @param isHeld true for a server that is only looked at: its segments wait for a later start.
 */
export function archivingSettings(dataFolder: string, isHeld: boolean): Record<string, string> {
  const config = escaped(archivingConfigOf(dataFolder));
  const mark = escaped(archivingMarkOf(dataFolder));
  const push = `pgbackrest --config=${config} --stanza=${archivingStanza} archive-push "%p"`;
  return {
    archive_mode: 'on',
    archive_command: isHeld ? 'false' : `test ! -e ${mark} || exec ${push}`,
  };
}

/**
 * The command with which a restored cluster fetches archived log. It is escaped for a quoted value
 * in postgresql.conf: pgBackRest does not escape its own, which ends at a quote in a path.
 */
export function restoreCommand(program: string, configFile: string, cluster: string): string {
  const options = `--config=${escaped(configFile)} --pg1-path=${escaped(cluster)}`;
  const command = `${escaped(program)} ${options} --stanza=${archivingStanza} archive-get %f "%p"`;
  return command.replaceAll('\\', '\\\\').replaceAll("'", "''");
}
