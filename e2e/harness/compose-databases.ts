import { inject } from 'vitest';
import { subgraphNames } from '../../config/subgraphs';
import { roleStatements } from '../../ops/postgres/roles';
import { withDatabase } from '../../platform/database/ensure-database';
import { queryOnce } from '../../platform/database/own-connection';

/** Connects to the tests' server as superuser. */
const administer = (text: string) => queryOnce(inject('postgresUrl'), text);

/** The script that psql runs in the PostgreSQL container on a new volume. */
export async function createRoles(): Promise<void> {
  await dropRoles();
  for (const statement of roleStatements()) await administer(statement);
}

export async function dropRoles(): Promise<void> {
  for (const room of subgraphNames)
    await administer(`DROP DATABASE IF EXISTS ${room} WITH (FORCE)`);
  for (const room of subgraphNames) await administer(`DROP ROLE IF EXISTS ${room}, ${room}_owner`);
}

const urlAs = (role: string, room: string): string => {
  const url = new URL(withDatabase(inject('postgresUrl'), room));
  [url.username, url.password] = [role, role];
  return url.href;
};

/** The role that the subgraph has in docker-compose.yml, on the server of the tests. */
export const urlOf = (room: string): string => urlAs(room, room);

/** The role that migrates its database. */
export const ownerUrlOf = (room: string): string => urlAs(`${room}_owner`, room);

/** What the role of the url is, owns, and which of the databases it may connect to. */
export async function permissionsOf(url: string) {
  const [role] = await queryOnce<{ rolsuper: boolean; owns: boolean }>(
    url,
    `SELECT rolsuper, EXISTS (SELECT FROM pg_tables WHERE tableowner = current_user) AS owns
     FROM pg_roles WHERE rolname = current_user`,
  );
  const databases: string[] = [];
  for (const other of subgraphNames) {
    const refused = /permission denied for database/;
    const isOpen = await queryOnce(withDatabase(url, other), 'SELECT 1').then(
      () => true,
      (error: Error) => {
        if (refused.test(error.message)) return false;
        throw error;
      },
    );
    if (isOpen) databases.push(other);
  }
  return { isSuperuser: role?.rolsuper, databases, ownsTables: role?.owns };
}
