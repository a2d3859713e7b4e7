import { Client, type ClientConfig, type QueryResultRow } from 'pg';
import { endClient } from './end-client';

/** The time in which a server of databases must accept a connection. */
export const connectTimeoutMs = 5_000;

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
    return await use(client);
  } finally {
    await endClient(client);
  }
}

/** The rows of one statement on a connection of its own. */
export const queryOnce = <Row extends QueryResultRow>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> =>
  withClient(
    { connectionString: url, connectionTimeoutMillis: connectTimeoutMs },
    async (client) => (await client.query<Row>(text, [...values])).rows,
  );
