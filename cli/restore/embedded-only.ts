import type { Configuration } from '../../config/schema';
import { subgraphNames } from '../../config/subgraphs';
import { CommandError } from '../program/exit-codes';

/**
 * The data folder of a shop that has moved to servers of its own still has the embedded databases and
 * their backups.
 * @throws CommandError unless the shop uses the embedded PostgreSQL.
 */
export function demandEmbedded({
  backups,
  database,
}: Pick<Configuration, 'backups' | 'database'>): void {
  const isEmbedded = subgraphNames.every((name) => database[name].url === null);
  if (backups.pgbackrestConfig === null && isEmbedded) return;
  throw new CommandError(
    'Only the embedded PostgreSQL is restored by this command: see docs/runbooks/restore.md.',
  );
}
