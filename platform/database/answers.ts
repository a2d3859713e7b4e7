import type { NamedDatabases } from './metrics';
import type { Database } from './pool';

const ask = (database: Database): Promise<unknown> => database.query('SELECT 1');

/** The first answer of several databases, of which one is enough. */
export const anyAnswer = (databases: NamedDatabases): Promise<unknown> =>
  Promise.any(Object.values(databases).map(ask));

/** A readiness check for each database. */
export const checksOf = (databases: NamedDatabases): Record<string, () => Promise<unknown>> =>
  Object.fromEntries(
    Object.entries(databases).map(([name, database]) => [`database.${name}`, () => ask(database)]),
  );
