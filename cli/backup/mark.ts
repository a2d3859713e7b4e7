import { loadConfiguration } from '../../config/load-configuration';
import { listBackups } from '../../platform/backup/backup-list';
import { addRestorePoint } from '../../platform/backup/restore-points';
import { pointNamePattern } from '../../platform/backup/restore-target';
import { createRestorePoint } from '../../platform/database/archived-log';
import { CommandError, UsageError } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { runningServer } from './run';

const deadlineMs = 60_000;

export async function markMoment(name: string, options: JsonOption): Promise<void> {
  if (!pointNamePattern.test(name) || name === 'latest') {
    throw new UsageError(
      `Expected a name of letters, digits, dots and hyphens that begins with a letter: ${name}`,
    );
  }
  const configuration = await loadConfiguration();
  const { url, repository, pgBackRest } = runningServer(configuration);
  if ((await listBackups(pgBackRest, { deadlineMs })).length === 0) {
    throw new CommandError('There is no backup yet: call orderprocessing backup first.');
  }
  const at = await createRestorePoint(url, name);
  if (repository !== null) addRestorePoint(repository.pointsFile, { name, at });
  printResult(options, { name, at }, `${name} is ${at.toISOString()}.\n`);
}
