import { furtherOrderDatabases } from '../../config/process/order-shards';
import type { Configuration } from '../../config/schema';
import { subgraphNames } from '../../config/subgraphs';
import { damagedPageIn, describeDamage } from '../../platform/backup/damaged-pages';
import { CommandError } from '../program/exit-codes';
import { reachDatabase } from '../running/reach-database';

/** An error that names the page which PostgreSQL refuses to read; null for any other error. */
export async function damagedPageError(
  error: unknown,
  configuration: Configuration,
): Promise<CommandError | null> {
  const page = damagedPageIn(error);
  if (page === null) return null;
  const reached = await Promise.allSettled(
    subgraphNames.map((name) => reachDatabase(configuration, name)),
  );
  const urls = [
    ...reached.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    ...furtherOrderDatabases(configuration).values(),
  ];
  const message = `The database is damaged: ${await describeDamage(urls, page)} has a wrong checksum. docs/runbooks/restore.md says how to get it back.`;
  return new CommandError(message, undefined, { cause: error });
}
