import { loadConfiguration } from '../../config/loading/load-configuration';
import {
  type BackedUpServer,
  checkBackedUp,
  openBackedUpServer,
  openBackups,
} from '../../config/process/open-backups';
import { whyNotArchived } from '../../platform/backup/archive-segment';
import { namedSegments } from '../../platform/backup/missing-segments';
import { verifyRepository } from '../../platform/backup/verify-repository';
import { archiveNow, NotArchivedError } from '../../platform/database/archived-log';
import { CommandError } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { whileWorking } from '../program/while-working';
import { demandBackup, demandRepository } from './list';

/** @throws Error with pgBackRest's own reason if the log is not archived. */
async function checkArchived({ url, repository }: BackedUpServer, dataFolder: string) {
  try {
    await archiveNow(url);
  } catch (error) {
    if (!(error instanceof NotArchivedError) || error.failure === null || repository === null)
      throw error;
    const { segment } = error.failure;
    const reason = await whyNotArchived(repository.pgBackRest, dataFolder, segment);
    throw reason === null
      ? error
      : new CommandError(`${error.message} ${reason}`, undefined, { cause: error });
  }
}

export async function verifyBackups(options: JsonOption): Promise<void> {
  const configuration = await loadConfiguration();
  demandRepository(configuration);
  const server = openBackedUpServer(configuration);
  const backups = openBackups(configuration);
  const check = async () => {
    await demandBackup(backups);
    if (server !== null) {
      await checkBackedUp(configuration, server);
      await checkArchived(server, configuration.dataFolder);
    }
    return verifyRepository(backups);
  };
  const { files, damagedBackups, missingSegments } = await whileWorking('Checking', check());
  const archiving = server !== null;
  const ofArchive = archiving
    ? 'The log is archived.'
    : 'The shop does not run, so its archiving was not checked.';
  const ofFiles = `${files} files of the backups and the archive have their checksums.`;
  const ofBackups = damagedBackups.map(
    (named) => `Made of damaged databases, and followed by a whole backup: ${named}.`,
  );
  const ofSegments =
    missingSegments.length === 0
      ? []
      : [
          `Missing, and followed by a whole backup: the segments ${namedSegments(missingSegments)}. No moment between them and that backup can be restored.`,
        ];
  const lines = [ofArchive, ofFiles, ...ofBackups, ...ofSegments];
  printResult(
    options,
    { archiving, files, damagedBackups, missingSegments },
    `${lines.join('\n')}\n`,
  );
}
