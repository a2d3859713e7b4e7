import { hasEmbeddedPostgres } from '../../config/process/embedded-postgres';
import type { Configuration } from '../../config/schema';
import { CommandError } from '../program/exit-codes';

/**
 * The data folder of a shop that has moved to servers of its own still has the embedded databases and
 * their backups.
 * @throws CommandError unless the shop uses the embedded PostgreSQL.
 */
export function demandEmbedded(configuration: Pick<Configuration, 'backups' | 'database'>): void {
  const { pgbackrestConfig } = configuration.backups;
  if (pgbackrestConfig === null && hasEmbeddedPostgres(configuration)) return;
  throw new CommandError(
    'Only the embedded PostgreSQL is restored by this command: see docs/runbooks/restore.md.',
  );
}
