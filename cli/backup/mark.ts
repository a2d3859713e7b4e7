import { loadConfiguration } from '../../config/loading/load-configuration';
import { addRestorePoint } from '../../platform/backup/restore-points';
import { pointNamePattern } from '../../platform/backup/restore-target';
import { archiveNow, createRestorePoint } from '../../platform/database/archived-log';
import { UsageError } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { demandBackup } from './list';
import { runningServer } from './run';

export async function markMoment(name: string, options: JsonOption): Promise<void> {
  if (!pointNamePattern.test(name) || name === 'latest') {
    throw new UsageError(
      `Expected a name of letters, digits, dots and hyphens that begins with a letter: ${name}`,
    );
  }
  const configuration = await loadConfiguration();
  const { url, repository, pgBackRest } = runningServer(configuration);
  await demandBackup(pgBackRest);
  const at = await createRestorePoint(url, name);
  // The log has the name from now on: another call with it makes a second moment.
  if (repository !== null) await addRestorePoint(repository.pointsFile, { name, at });
  await archiveNow(url);
  printResult(options, { name, at }, `${name} is ${at.toISOString()}.\n`);
}
