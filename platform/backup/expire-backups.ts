import { msPerDay } from '../values/time';
import type { Backup } from './backup-list';
import { type PgBackRest, type PgBackRestCall, runPgBackRest } from './pgbackrest';

/**
 * Whether pgBackRest may delete backups past their retention. It keeps the newest full backup that
 * is older than the retention, and the log since. While that one or the newest backup is damaged,
 * an earlier intact one is still needed.
 * @param retentionDays undefined if only the configuration of pgBackRest has it.
 */
export function mayExpire(
  backups: readonly Pick<Backup, 'type' | 'endedAt' | 'isDamaged'>[],
  retentionDays: number | undefined,
  now: Date,
): boolean {
  if (backups.at(-1)?.isDamaged !== false) return false;
  if (retentionDays === undefined) return true;
  const latestMs = now.getTime() - retentionDays * msPerDay;
  const oldestNeeded = backups.findLast(
    ({ type, endedAt }) => type === 'full' && endedAt.getTime() < latestMs,
  );
  return oldestNeeded?.isDamaged !== true;
}

/** Deletes backups past their retention, unless the last intact one could be among them. */
export async function expireBackups(
  pgBackRest: PgBackRest,
  backups: readonly Backup[],
  retentionDays: number | undefined,
  call: PgBackRestCall,
): Promise<void> {
  if (!mayExpire(backups, retentionDays, new Date())) return;
  await runPgBackRest(pgBackRest, 'expire', [], call);
}
