import { subgraphNames } from '../../config/subgraphs';

const head = `-- Generated from config/subgraphs.ts by npm run generate; not to be edited.
-- Run once, when the volume of PostgreSQL is new: for each subgraph a database, a role that owns and
-- migrates it, and a role that the subgraph serves with. None is a superuser or can read another
-- database. The passwords are those of docker-compose.yml.
`;

/** `roles.sql`, which the PostgreSQL of the containers begins with. */
export function rolesSql(): string {
  const roles = subgraphNames.map(
    (name) =>
      `CREATE ROLE ${name}_owner LOGIN PASSWORD '${name}_owner';\n` +
      `CREATE ROLE ${name} LOGIN PASSWORD '${name}';\n`,
  );
  const databases = subgraphNames.map((name) => `CREATE DATABASE ${name} OWNER ${name}_owner;\n`);
  const all = subgraphNames.join(', ');
  const closed = `REVOKE CONNECT, TEMPORARY ON DATABASE ${all} FROM PUBLIC;\n`;
  return [head + roles.join(''), databases.join(''), closed].join('\n');
}
