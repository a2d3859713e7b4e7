import { systemIdOf } from '../../platform/database/archived-log';
import type { Configuration } from '../schema';
import { shardedSubgraph, subgraphNames } from '../subgraphs';

type Settings = Pick<Configuration, 'backups' | 'database'>;

/**
 * Checks that the server of pgBackRest has every database: a backup of one server says nothing about
 * others. A process that knows the database of its own subgraph only finds no fault.
 * @param idOf asks a database which cluster it is in.
 * @throws Error with the databases that a backup would leave out.
 */
export async function checkOneServer(
  { backups, database }: Settings,
  idOf: (url: string) => Promise<string> = systemIdOf,
): Promise<void> {
  if (backups.pgbackrestConfig === null || database[shardedSubgraph].url === null) return;
  const known = await Promise.all(
    subgraphNames.map(async (name) => {
      const url = database[name].ownerUrl ?? database[name].url;
      return { name, id: url === null ? null : await idOf(url) };
    }),
  );
  const backedUp = known.find(({ name }) => name === shardedSubgraph)?.id;
  const others = known.filter(({ id }) => id !== null && id !== backedUp);
  if (others.length === 0) return;
  const left = others.map(({ name }) => name).join(' and ');
  throw new Error(
    `backups.pgbackrestConfig backs up the server of orders, which lacks the database of ${left}: back up each server where it runs (docs/scaling.md).`,
  );
}
