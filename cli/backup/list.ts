import { loadConfiguration } from '../../config/loading/load-configuration';
import { hasRepository, openBackups, repositoryOf } from '../../config/process/open-backups';
import type { Configuration } from '../../config/schema';
import { type Backup, listBackups } from '../../platform/backup/backup-list';
import type { PgBackRest } from '../../platform/backup/pgbackrest';
import { readRestorePoints } from '../../platform/backup/restore-points';
import { CommandError } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { factsOf } from './facts';
import { sizeText } from './size-text';

const deadlineMs = 60_000;
const noBackup =
  'There is no backup yet. Make one of the running shop with: orderprocessing backup';

/** @throws CommandError if there is no folder of backups, which a look must not create. */
export function demandRepository(configuration: Configuration): void {
  if (!hasRepository(configuration)) throw new CommandError(noBackup);
}

/** @throws CommandError if there is no backup. */
export async function demandBackup(pgBackRest: PgBackRest): Promise<void> {
  if ((await listBackups(pgBackRest, { deadlineMs })).length === 0)
    throw new CommandError(noBackup);
}

const damageText = ({ isDamaged, damage }: Pick<Backup, 'isDamaged' | 'damage'>): string =>
  isDamaged ? `  DAMAGED: ${damage ?? 'pages of the databases had wrong checksums'}` : '';

export async function printBackups(options: JsonOption): Promise<void> {
  const configuration = await loadConfiguration();
  if (!hasRepository(configuration)) {
    return printResult(options, { backups: [], restorePoints: [] }, `${noBackup}\n`);
  }
  const found = await listBackups(openBackups(configuration), { deadlineMs });
  const isEmbedded = configuration.backups.pgbackrestConfig === null;
  const restorePoints = isEmbedded ? readRestorePoints(repositoryOf(configuration).pointsFile) : [];
  const backups = found.map((backup) => {
    const { isDamaged, damage } = backup;
    return { ...factsOf(backup), isDamaged, damage };
  });
  const ofBackups = backups.map(
    (backup) =>
      `${backup.endedAt.toISOString()}  ${backup.type.padEnd(4)}  ${sizeText(backup.bytes).padStart(9)}  ${sizeText(backup.repositoryBytes).padStart(9)} stored  ${backup.label}${damageText(backup)}`,
  );
  const ofPoints = restorePoints.map(({ name, at }) => `${at.toISOString()}  mark  ${name}`);
  const all = [...ofBackups, ...ofPoints].sort();
  const lines = all.length === 0 ? [noBackup] : all;
  printResult(options, { backups, restorePoints }, `${lines.join('\n')}\n`);
}
