import type { Configuration } from '../schema';
import { subgraphNames } from '../subgraphs';

/** Whether the data folder holds the databases. Some URLs are refused where others are missing. */
export const hasEmbeddedPostgres = ({ database }: Pick<Configuration, 'database'>): boolean =>
  subgraphNames.every((name) => database[name].url === null);
