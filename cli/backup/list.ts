import path from 'node:path';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { hasRepository, openBackups, repositoryOf } from '../../config/process/open-backups';
import type { Configuration } from '../../config/schema';
import { type Backup, listBackups } from '../../platform/backup/backup-list';
import type { PgBackRest } from '../../platform/backup/pgbackrest';
import { readRestorePoints } from '../../platform/backup/restore-points';
import { CommandError } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { lacksDatabases } from '../topology/demand-databases';
import { factsOf } from './facts';
import { sizeText } from './size-text';

const deadlineMs = 60_000;
const noBackup =
  'There is no backup yet. Make one of the running shop with: orderprocessing backup';

/** Why there is no backup: none was made, or this is not the folder of the shop. */
function noBackupText(configuration: Configuration): string {
  if (!lacksDatabases(configuration)) return noBackup;
  const { dataFolder, backups } = configuration;
  return `There is no backup in ${path.resolve(backups.folder)}, and no shop in the data folder ${path.resolve(dataFolder)}. Nothing was changed. Mount the disk of the backups, or call this in the folder of the shop, or set dataFolder and backups.folder (ORDERPROCESSING_DATA_FOLDER, ORDERPROCESSING_BACKUPS_FOLDER).`;
}

/** @throws CommandError if there are no backups: a look must not create their folder. */
export function demandRepository(configuration: Configuration): void {
  if (!hasRepository(configuration)) throw new CommandError(noBackupText(configuration));
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
    const text = `${noBackupText(configuration)}\n`;
    return printResult(options, { backups: [], restorePoints: [] }, text);
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
