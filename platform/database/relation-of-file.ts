import { Client } from 'pg';
import { endClient } from './end-client';

/** `base/16384/16402_vm.1`: the database, the relation, its fork and the gigabyte. */
const relationFile = /^base\/(\d+)\/(\d+)(?:_(\w+))?(?:\.\d+)?$/;

async function queryOne(url: string, text: string, values: unknown[]): Promise<string | null> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<{ name: string | null }>(text, values)).rows[0]?.name ?? null;
  } finally {
    await endClient(client);
  }
}

/**
 * The table or index that a file of the cluster belongs to, e.g. `entries of database shop`.
 * @returns null if the server has no such file, or none of the databases.
 */
export async function relationOf(url: string, path: string): Promise<string | null> {
  const [, database, relation, fork] = relationFile.exec(path) ?? [];
  if (database === undefined) return null;
  const name = await queryOne(url, 'SELECT datname AS name FROM pg_database WHERE oid = $1', [
    database,
  ]);
  if (name === null) return null;
  const there = new URL(url);
  there.pathname = `/${encodeURIComponent(name)}`;
  const lookUp = 'SELECT pg_filenode_relation(0, $1)::regclass::text AS name';
  const found = await queryOne(there.href, lookUp, [relation]);
  if (found === null) return null;
  return `${fork === undefined ? found : `${found} (${fork})`} of database ${name}`;
}
