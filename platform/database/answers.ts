import { clockOffset } from './clock-offset';
import type { Database } from './pool';

/** What a check needs of each database, by the name of the database. */
export type AskedDatabases = Readonly<Record<string, Pick<Database, 'query'>>>;

const asking = new WeakMap<object, Promise<number>>();

/** Asks a database for its time. Simultaneous checks share the answer. */
function ask(database: Pick<Database, 'query'>): Promise<number> {
  const known = asking.get(database);
  if (known !== undefined) return known;
  const answer = clockOffset(database).finally(() => asking.delete(database));
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

/**
 * A check of the clocks of all databases that answer. Leases and keys end early when such a clock
 * jumps ahead, so somebody has to know; the shop can sell with it.
 */
export const clockCheck = (databases: AskedDatabases, secondsMax: number) => ({
  'database.clock': async (): Promise<void> => {
    const said = await Promise.allSettled(Object.values(databases).map(ask));
    const offsets = said.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const worst = Math.max(0, ...offsets.map(Math.abs));
    if (worst > secondsMax) throw new Error(`The clock of a database differs by ${worst} s.`);
  },
});
