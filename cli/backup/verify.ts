import { loadConfiguration } from '../../config/load-configuration';
import { openBackedUpServer, openBackups } from '../../config/open-backups';
import { verifyRepository } from '../../platform/backup/verify-repository';
import { archiveNow } from '../../platform/database/archived-log';
import type { JsonOption } from '../program/new-command';
import { whileWorking } from '../program/progress';
import { printResult } from '../program/results';
import { demandBackup } from './list';

export async function verifyBackups(options: JsonOption): Promise<void> {
  const configuration = await loadConfiguration();
  const server = openBackedUpServer(configuration);
  const backups = openBackups(configuration);
  const check = async () => {
    await demandBackup(backups);
    if (server !== null) await archiveNow(server.url);
    return verifyRepository(backups);
  };
  const files = await whileWorking('Checking', check());
  const archiving = server !== null;
  const ofArchive = archiving
    ? 'The log is archived.'
    : 'The shop does not run, so its archiving was not checked.';
  const ofFiles = `${files} files of the backups and the archive have their checksums.`;
  printResult(options, { archiving, files }, `${ofArchive}\n${ofFiles}\n`);
}
