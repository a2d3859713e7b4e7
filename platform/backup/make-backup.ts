import { checkArchiving, nextXid, setArchiveTimeout } from '../database/archived-log';
import { type Backup, type BackupType, listBackups, nextXidAnnotation } from './backup-list';
import { type PgBackRest, runPgBackRest } from './pgbackrest';

export interface BackupOptions {
  /** Connected to the running server. */
  readonly pgBackRest: PgBackRest;
  /** Of a superuser. */
  readonly url: string;
  readonly type: BackupType;
  /** Max age of the newest log outside the archive, on a server that this program runs. */
  readonly archiveSeconds?: number;
  /** Called when the repository has a place for the log. */
  readonly onPrepared?: () => void;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
}

const shortDeadlineMs = 60_000;

/**
 * Makes a backup of the running server, and deletes those past their retention.
 * @throws Error with the reason.
 */
export async function makeBackup(options: BackupOptions): Promise<Backup> {
  const { pgBackRest, url, type, archiveSeconds, deadlineMs, signal } = options;
  const short = { deadlineMs: shortDeadlineMs, signal };
  await checkArchiving(url);
  if (archiveSeconds !== undefined) await setArchiveTimeout(url, archiveSeconds);
  // Does nothing where it is set up already, and checks that it is for this cluster.
  await runPgBackRest(pgBackRest, 'stanza-create', [], short);
  options.onPrepared?.();
  await runPgBackRest(pgBackRest, 'backup', [`--type=${type}`], { deadlineMs, signal });
  const label = (await listBackups(pgBackRest, short)).at(-1)?.label;
  if (label === undefined) throw new Error('The backup is not in its repository.');
  const annotation = `--annotation=${nextXidAnnotation}=${await nextXid(url)}`;
  await runPgBackRest(pgBackRest, 'annotate', [`--set=${label}`, annotation], short);
  const made = (await listBackups(pgBackRest, short)).find((backup) => backup.label === label);
  if (made === undefined) throw new Error('The backup is not in its repository.');
  return made;
}
