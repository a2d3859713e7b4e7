import { Client, type ClientConfig, type QueryResultRow } from 'pg';
import { endClient } from './end-client';
import { closeIfSilent } from './silence';

/** The time in which a server of databases must accept a connection. */
export const connectTimeoutMs = 5_000;
/** What the driver says of one that did not. */
export const connectTimeoutText = 'timeout expired';

/** PostgreSQL's code for a wrong password. */
const wrongPassword = '28P01';

export const isWrongPassword = (error: unknown): boolean =>
  (error as { code?: unknown } | undefined)?.code === wrongPassword;

/**
 * Uses a connection of its own, which ends afterwards.
 * @param onLost called when it is lost. The reason is also in the rejection of connect or query; an
 * event that nobody handles would end the process.
 */
export async function withClient<Result>(
  config: ClientConfig,
  use: (client: Client) => Promise<Result>,
  onLost: (error: Error) => void = () => undefined,
): Promise<Result> {
  const client = new Client(config);
  client.on('error', onLost);
  try {
    await client.connect();
    if (config.statement_timeout) closeIfSilent(client, config.statement_timeout);
    return await use(client);
  } finally {
    await endClient(client);
  }
}

/** An operator waits for it; a busy server may take some seconds to create a database. */
const statementTimeoutMs = 30_000;

/** The rows of one statement on a connection of its own. */
export const queryOnce = <Row extends QueryResultRow>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> =>
  withClient(
    {
      connectionString: url,
      connectionTimeoutMillis: connectTimeoutMs,
      statement_timeout: statementTimeoutMs,
    },
    async (client) => (await client.query<Row>(text, [...values])).rows,
  );
