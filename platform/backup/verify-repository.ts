import { type Backup, listBackups } from './backup-list';
import { findMissingSegments, namedSegments } from './missing-segments';
import { type PgBackRest, PgBackRestError, runPgBackRest } from './pgbackrest';

/** The deadline of a verification: reading 1 TB takes some hours. */
const deadlineMs = 43_200_000;
const infoDeadlineMs = 60_000;

// The log repeats the result, indented further.
const checkedFiles = /^ {2}\w.* total (?:WAL|files) checked: (\d+)/gm;
const damage = /missing: (\d+), checksum invalid: (\d+), size invalid: (\d+), other: (\d+)/g;
/**
 * Matches `invalid checksum 'archive/…'` and `invalid result 17-1/…: [29] raised from …: zst
 * error`.
 */
const damagedFile =
  /INFO: (file missing|invalid \w+) '?([\w./-]+)'?(?:: \[\d+\] (?:raised from \S+ \w+: )?(.*))?$/gm;

/** The damaged files that the log of `pgbackrest verify` names, with the reason. */
const damagedFilesIn = (text: string): string[] =>
  [...text.matchAll(damagedFile)].map(([, what, path, reason]) => `${path} (${reason ?? what})`);

/**
 * Reads what `pgbackrest verify` prints.
 * @returns the number of files that are as they were written.
 * @throws PgBackRestError that names the files which are not.
 */
export function parseVerification(text: string): number {
  const checked = [...text.matchAll(checkedFiles)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
  const isDamaged = [...text.matchAll(damage)].some(([, ...counts]) =>
    counts.some((count) => count !== '0'),
  );
  if (!isDamaged && /^status: ok$/m.test(text)) return checked;
  throw new PgBackRestError('verify', damagedFilesIn(text).join('; ') || text);
}

export interface Verification {
  /** The number of files that were compared with their checksums. */
  readonly files: number;
  /** The damaged backups that an intact one follows, each as `LABEL (PAGES)`. */
  readonly damagedBackups: readonly string[];
  /** The missing segments that only restores from backups before the newest whole one need. */
  readonly missingSegments: readonly string[];
}

/** @returns the damaged backups. @throws Error that names them if no intact one came after them. */
export function checkWhole(
  backups: readonly Pick<Backup, 'label' | 'isDamaged' | 'damage'>[],
): string[] {
  const damaged = backups.filter(({ isDamaged }) => isDamaged);
  const named = damaged.map(({ label, damage: pages }) => `${label} (${pages ?? 'unknown pages'})`);
  if (backups.at(-1)?.isDamaged !== true) return named;
  throw new Error(
    `Every file has its checksum, but pages of the databases were damaged when these backups were made: ${named.join('; ')}. docs/runbooks/restore.md says how to get the pages back.`,
  );
}

/**
 * Compares every file of the backups and of the archive with its checksum, and looks for segments
 * that are missing.
 * @throws Error that names what is damaged.
 */
export async function verifyRepository(pgBackRest: PgBackRest): Promise<Verification> {
  // The names of damaged files are in the log only. A retry would read the same, because the
  // repository is a folder.
  const args = ['--output=text', '--verbose', '--log-level-console=info', '--job-retry=0'];
  const files = parseVerification(await runPgBackRest(pgBackRest, 'verify', args, { deadlineMs }));
  const call = { deadlineMs: infoDeadlineMs };
  const backups = await listBackups(pgBackRest, call);
  const { needed, older } = await findMissingSegments(pgBackRest, backups, call);
  if (needed.length > 0) {
    throw new Error(
      `Every file has its checksum, but segments are missing from the archive: ${namedSegments(needed)}. No moment after them can be restored. If another copy of backups.folder has them, copy them from there; otherwise make a backup now with orderprocessing backup.`,
    );
  }
  return { files, damagedBackups: checkWhole(backups), missingSegments: older };
}
