import path from 'node:path';
import type { Configuration } from '../../config/schema';
import { dataFolderHolder } from '../../platform/process/data-folder';
import { CommandError } from '../program/exit-codes';
import { releasePathOf } from '../release/folder';
import { shopStatus } from './status';

/** What to call where releases run the shop. */
const callUnderReleases = {
  stop: 'orderprocessing release stop',
  restart: 'orderprocessing release blue-green with the build that runs (see release status)',
} as const;

/**
 * Called by a command that has found no process in the data folder.
 * @throws CommandError if a shop answers that no process of the data folder is.
 */
export async function refuseAnswering(
  configuration: Configuration,
  command: keyof typeof callUnderReleases,
): Promise<void> {
  const { dataFolder } = configuration;
  const { processes } = await shopStatus(configuration);
  const answering = processes.find(({ status }) => status !== 'down');
  if (answering === undefined) return;
  const what = `A shop answers at ${answering.url}, but no process uses the data folder ${path.resolve(dataFolder)}`;
  throw new CommandError(
    dataFolderHolder(releasePathOf({ dataFolder })) === null
      ? `${what}. Set dataFolder to that of the shop, or ${command} it the way it was started.`
      : `${what}: releases run it. Call ${callUnderReleases[command]}.`,
  );
}
