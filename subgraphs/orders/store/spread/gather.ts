import { isDatabaseUnavailable } from '../../../../platform/net/unavailable';
import { TimeoutError, withDeadline, withinSignal } from '../../../../platform/resilience/deadline';
import type { Logger } from '../../../../platform/telemetry/logger';
import type { SpreadDatabase } from './shard-map';

/** A database that has not answered a list by then counts as down. */
const answerMsMax = 3_000;

interface Absence {
  readonly database: SpreadDatabase;
  readonly error: Error;
}

export interface Gathered<Value> {
  readonly values: Value[];
  readonly away: readonly Absence[];
}

/** Reads of several databases, each with its database. */
export type Reads<Value> = Iterable<readonly [SpreadDatabase, () => Promise<Value>]>;

const isAbsence = (error: unknown): error is Error =>
  error instanceof TimeoutError || isDatabaseUnavailable(error);

/**
 * Reads from databases at the same time. One that is down takes nothing from the answers of the
 * others.
 * @throws what a database that serves has thrown.
 */
export async function settled<Value>(
  reads: Reads<Value>,
  logger: Logger,
): Promise<Gathered<Value>> {
  const all = [...reads];
  const results = await Promise.allSettled(
    all.map(([, read]) => withDeadline(answerMsMax, (signal) => withinSignal(read(), signal))),
  );
  const values: Value[] = [];
  const away: Absence[] = [];
  for (const [index, [database]] of all.entries()) {
    const result = results[index];
    if (result?.status === 'fulfilled') values.push(result.value);
    if (result?.status !== 'rejected') continue;
    if (!isAbsence(result.reason)) throw result.reason;
    away.push({ database, error: result.reason });
    logger.warn({ database: database.name, err: result.reason }, 'a database of orders is down');
  }
  return { values, away };
}

/** The same for a page, which somebody must have: @throws if no database answers. */
export async function gathered<Value>(
  reads: Reads<Value>,
  logger: Logger,
): Promise<{ readonly values: Value[]; readonly complete: boolean }> {
  const { values, away } = await settled(reads, logger);
  const [first] = away;
  if (first !== undefined && values.length === 0) throw first.error;
  return { values, complete: away.length === 0 };
}
