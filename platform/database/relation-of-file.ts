import { withDatabase } from './ensure-database';
import { queryOnce } from './own-connection';

/** `base/16384/16402_vm.1`: the database, the relation, its fork and the gigabyte. */
const relationFile = /^base\/(\d+)\/(\d+)(?:_(\w+))?(?:\.\d+)?$/;

async function nameBy(url: string, text: string, value: string): Promise<string | null> {
  const [row] = await queryOnce<{ name: string | null }>(url, text, [value]);
  return row?.name ?? null;
}

/**
 * The table or index that a file of the cluster belongs to, e.g. `entries of database shop`.
 * @returns null if the server has no such file, or none of the databases.
 */
export async function relationOf(url: string, path: string): Promise<string | null> {
  const [, database, relation, fork] = relationFile.exec(path) ?? [];
  if (database === undefined || relation === undefined) return null;
  const byOid = 'SELECT datname AS name FROM pg_database WHERE oid = $1';
  const name = await nameBy(url, byOid, database);
  if (name === null) return null;
  const lookUp = 'SELECT pg_filenode_relation(0, $1)::regclass::text AS name';
  const found = await nameBy(withDatabase(url, name), lookUp, relation);
  if (found === null) return null;
  return `${fork === undefined ? found : `${found} (${fork})`} of database ${name}`;
}
