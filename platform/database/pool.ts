import { setTimeout as pause } from 'node:timers/promises';
import {
  Pool,
  type PoolClient,
  type PoolConfig,
  type QueryResult,
  type QueryResultRow,
  types,
} from 'pg';
import type { Sql } from 'sql-template-tag';
import type { Logger } from '../telemetry/logger';
import { connectTimeoutMs, isWrongPassword } from './own-connection';
import { closeIfSilent } from './silence';
import { traceQueries } from './traced-queries';

export type Database = Pool;
export type Transaction = PoolClient;

/** A statement with its values; with a name, a connection parses it once. */
export type Statement = Pick<Sql, 'text' | 'values'> & { readonly name?: string };

/** Answers statements that stand alone. */
export interface Queryable {
  query<Row extends QueryResultRow>(statement: Statement): Promise<QueryResult<Row>>;
}

/** The database URL whose password may change. */
export interface RotatingAddress {
  /** The current URL; server and database never change. */
  readonly url: () => string;
  /** Reads it again, after the server rejected the password. */
  readonly refresh: () => Promise<void>;
}

export interface PoolOptions {
  readonly url: string;
  /** The source of a URL whose credentials change; if absent, `url` never changes. */
  readonly rotating?: RotatingAddress;
  /** Seen as `application_name` in pg_stat_activity. */
  readonly name: string;
  readonly logger: Logger;
  /** Maximum number of connections; 8 if it is null or left out. */
  readonly max?: number | null;
  /** Idle connections that stay open. Default: 1. */
  readonly idle?: number;
  readonly lifetimeSeconds?: number;
  readonly statementTimeoutMs?: number;
  /** How long to wait for a connection. Default: 5 s. */
  readonly connectTimeoutMs?: number;
  /** Settings of each session, as `-c name=value`. */
  readonly sessionOptions?: string;
}

/** How long a new password may take to arrive here after the server has it. */
const rotationRetryMs = 10_000;
const rotationPauseMs = 200;

/**
 * Connections of a pool whose number is not set, where the server has enough.
 * @exceeded statements wait for a connection
 * @test platform/database/pool-budget.test.ts
 */
export const connectionsMax = 8;
const connectionsIdle = 1;
const lifetimeSeconds = 1800;
const idleTimeoutMs = 30_000;
const statementTimeoutMs = 15_000;
const idleInTransactionTimeoutMs = 30_000;

const int8 = 20;
const int8Array: number = 1016;
const parseInt8Array = types.getTypeParser(int8Array, 'text') as (
  text: string,
) => (string | null)[] | null;

/** int8 becomes bigint: a count or an amount is never rounded by a double. */
function parserOf(oid: number, format?: 'text' | 'binary'): unknown {
  if (format === 'binary') return types.getTypeParser(oid, 'binary');
  if (oid === int8) return BigInt;
  if (oid === int8Array) {
    return (text: string) =>
      parseInt8Array(text)?.map((item) => (item === null ? null : BigInt(item)));
  }
  return types.getTypeParser(oid, 'text');
}

/** The parsers above for a pool or client; pg's own table, which all pools share, stays as it is. */
export const bigintTypes = { getTypeParser: parserOf as typeof types.getTypeParser };

/** The parsers of the driver itself, for what counts in numbers of its own. */
export const driverTypes = { getTypeParser: types.getTypeParser };

type Connected = (
  error: Error | undefined,
  client: PoolClient | undefined,
  done: PoolClient['release'],
) => void;

/**
 * A pool whose new connections use the current password. Between a change on the server and its
 * arrival here a connection may be rejected: then the password is read again and the connection
 * retried while the request waits.
 */
class RotatingPool extends Pool {
  constructor(
    options: PoolConfig,
    private readonly rotating: RotatingAddress,
  ) {
    super(options);
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<PoolClient> | undefined {
    const connected = this.connectWithRetry();
    if (callback === undefined) return connected;
    connected.then(
      (client) => callback(undefined, client, (broken) => client.release(broken)),
      (error: Error) => callback(error, undefined, () => undefined),
    );
    return undefined;
  }

  private async connectWithRetry(): Promise<PoolClient> {
    const lateAtMs = performance.now() + rotationRetryMs;
    for (;;) {
      // The pool opens its next connections with these.
      this.options.connectionString = this.rotating.url();
      try {
        return await super.connect();
      } catch (error) {
        if (!isWrongPassword(error) || performance.now() > lateAtMs) throw error;
      }
      await this.rotating.refresh();
      await pause(rotationPauseMs);
    }
  }
}

/**
 * A pool of connections. Getting one takes at most 5 s and a statement 15 s, then they fail; a
 * transaction that is left idle for 30 s is ended by the server, and a connection whose server is
 * silent for 20 s is closed by this side. Lost connections are logged and replaced. Connections that
 * are open outlive a change of the password, until their lifetime ends.
 */
export function createPool(options: PoolOptions): Database {
  const timeoutMs = options.statementTimeoutMs ?? statementTimeoutMs;
  const settings: PoolConfig = {
    connectionString: options.url,
    application_name: options.name,
    max: options.max ?? connectionsMax,
    min: options.idle ?? connectionsIdle,
    maxLifetimeSeconds: options.lifetimeSeconds ?? lifetimeSeconds,
    idleTimeoutMillis: idleTimeoutMs,
    connectionTimeoutMillis: options.connectTimeoutMs ?? connectTimeoutMs,
    statement_timeout: timeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
    keepAlive: true,
    types: bigintTypes,
    options: options.sessionOptions,
  };
  const { rotating } = options;
  const pool = rotating ? new RotatingPool(settings, rotating) : new Pool(settings);
  // The pool handles errors of idle connections only; an unhandled error event of one in use would
  // end the process.
  pool.on('connect', (client) => {
    closeIfSilent(client, timeoutMs);
    client.on('error', (error) => {
      options.logger.warn(
        { reason: error.message, pool: options.name },
        'database connection lost',
      );
    });
  });
  pool.on('error', () => undefined);
  traceQueries(pool, options.name);
  return pool;
}

/**
 * Runs `action` on a connection of the pool, on which it begins and commits. When it throws, what it
 * began is rolled back.
 * @throws what `action` threw.
 */
export async function rolledBackOnFailure<T>(
  database: Database,
  action: (client: Transaction) => Promise<T>,
): Promise<T> {
  const client = await database.connect();
  let broken: Error | undefined;
  try {
    return await action(client);
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    // A connection that could not roll back is closed instead of being reused.
    client.release(broken);
  }
}

/**
 * Runs `action` in one transaction: committed when it resolves, rolled back when it throws.
 * @throws what `action` threw, or the error of BEGIN or COMMIT. After a failed COMMIT it is not
 * known whether the transaction took place.
 */
export function inTransaction<T>(
  database: Database,
  action: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  return rolledBackOnFailure(database, async (client) => {
    await client.query('BEGIN');
    const result = await action(client);
    await client.query('COMMIT');
    return result;
  });
}
