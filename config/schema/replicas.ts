import { z } from 'zod';
import { type SubgraphName, subgraphNames } from '../subgraphs';
import { requiredDatabaseUrl } from './database-url';
import { count } from './values';

/** The replicas of one database. */
export const replicaUrlsSchema = z
  .array(requiredDatabaseUrl)
  .max(8)
  .default([])
  .describe('standbys that answer lists, for the role that serves');

export const replicasSchema = z
  .strictObject({
    reads: z
      .boolean()
      .nullable()
      .default(null)
      .describe(
        'whether lists may come from replicas; null: if a replicaUrls is set. Gateways without databases need it',
      ),
    lagSecondsMax: count(1, 60)
      .default(5)
      .describe('age of the data in a replica from which on it is not read'),
  })
  .prefault({});

type Replicated = Readonly<Record<SubgraphName, { readonly replicaUrls: readonly string[] }>> & {
  readonly replicas: Readonly<z.output<typeof replicasSchema>>;
};

/** Whether replicas are read from. */
export const readsReplicas = (database: Replicated): boolean =>
  database.replicas.reads ?? subgraphNames.some((name) => database[name].replicaUrls.length > 0);
