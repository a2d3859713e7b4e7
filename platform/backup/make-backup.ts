import { checkArchiving, nextXid, setArchiveTimeout } from '../database/archived-log';
import { type Backup, damageAnnotation, listBackups, nextXidAnnotation } from './backup-list';
import type { BackupType } from './backup-types';
import { checkStanza } from './check-stanza';
import { damagedFilesOf, describeDamage } from './damaged-pages';
import { expireBackups } from './expire-backups';
import { type PgBackRest, runPgBackRest } from './pgbackrest';

export interface BackupOptions {
  /** The program, with its connection to the running server. */
  readonly pgBackRest: PgBackRest;
  /** The URL of the running server, with the account of a superuser. */
  readonly url: string;
  readonly type: BackupType;
  /** The maximum age of log that is not archived, on a server that this program runs. */
  readonly archiveSeconds?: number;
  /** How long backups are retained, if this program decides it. */
  readonly retentionDays?: number;
  /** Called when the repository can receive the log. */
  readonly onPrepared?: () => void;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
}

const shortDeadlineMs = 60_000;

/** The backup was made, but pages of the running databases are damaged. */
export class DamagedBackupError extends Error {
  constructor(
    readonly backup: Backup,
    readonly damage: string,
    lastWhole: Backup | undefined,
  ) {
    const next =
      lastWhole === undefined
        ? 'No earlier backup is whole: save what can be read with orderprocessing backup dump FOLDER.'
        : 'No earlier backup was deleted. Stop the shop and call orderprocessing restore: it takes ' +
          `${lastWhole.label}, the newest backup that is whole, and the log since then.`;
    super(
      `The databases are damaged, and so is the backup ${backup.label}: ${damage}. ${next} ` +
        'docs/runbooks/restore.md has the steps.',
    );
    this.name = 'DamagedBackupError';
  }
}

async function annotate(
  { pgBackRest, signal }: BackupOptions,
  label: string,
  notes: Readonly<Record<string, string>>,
): Promise<void> {
  const annotations = Object.entries(notes).map(([name, text]) => `--annotation=${name}=${text}`);
  const call = { deadlineMs: shortDeadlineMs, signal };
  await runPgBackRest(pgBackRest, 'annotate', [`--set=${label}`, ...annotations], call);
}

/** Records which pages are damaged. @returns the error that names them. */
async function damageError(
  options: BackupOptions,
  all: readonly Backup[],
  made: Backup,
): Promise<DamagedBackupError> {
  const { pgBackRest, url, signal } = options;
  const call = { deadlineMs: shortDeadlineMs, signal };
  const files = await damagedFilesOf(pgBackRest, made.label, call);
  const named: string[] = [];
  for (const file of files) named.push(await describeDamage([url], file));
  const damage = named.join('; ');
  await annotate(options, made.label, { [damageAnnotation]: damage });
  const lastWhole = all.findLast(({ isDamaged }) => !isDamaged);
  return new DamagedBackupError(made, damage, lastWhole);
}

/**
 * Makes a backup of the running server, and deletes those past their retention.
 * @throws Error with the reason, DamagedBackupError if pages of the databases are damaged.
 */
export async function makeBackup(options: BackupOptions): Promise<Backup> {
  const { pgBackRest, url, type, archiveSeconds, retentionDays, deadlineMs, signal } = options;
  const short = { deadlineMs: shortDeadlineMs, signal };
  await checkArchiving(url);
  if (archiveSeconds !== undefined) await setArchiveTimeout(url, archiveSeconds);
  // The command does nothing if the stanza exists, and checks that it is for the cluster of its file.
  await runPgBackRest(pgBackRest, 'stanza-create', [], short);
  await checkStanza(pgBackRest, url, short);
  options.onPrepared?.();
  const args = [`--type=${type}`, '--no-expire-auto'];
  await runPgBackRest(pgBackRest, 'backup', args, { deadlineMs, signal });
  const label = (await listBackups(pgBackRest, short)).at(-1)?.label;
  if (label === undefined) throw new Error('The backup is not in its repository.');
  await annotate(options, label, { [nextXidAnnotation]: await nextXid(url) });
  const all = await listBackups(pgBackRest, short);
  const made = all.find((backup) => backup.label === label);
  if (made === undefined) throw new Error('The backup is not in its repository.');
  if (made.isDamaged) throw await damageError(options, all, made);
  await expireBackups(pgBackRest, all, retentionDays, { deadlineMs, signal });
  return made;
}
