import { variableName } from '../../platform/config/environment';
import { shardCount } from '../schema/shards';
import { processesOf, type SubgraphName, subgraphNames } from '../subgraphs';

type Variables = Record<string, string>;
type ValueOf<Value> = (name: SubgraphName) => Value;

const variable = (path: readonly string[]): string => variableName('ORDERPROCESSING', path);

function variables(pathOf: ValueOf<string[]>, read: ValueOf<string | number>): Variables {
  const entries = subgraphNames.map((name) => [variable(pathOf(name)), String(read(name))]);
  return Object.fromEntries(entries) as Variables;
}

/** Environment variables that name the database of each subgraph, for its owner too if it has one. */
export const databaseVariables = (
  urlOf: ValueOf<string>,
  ownerUrlOf?: ValueOf<string>,
): Variables => ({
  ...variables((name) => ['database', name, 'url'], urlOf),
  ...(ownerUrlOf && variables((name) => ['database', name, 'ownerUrl'], ownerUrlOf)),
});

/** Environment variables that name the server behind the pooler of each database. */
export const directVariables = (urlOf: ValueOf<string>): Variables =>
  variables((name) => ['database', name, 'directUrl'], urlOf);

/** Environment variables that name one replica of each database. */
export const replicaVariables = (urlOf: ValueOf<string>): Variables =>
  variables((name) => ['database', name, 'replicaUrls'], urlOf);

/** Environment variables that name the databases of orders by ranges of shards. */
export const shardVariables = (shards: readonly object[]): Variables => ({
  [variable(['database', 'orders', 'url'])]: '',
  [variable(['database', 'orders', 'shards'])]: JSON.stringify(shards),
});

/** Environment variables that give each database of orders the same number of shards. */
export function evenShardVariables(databases: readonly { readonly url: string }[]): Variables {
  const each = shardCount / databases.length;
  return shardVariables(
    databases.map((database, index) => ({
      ...database,
      from: index * each,
      to: (index + 1) * each - 1,
    })),
  );
}

/** The ports on which subgraphs listen for the gateway and other services. */
export const portVariables = (portOf: ValueOf<number>): Variables =>
  variables((name) => ['services', name, 'port'], portOf);

/** The URLs at which the gateway and other services reach subgraphs. */
export const urlVariables = (urlOf: ValueOf<string>): Variables =>
  variables((name) => ['services', name, 'url'], urlOf);

/** @param portOf the admin port of a process, e.g. of `orders-jobs`. */
export function adminPortVariables(portOf: (process: string) => number): Variables {
  const entries = subgraphNames.flatMap((name) =>
    processesOf(name).map((process) => [
      variable(['services', process.name === name ? name : 'jobs', 'adminPort']),
      String(portOf(process.name)),
    ]),
  );
  return Object.fromEntries(entries) as Variables;
}
