import { loadConfiguration } from '../../config/loading/load-configuration';
import { backUp, openBackedUpServer } from '../../config/process/open-backups';
import type { Configuration } from '../../config/schema';
import type { BackupType } from '../../platform/backup/backup-types';
import { msPerSecond } from '../../platform/values/time';
import { CommandError } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { whileWorking } from '../program/while-working';
import { notRunning } from '../running/not-running';
import { factsOf } from './facts';
import { sizeText } from './size-text';

/** The running server of the configuration. @throws NotRunningError if there is none. */
export function runningServer(configuration: Parameters<typeof openBackedUpServer>[0]) {
  const server = openBackedUpServer(configuration);
  if (server === null) throw notRunning(configuration.dataFolder);
  return server;
}

/** The databases and the keys of their encrypted columns lie side by side. */
const plainTextWarning = [
  'It is not encrypted, and contains the passwords and secrets.json of the data folder: anybody who can read it can read all personal data.',
  'Set backups.encryptionSecret.',
];

const secretSetting = 'backups.encryptionSecret';

/** Production makes no backup in plain text unless the operator has accepted that. */
function checkEncryption({ environment, database, backups, accepted }: Configuration): void {
  const isEmbedded = database.orders.url === null && backups.pgbackrestConfig === null;
  const isPlain = isEmbedded && backups.encryptionSecret === null;
  if (environment !== 'production' || !isPlain || accepted.includes(secretSetting)) return;
  throw new CommandError(
    `The backup would be in plain text, with the keys of all personal data. Set ${secretSetting} to a secret of \`orderprocessing config secret\`, or name it in accepted.`,
  );
}

export async function runBackup(options: JsonOption & { readonly type: BackupType }) {
  const configuration = await loadConfiguration();
  checkEncryption(configuration);
  const server = runningServer(configuration);
  const backup = await whileWorking('Backing up', backUp(configuration, server, options.type));
  const made = factsOf(backup);
  const isEncrypted = configuration.backups.encryptionSecret !== null;
  const seconds = Math.round((made.endedAt.getTime() - made.startedAt.getTime()) / msPerSecond);
  const lines = [
    `${made.label}: ${sizeText(made.bytes)} in ${seconds} s, ${sizeText(made.repositoryBytes)} stored.`,
  ];
  if (server.repository !== null) {
    lines.push(`It is in ${configuration.backups.folder}.`);
    if (!isEncrypted) lines.push(...plainTextWarning);
  }
  const value = server.repository === null ? made : { ...made, encrypted: isEncrypted };
  printResult(options, value, `${lines.join('\n')}\n`);
}
