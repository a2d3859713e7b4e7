import { type DatabaseState, readState } from './database-state';
import type { Database } from './pool';

/** What a check needs of each database, by the name of the database. */
export type AskedDatabases = Readonly<Record<string, Pick<Database, 'query'>>>;

const asking = new WeakMap<object, Promise<DatabaseState>>();

/** Asks a database for its state. Simultaneous checks share the answer. */
function ask(database: Pick<Database, 'query'>): Promise<DatabaseState> {
  const known = asking.get(database);
  if (known !== undefined) return known;
  const answer = readState(database).finally(() => asking.delete(database));
  asking.set(database, answer);
  return answer;
}

/** The first answer of several databases, of which one is enough. */
export const anyAnswer = (databases: AskedDatabases): Promise<unknown> =>
  Promise.any(Object.values(databases).map(ask));

/** A readiness check for each database. */
export const checksOf = (databases: AskedDatabases): Record<string, () => Promise<unknown>> =>
  Object.fromEntries(
    Object.entries(databases).map(([name, database]) => [`database.${name}`, () => ask(database)]),
  );

/** The states of those databases that answer. */
async function statesOf(databases: AskedDatabases): Promise<DatabaseState[]> {
  const said = await Promise.allSettled(Object.values(databases).map(ask));
  return said.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

/**
 * Checks that only warn. Leases and keys end early when the clock of a database jumps ahead, and
 * orders fail where one refuses writes, so somebody has to know; what can be read is still served.
 */
export const warningsOf = (databases: AskedDatabases, secondsMax: number) => ({
  'database.clock': async (): Promise<void> => {
    const offsets = (await statesOf(databases)).map(({ clockOffsetSeconds }) => clockOffsetSeconds);
    const worst = Math.max(0, ...offsets.map(Math.abs));
    if (worst > secondsMax) throw new Error(`The clock of a database differs by ${worst} s.`);
  },
  'database.writes': async (): Promise<void> => {
    const refuses = (await statesOf(databases)).some(({ isReadOnly }) => isReadOnly);
    if (refuses) throw new Error('A database refuses writes.');
  },
});
