import { subgraphNames } from '../../config/subgraphs';

const head = `-- Generated from config/subgraphs.ts by npm run generate; not to be edited.
-- Run once by psql, when the volume of PostgreSQL is new: for each subgraph a database, a role that
-- owns and migrates it, and a role that the subgraph serves with. None is a superuser or can read
-- another database. The passwords are in files that the container certificates has created.
`;

/** The roles, each with a password of its own. */
const roles = subgraphNames.flatMap((name) => [`${name}_owner`, name]);

/** `roles.sql`, which the PostgreSQL of the containers begins with. */
export function rolesSql(): string {
  const created = roles.map(
    (role) =>
      `\\set ${role} \`cat /part/${role}-password\`\nCREATE ROLE ${role} LOGIN PASSWORD :'${role}';\n`,
  );
  const databases = subgraphNames.map((name) => `CREATE DATABASE ${name} OWNER ${name}_owner;\n`);
  const all = subgraphNames.join(', ');
  const closed = `REVOKE CONNECT, TEMPORARY ON DATABASE ${all} FROM PUBLIC;\n`;
  return [head + created.join(''), databases.join(''), closed].join('\n');
}
