import { Client, type QueryResultRow } from 'pg';

const connectTimeoutMs = 5_000;

/** Runs one statement on a connection of its own. */
export async function queryOf<Row extends QueryResultRow>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: connectTimeoutMs });
  // The reason is in the rejection of connect or query; an unhandled event would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}
